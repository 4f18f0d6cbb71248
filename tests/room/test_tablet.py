"""One tablet passed round: whose turn it is, and that nobody finds anything of the one before."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import Arrival, Meeting, Score, Verdict
from tests.in_the_room import CODE, ask_in, come_in, decide, earlier_agreement, finish, move, run_meeting, tap
from tests.meetings import give, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(meeting):
    return come_in(meeting, "tablet")


def path(meeting, rest=""):
    return f"/mee/tablet/{meeting.pk}/{rest}"


def take(tablet, meeting, person):
    return tablet.post(path(meeting), {"act": "ik", "who": person.pk}, follow=True)


def score(tablet, meeting, person, value, code="vertrouwen"):
    sent = {"act": "bewaar", "holder": person.pk, "code": code, "score": value}
    return tablet.post(path(meeting), sent, follow=True)


def turn_of(meeting, tablet, person, value):
    """Let one person take the tablet, score, and hand it on; return the cover that follows."""
    assert f"U bent {person.name}" in take(tablet, meeting, person).text
    return score(tablet, meeting, person, value)


def test_the_tablet_goes_round_by_name_until_everybody_scored(meeting, tablet):
    first, second, third = meeting.people
    cover = tablet.get(path(meeting)).text
    assert f"Geef de tablet aan {first.name}" in cover
    assert f"Ik ben {second.name}" in cover
    assert f"Geef de tablet aan {second.name}" in turn_of(meeting, tablet, first, "4").text
    assert f"Geef de tablet aan {second.name}" in turn_of(meeting, tablet, third, "geen").text
    last = turn_of(meeting, tablet, second, "2").text
    assert "Iedereen heeft gescoord" in last
    assert "Geef de tablet terug aan de begeleider." in last
    values = {one.participant_id: (one.value, one.entry) for one in Score.objects.all()}
    assert values == {first.pk: (4, "zelf"), second.pk: (2, "zelf"), third.pk: (None, "zelf")}


def test_nothing_of_a_turn_stands_on_the_tablet_afterwards(meeting, tablet):
    first, second, _ = meeting.people
    cover = turn_of(meeting, tablet, first, "4")
    turn = take(tablet, meeting, second)
    for page in (cover, turn):
        assert "checked" not in page.text
        assert first.name not in page.text.replace(f"Ik ben {first.name}", "")
        assert "no-store" in page.headers["Cache-Control"]
    assert cover.redirect_chain == [(path(meeting), 302)]  # one address for cover and turn


def test_a_turn_that_is_given_up_keeps_nothing(meeting, tablet):
    first = meeting.people[0]
    take(tablet, meeting, first)
    cover = tablet.post(path(meeting), {"act": "stop", "score": "4"}, follow=True).text
    assert f"Geef de tablet aan {first.name}" in cover
    assert Score.objects.count() == 0


def test_without_a_score_the_turn_goes_on_and_says_what_is_missing(meeting, tablet):
    first = meeting.people[0]
    take(tablet, meeting, first)
    page = score(tablet, meeting, first, "").text
    assert "Kies een score van 1 tot en met 5, of geen beeld." in page
    assert f"U bent {first.name}" in page


def test_a_page_of_the_one_before_saves_nothing_under_the_name_of_the_next(meeting, tablet):
    first, second, _ = meeting.people
    take(tablet, meeting, first)
    take(tablet, meeting, second)
    assert "intussen doorgegeven" in score(tablet, meeting, first, "4").text
    assert Score.objects.count() == 0
    assert Arrival.objects.get().participant == second


def test_saving_twice_writes_once(meeting, tablet):
    first = meeting.people[0]
    turn_of(meeting, tablet, first, "4")
    score(tablet, meeting, first, "1")
    assert Score.objects.get().value == 4


def test_who_answered_already_gets_no_turn(meeting, tablet):
    first, second, _ = meeting.people
    give(meeting, 4)
    assert f"Geef de tablet aan {second.name}" in tablet.get(path(meeting)).text
    assert "heeft al geantwoord" in take(tablet, meeting, first).text
    assert Arrival.objects.get().participant is None


def test_somebody_of_another_table_gets_no_turn(meeting, tablet):
    stranger = run_meeting(code="ANDERS").people[0]
    take(tablet, meeting, stranger)
    assert Arrival.objects.get().participant is None


def test_who_is_in_on_a_phone_is_not_called_but_may_take_the_tablet(meeting, tablet):
    first, second, third = meeting.people
    come_in(meeting, first)
    cover = tablet.get(path(meeting)).text
    assert f"Geef de tablet aan {second.name}" in cover
    turn_of(meeting, tablet, second, "3")
    cover = turn_of(meeting, tablet, third, "3").text
    assert "De anderen gebruiken hun eigen telefoon" in cover
    assert "Iedereen heeft gescoord" in turn_of(meeting, tablet, first, "3").text


def test_the_tablet_follows_the_step_and_a_turn_ends_with_its_part(meeting, tablet):
    first = meeting.people[0]
    take(tablet, meeting, first)
    asked = re.search(r'data-ask="([^"]*)"', tablet.get(path(meeting)).text)[1].replace("&amp;", "&")
    assert tablet.get(path(meeting, f"stand/?{asked}")).status_code == 204
    Meeting.objects.update(step="rolbewustzijn", step_at=timezone.now() + dt.timedelta(seconds=1))
    assert tablet.get(path(meeting, f"stand/?{asked}")).json()["changed"] is True
    cover = tablet.get(path(meeting)).text
    assert f"Geef de tablet aan {first.name}" in cover
    move(meeting, "welkom")
    assert "Nu niet invullen" in tablet.get(path(meeting)).text


def test_what_somebody_chose_is_saved_also_when_the_room_went_on_meanwhile(meeting, tablet):
    first = meeting.people[0]
    take(tablet, meeting, first)
    Meeting.objects.update(step="rolbewustzijn", step_at=timezone.now() + dt.timedelta(seconds=1))
    score(tablet, meeting, first, "4")
    assert (Score.objects.get().value, Score.objects.get().principle.code) == (4, "vertrouwen")


def test_after_showing_the_tablet_goes_back_and_a_late_score_waits(meeting, tablet):
    first, second, third = meeting.people
    turn_of(meeting, tablet, first, "4")
    turn_of(meeting, tablet, second, "2")
    show(meeting.lead, meeting, "vertrouwen", "vertrouwen")
    assert "De scores zijn getoond" in tablet.get(path(meeting)).text
    turn_of(meeting, tablet, third, "1")
    assert Score.objects.get(participant=third).shown_at is None


def test_a_score_that_was_shown_in_the_middle_of_a_turn_stays(meeting, tablet):
    first = meeting.people[0]
    take(tablet, meeting, first)
    give(meeting, 5)
    show(meeting.lead, meeting, "vertrouwen", "vertrouwen")
    assert "Niet opgeslagen" in score(tablet, meeting, first, "1").text
    assert Score.objects.get().value == 5


def test_each_corner_says_its_verdicts_once(meeting, tablet):
    agreements = [earlier_agreement(meeting, text) for text in ("We bellen.", "We schrijven.")]
    move(meeting, "terugblik")
    first, second, third = meeting.people
    turn = take(tablet, meeting, first)
    assert all(one.text in turn.text for one in agreements)
    sent = {"act": "bewaar", "holder": first.pk}
    tablet.post(path(meeting), sent | {f"a{agreements[0].pk}": "deels"})
    assert [(one.corner, one.value) for one in Verdict.objects.all()] == [("opdrachtgever", "deels")]
    assert f"Geef de tablet aan {second.name}" in tablet.get(path(meeting)).text  # one may stay open
    take(tablet, meeting, first)
    cover = tablet.post(path(meeting), sent | {f"a{agreements[1].pk}": "niet"}, follow=True).text
    assert f"Geef de tablet aan {second.name}" in cover
    for person in (second, third):
        take(tablet, meeting, person)
        cover = tablet.post(
            path(meeting),
            {"act": "bewaar", "holder": person.pk} | dict.fromkeys([f"a{one.pk}" for one in agreements], "nagekomen"),
            follow=True,
        ).text
    assert "Elke hoek heeft geantwoord" in cover
    assert Verdict.objects.count() == 6


def test_only_a_tablet_that_is_in_opens_and_put_out_ends_at_once(meeting):
    tablet, phone = ask_in("tablet"), come_in(meeting, meeting.people[0])
    for browser in (tablet, phone, Client(), meeting.lead):
        assert browser.get(path(meeting)).status_code == 404
    decide(meeting, tablet)
    assert tablet.get(path(meeting)).status_code == 200
    assert tablet.get(f"/mee/{CODE}/")["Location"] == path(meeting)
    take(tablet, meeting, meeting.people[1])
    decide(meeting, tablet, act="weg")
    assert tablet.get(path(meeting)).status_code == 404
    assert score(tablet, meeting, meeting.people[1], "4").status_code == 404
    assert tablet.get(path(meeting, "stand/")).status_code == 404


def test_a_tablet_opens_nothing_of_another_meeting_and_nobody_s_own_page(meeting, tablet):
    other = run_meeting(code="ANDERS")
    assert tablet.get(path(other)).status_code == 404
    for person in meeting.people:
        assert tablet.get(f"/deelnemen/{person.pk}/zaal/").status_code == 404
        assert tap(tablet, person, "4").status_code == 404


def test_a_tablet_and_phones_take_no_name_from_each_other(meeting, tablet):
    first = meeting.people[0]
    take(tablet, meeting, first)
    assert first.name in Client().get(f"/mee/{CODE}/").text
    finish(meeting)
    assert tablet.get(path(meeting)).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_of_the_cover_do_not_grow_with_the_table(size, django_assert_num_queries):
    meeting = run_meeting(per_corner=size)
    tablet = come_in(meeting, "tablet")
    with django_assert_num_queries(15):
        tablet.get(path(meeting))


def test_the_tablet_replaces_no_score_of_another_principle(meeting, tablet):
    first = meeting.people[0]
    give(meeting, 2, code="rolbewustzijn")
    take(tablet, meeting, first)
    assert "Niet opgeslagen." in score(tablet, meeting, first, "5", code="rolbewustzijn").text
    assert Score.objects.get(participant=first).value == 2
