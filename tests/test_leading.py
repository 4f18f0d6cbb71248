"""Where the whole room is, who leads it, and what is marked as given after showing."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from conversations.board import build_board, find_row
from conversations.leading import time_left
from conversations.models import AuditEvent, Meeting, Phase, Showing
from conversations.report import build_content
from tests.factories import FacilitatorFactory, ScoreFactory
from tests.meetings import give, open_meeting, principle, show

pytestmark = pytest.mark.django_db
HALF_PAST_NINE = dt.datetime(2026, 3, 12, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def meeting():
    found = open_meeting(phase=Phase.VOORBEREIDING, start=dt.time(9, 30), duration_minutes=150)
    found.second_facilitator = FacilitatorFactory()
    found.save()
    return found


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    client.post(address(meeting, "openen/"))
    return client


@pytest.fixture
def second(meeting, lead):
    other = Client()
    other.force_login(meeting.second_facilitator)
    return other


def address(meeting, rest=""):
    return f"/gesprekken/{meeting.pk}/leiden/{rest}"


def where(meeting):
    return Meeting.objects.get(conversation=meeting).step


def test_the_room_begins_at_the_welcome_and_goes_on_by_the_button(lead, meeting):
    assert where(meeting) == "welkom"
    lead.post(address(meeting, "verder/"), {"deel": "welkom"})
    assert where(meeting) == "heldere-afspraken"
    lead.post(address(meeting, "stap/"), {"deel": "welkom"})
    assert where(meeting) == "welkom"


def test_looking_at_another_part_moves_nobody_until_the_room_is_fetched(lead, meeting):
    page = lead.get(address(meeting, "?deel=vertrouwen"))
    assert where(meeting) == "welkom"
    assert "De zaal is nog bij" in page.text
    assert "Haal de zaal hierheen" in page.text
    page = lead.post(address(meeting, "stap/"), {"deel": "vertrouwen"}, follow=True)
    assert where(meeting) == "vertrouwen"
    assert "De zaal is nog bij" not in page.text
    assert lead.get(address(meeting)).context["room"].now.key == "vertrouwen"


def test_showing_takes_the_room_along_and_showing_all_leaves_it_where_it_is(lead, meeting):
    give(meeting, 4, 1, 4)
    show(lead, meeting, "vertrouwen")
    assert where(meeting) == "vertrouwen"
    show(lead, meeting, "alle", "vertrouwen")
    assert where(meeting) == "vertrouwen"


def test_a_part_that_is_not_there_moves_nobody(lead, meeting):
    assert lead.post(address(meeting, "stap/"), {"deel": "bestaat-niet"}).status_code == 404
    assert where(meeting) == "welkom"


@pytest.mark.parametrize("phase", [Phase.VOORBEREIDING, Phase.VERSLAG, Phase.GEANNULEERD])
def test_outside_the_meeting_the_room_is_nowhere_and_nobody_takes_over(client, meeting, phase):
    type(meeting).objects.filter(pk=meeting.pk).update(phase=phase)
    client.force_login(meeting.facilitator)
    client.post(address(meeting, "stap/"), {"deel": "vertrouwen"})
    client.post(address(meeting, "overnemen/"))
    assert not Meeting.objects.exists()


def test_the_second_facilitator_looks_along_and_cannot_show_go_on_or_end(second, meeting):
    page = second.get(address(meeting, "?deel=vertrouwen")).text
    assert f"{meeting.facilitator} leidt." in page
    for button in (">Toon de scores<", "Haal de zaal hierheen"):
        assert button not in page
    give(meeting, 4, 1, 4)
    told = show(second, meeting, "vertrouwen")
    assert "leidt dit gesprek nu. Neem het eerst over." in told.text
    for path in ("verder/", "stap/", "einde/"):
        second.post(address(meeting, path), {"deel": "welkom"})
    meeting.refresh_from_db()
    assert (Showing.objects.count(), where(meeting), meeting.phase) == (0, "welkom", Phase.GESPREK)


def test_taking_over_asks_once_is_written_down_and_works_both_ways(lead, second, meeting):
    assert f"Nu leidt {meeting.facilitator}" in second.get(address(meeting, "overnemen/")).text
    assert Meeting.objects.get().leader == meeting.facilitator
    assert "Je leidt nu het gesprek." in second.post(address(meeting, "overnemen/"), follow=True).text
    assert Meeting.objects.get().leader == meeting.second_facilitator
    second.post(address(meeting, "verder/"), {"deel": "welkom"})
    assert where(meeting) == "heldere-afspraken"
    lead.post(address(meeting, "verder/"), {"deel": "heldere-afspraken"})
    assert where(meeting) == "heldere-afspraken"
    lead.post(address(meeting, "overnemen/"))
    again = lead.post(address(meeting, "overnemen/"), follow=True)
    assert "Je leidt dit gesprek al." in again.text
    events = [(event.action, event.actor_id) for event in AuditEvent.objects.filter(action="overgenomen")]
    assert events == [("overgenomen", meeting.second_facilitator.pk), ("overgenomen", meeting.facilitator.pk)]


def test_who_may_not_lead_any_more_holds_up_nobody(second, meeting):
    type(meeting).objects.filter(pk=meeting.pk).update(facilitator=FacilitatorFactory())
    second.post(address(meeting, "verder/"), {"deel": "welkom"})
    assert where(meeting) == "heldere-afspraken"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1200, "nog 20 minuten"),
        (61, "nog 2 minuten"),
        (60, "nog 1 minuut"),
        (1, "nog 1 minuut"),
        (0, "de tijd is om"),
        (-59, "de tijd is om"),
        (-60, "1 minuut over tijd"),
        (-600, "10 minuten over tijd"),
    ],
)
def test_the_time_left_is_said_in_whole_minutes(seconds, words):
    assert time_left(HALF_PAST_NINE + dt.timedelta(seconds=seconds), HALF_PAST_NINE) == words


def test_the_time_of_a_part_begins_when_the_room_comes_there(meeting, client):
    client.force_login(meeting.facilitator)
    with time_machine.travel(HALF_PAST_NINE, tick=False) as clock:
        client.post(address(meeting, "openen/"))
        clock.shift(dt.timedelta(minutes=30))
        client.post(address(meeting, "verder/"), {"deel": "welkom"})
        clock.shift(dt.timedelta(minutes=4))
        page = client.get(address(meeting))
        assert f"nog {page.context['room'].now.minutes - 4} minuten" in page.text


def test_a_score_after_showing_waits_for_another_act_and_stays_marked(lead, meeting):
    give(meeting, 4, 1)
    show(lead, meeting, "vertrouwen")
    ScoreFactory(participant=meeting.people[2], principle=principle(), value=5)
    assert [value for _, value in row_of(meeting).scores] == [4, 1]
    page = show(lead, meeting, "vertrouwen", "vertrouwen")
    assert "Eén score is na het tonen gegeven." in page.text
    assert (len(row_of(meeting).scores), row_of(meeting).late) == (3, 1)
    meeting.refresh_from_db()
    kept = build_content(meeting)["board"]["rows"][0]
    assert kept["late"] == 1


def row_of(meeting):
    return find_row(build_board(meeting), "vertrouwen")


def test_the_code_lets_in_during_the_meeting_only(lead, meeting):
    assert len(Meeting.objects.get().code) == 6
    lead.post(address(meeting, "einde/"))
    assert Meeting.objects.get().code == ""


@pytest.mark.parametrize(("getoond", "is_told"), [("", True), ("on", False)])
def test_a_page_that_shows_the_scores_is_not_told_that_they_are_shown(lead, meeting, getoond, is_told):
    give(meeting, 4, 1, 4)
    page = show(lead, meeting, "vertrouwen", "vertrouwen").text
    assert "?deel=vertrouwen&amp;getoond=on&amp;versie=" in page
    told = lead.get(address(meeting, f"stand/?deel=vertrouwen&getoond={getoond}")).text
    assert ("De scores zijn getoond." in told) == is_told
