"""A participant's own device in the room: it follows, saves one answer at a time, and reads nothing earlier back."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.utils import timezone

from conversations.models import Conversation, Op, Phase, Score, Verdict
from conversations.recording.looking_back import is_typed_here
from tests.by_link import address, enter
from tests.in_the_room import (
    JSON,
    body,
    chosen,
    come_in,
    earlier_agreement,
    finish,
    move,
    page,
    room,
    run_meeting,
    say,
    show_all,
    tap,
)
from tests.meetings import CODES, give

pytestmark = pytest.mark.django_db


def score_of(person, code="vertrouwen"):
    return Score.objects.get(participant=person, principle__code=code)


def test_a_score_is_given_and_changed_until_it_is_shown(meeting, person, phone):
    answer = tap(phone, person, "4", follow=True)
    assert "Opgeslagen. U kunt het nog wijzigen tot de begeleider toont." in answer.text
    tap(phone, person, "geen")
    tap(phone, person, "2")
    score = score_of(person)
    assert (score.value, score.entry, score.version, score.shown_at) == (2, "zelf", 3, None)
    show_all(meeting)
    assert "al getoond" in tap(phone, person, "5", follow=True).text
    assert score_of(person).value == 2


@pytest.mark.parametrize("value", ["0", "6", "4.5", "", "vier", "leeg"])
def test_what_is_no_score_is_not_saved(person, phone, value):
    assert "Kies een score" in tap(phone, person, value, follow=True).text
    assert Score.objects.count() == 0


def test_a_score_replaces_what_the_facilitator_entered_and_pins_the_texts(meeting, person, phone):
    give(meeting, 3, entry="namens")
    tap(phone, person, "5")
    assert (score_of(person).value, score_of(person).entry) == (5, "zelf")
    assert Conversation.objects.get(pk=meeting.pk).pinned_at


def test_the_same_number_again_writes_nothing_twice(meeting, person, phone):
    op = str(uuid.uuid4())
    first = tap(phone, person, "4", op=op, **JSON)
    assert first.json() == {"op": op, "saved": True, "words": first.json()["words"]}
    tap(phone, person, "2", op=str(uuid.uuid4()))
    assert tap(phone, person, "4", op=op, **JSON).json() == first.json()
    assert (score_of(person).value, score_of(person).version) == (2, 2)
    assert Op.objects.filter(pk=op).count() == 1


def test_a_number_of_somebody_else_is_not_taken_over(meeting, person, phone):
    op = str(uuid.uuid4())
    tap(phone, person, "4", op=op)
    other = come_in(meeting, meeting.people[1])
    assert tap(other, meeting.people[1], "1", op=op, **JSON).status_code == 404
    assert tap(phone, person, "1", "rolbewustzijn", op=op, **JSON).status_code == 404
    assert Score.objects.count() == 1


def test_a_script_hears_that_it_came_too_late_and_a_page_without_a_number_is_refused(meeting, person, phone):
    tap(phone, person, "4")
    show_all(meeting)
    answer = tap(phone, person, "1", **JSON)
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert tap(phone, person, "1", op="geen-nummer", **JSON).status_code == 422
    finish(meeting)
    assert tap(phone, person, "1", **JSON).status_code == 404


def test_a_principle_that_is_not_there_and_another_person_are_not_found(meeting, person, phone):
    assert tap(phone, person, "4", "bestaat-niet").status_code == 404
    assert tap(phone, meeting.people[1], "4").status_code == 404
    assert phone.get(room(meeting.people[1])).status_code == 404
    assert Score.objects.count() == 0


def test_a_late_score_waits_for_the_facilitator_and_changes_no_shown_figure(meeting, person, phone):
    others = [come_in(meeting, one) for one in meeting.people[1:]]
    for other, one, value in zip(others, meeting.people[1:], "24", strict=True):
        tap(other, one, value)
    show_all(meeting)
    assert "Opgeslagen" in page(others[0], meeting.people[1])  # said once
    before = body(others[0], meeting.people[1])
    assert "Nog een score geven" in page(phone, person)
    answer = tap(phone, person, "1", follow=True)
    assert "na het tonen gegeven" in answer.text
    assert score_of(person).shown_at is None
    assert body(others[0], meeting.people[1]) == before
    show_all(meeting)
    assert body(others[0], meeting.people[1]) != before
    assert "Eén score is na het tonen gegeven." in page(others[0], meeting.people[1])


def test_the_page_follows_the_step(meeting, person, phone):
    for code in CODES:
        move(meeting, code)
        assert "Bewaar mijn score" in page(phone, person)
    for step, words in (
        ("welkom", "Het gesprek begint zo"),
        ("pauze", "Het is pauze"),
        ("vervolg", "Samen maakt u afspraken"),
        ("afsluiting", "Samen leest u het verslag"),
    ):
        move(meeting, step)
        assert (words in page(phone, person)) or step == "pauze"
        assert "Bewaar" not in page(phone, person)


def test_after_showing_everybody_sees_the_strip_with_its_sentence_and_numbers(meeting, person, phone):
    give(meeting, 4, 1, None)
    show_all(meeting)
    text = page(phone, person)
    for words in ("3 punten uit elkaar", "<svg", "<dt>Opdrachtgever</dt><dd>4</dd>", "geen beeld"):
        assert words in text
    assert "Bewaar mijn score" not in text


def poll(client, person, asked="", **headers):
    return client.get(room(person, f"stand/?{asked}"))


def asked_of(text):
    return re.search(r'data-ask="([^"]*)"', text)[1].replace("&amp;", "&")


def test_an_unchanged_poll_is_204_in_one_query_and_a_changed_one_says_so(
    meeting, person, phone, django_assert_num_queries
):
    asked = asked_of(page(phone, person))
    with django_assert_num_queries(1):
        assert poll(phone, person, asked).status_code == 204
    tap(phone, person, "4")
    tap(come_in(meeting, meeting.people[1]), meeting.people[1], "3")
    assert poll(phone, person, asked).status_code == 204  # n of m is for the big screen
    show_all(meeting)
    assert poll(phone, person, asked).json()["changed"] is True
    asked = asked_of(page(phone, person))
    tap(come_in(meeting, meeting.people[2]), meeting.people[2], "1")
    assert poll(phone, person, asked).status_code == 204
    show_all(meeting)  # the late one is shown too
    assert poll(phone, person, asked).json()["changed"] is True


def test_the_poll_slows_down_after_five_quiet_minutes(person, phone):
    asked = asked_of(page(phone, person))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5, seconds=5)):
        slower = poll(phone, person, asked).json()
        assert (slower["changed"], slower["every"]) == (False, 10)
        assert poll(phone, person, slower["ask"]).status_code == 204


def test_after_the_meeting_a_personal_link_is_told_and_polls_no_more(meeting, person):
    phone = enter(person)
    asked = asked_of(page(phone, person))
    finish(meeting)
    assert poll(phone, person, asked).json()["changed"] is True
    text = page(phone, person)
    assert "Het gesprek is afgelopen" in text
    assert "data-poll" not in text
    assert address(person) in text
    assert "Niet opgeslagen" in tap(phone, person, "4", follow=True).text


def test_before_the_meeting_the_page_says_so(person):
    Conversation.objects.update(phase=Phase.VOORBEREIDING)
    assert "nog niet begonnen" in page(enter(person), person)


def test_the_own_page_begins_with_the_meeting_while_it_runs(meeting, person):
    phone = enter(person)
    text = phone.get(address(person)).text
    assert "Het gesprek is bezig" in text
    assert f'href="{room(person)}">Doe mee</a>' in text
    finish(meeting)
    assert "Het gesprek is bezig" not in phone.get(address(person)).text


def test_a_verdict_is_that_of_the_own_corner_and_shows_to_who_gave_it_alone(meeting, person, phone):
    agreement = earlier_agreement(meeting)
    move(meeting, "terugblik")
    assert agreement.text in page(phone, person)
    say(phone, person, agreement, "deels")
    row = Verdict.objects.get()
    assert (row.corner, row.value, row.shown_at, is_typed_here(row)) == (person.corner, "deels", None, False)
    assert chosen(phone, person) == ["deels"]
    other = enter(person)
    assert chosen(other, person) == []
    assert "Uw hoek antwoordde al. Uw antwoord vervangt dat." in page(other, person)
    say(other, person, agreement, "niet")
    assert (Verdict.objects.get().value, chosen(phone, person)) == ("niet", [])


def test_verdicts_show_together_and_then_stand(meeting, person, phone):
    agreement = earlier_agreement(meeting)
    move(meeting, "terugblik")
    late = come_in(meeting, meeting.people[1])
    say(phone, person, agreement, "deels")
    asked = asked_of(page(phone, person))
    meeting.lead.post(f"/gesprekken/{meeting.pk}/leiden/oordelen/{agreement.pk}/")
    assert poll(phone, person, asked).json()["changed"] is True
    assert "opdrachtgever: <strong>deels</strong>" in page(late, meeting.people[1])
    assert "Niet opgeslagen" in say(phone, person, agreement, "niet", follow=True).text
    say(late, meeting.people[1], agreement, "niet")
    assert "opdrachtnemer: <strong>" not in page(phone, person)
    assert Verdict.objects.get(corner="opdrachtgever").value == "deels"


def test_a_verdict_needs_an_agreement_of_this_triangle_and_a_known_value(meeting, person, phone):
    elsewhere = earlier_agreement(run_meeting(code="ANDERS"))
    assert say(phone, person, elsewhere, "niet").status_code == 404
    assert say(phone, person, earlier_agreement(meeting), "bijna", **JSON).status_code == 422
    assert Verdict.objects.count() == 0


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_of_the_page_do_not_grow_with_the_agreements(
    meeting, person, phone, size, django_assert_num_queries
):
    for nr in range(size):
        say(phone, person, earlier_agreement(meeting, f"Afspraak {nr}"), "deels")
    move(meeting, "terugblik")
    with django_assert_num_queries(10):
        assert len(chosen(phone, person)) == size
