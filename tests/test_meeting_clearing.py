"""A score that was entered on behalf can be cleared until it is shown; what a participant scored stays theirs."""

import uuid

import pytest
from django.test import Client

from conversations.models import AuditEvent, Score
from tests.factories import FacilitatorFactory, ScoreFactory
from tests.meetings import give, open_meeting, principle, room, score, score_part, send, show

pytestmark = pytest.mark.django_db
CLEARED = score("leeg")


@pytest.fixture
def meeting():
    return open_meeting()


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


@pytest.fixture
def part(meeting):
    return score_part(meeting.people[0])


def press(client, meeting, part, version, value):
    """Press the button of the matrix with one cell filled in."""
    sent = {"entry": "namens", part: value, f"{part}:version": version}
    return client.post(f"/gesprekken/{meeting.pk}/leiden/scores/", sent, follow=True)


def cell_of(client, meeting, part):
    rows = client.get(f"/gesprekken/{meeting.pk}/leiden/scores/").context["matrix"]
    return next(cell for row in rows for cell in row.cells if cell.part == part)


@pytest.mark.parametrize("entry", ["namens", "samen"])
def test_what_was_entered_here_is_cleared_and_not_counted_any_more(lead, meeting, part, entry):
    send(lead, meeting, part, score("3", entry))
    assert "<b>1 van 3</b>" in room(lead, meeting, "vertrouwen").text
    answer = send(lead, meeting, part, CLEARED, 1)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert not Score.objects.exists()
    assert "<b>0 van 3</b>" in room(lead, meeting, "vertrouwen").text
    assert cell_of(lead, meeting, part).state == "leeg"


def test_a_shown_score_is_never_cleared(lead, meeting, part):
    send(lead, meeting, part, score("3"))
    show(lead, meeting, "vertrouwen")
    answer = send(lead, meeting, part, CLEARED, 1)
    assert answer.status_code == 422
    assert "al getoond" in answer.json()["errors"][0]
    assert "Niet opgeslagen: 1. Deze score is al getoond." in press(lead, meeting, part, 1, "leeg").text
    assert Score.objects.get().value == 3


def test_what_came_after_the_showing_is_cleared_until_it_is_shown_too(lead, meeting, part):
    show(lead, meeting, "vertrouwen")
    send(lead, meeting, part, score("3"))
    assert send(lead, meeting, part, CLEARED, 1).status_code == 200
    assert not Score.objects.exists()


def test_what_a_participant_scored_stays_theirs(lead, meeting, part):
    give(meeting, 4)
    answer = send(lead, meeting, part, CLEARED, 1)
    assert answer.status_code == 422
    assert "zelf gescoord" in answer.json()["errors"][0]
    press(lead, meeting, part, 1, "leeg")
    assert Score.objects.get().value == 4


def test_the_version_goes_on_counting_so_that_no_older_page_wins(lead, meeting, part):
    """A page that still shows the first score may not overwrite what was entered after clearing."""
    send(lead, meeting, part, score("3"))
    send(lead, meeting, part, CLEARED, 1)
    assert cell_of(lead, meeting, part).version == 2
    late = send(lead, meeting, part, score("1"), 1)
    assert (late.status_code, late.json()["value"]) == (409, {"score": "", "entry": ""})
    assert send(lead, meeting, part, score("5"), 2).json()["version"] == 3
    assert send(lead, meeting, part, score("1"), 1).status_code == 409
    assert Score.objects.get().value == 5


def test_priv_02_clearing_gives_nobody_the_score_of_another(lead, meeting, part):
    """The first facilitator typed over version 1; the second one's score, later, is not theirs to see."""
    meeting.second_facilitator = FacilitatorFactory()
    meeting.save()
    other = Client()
    other.force_login(meeting.second_facilitator)
    send(lead, meeting, part, score("3"))
    assert send(other, meeting, part, CLEARED, 1).status_code == 200
    send(other, meeting, part, score("5"), 2)
    cell = cell_of(lead, meeting, part)
    assert (cell.state, cell.value) == ("ander", "")


def test_the_same_number_twice_clears_once(lead, meeting, part):
    send(lead, meeting, part, score("3"))
    number = str(uuid.uuid4())
    first = send(lead, meeting, part, CLEARED, 1, op_id=number)
    send(lead, meeting, part, score("4"), 2)
    assert send(lead, meeting, part, CLEARED, 1, op_id=number).json()["version"] == first.json()["version"] == 2
    assert Score.objects.get().value == 4


def test_clearing_what_is_empty_does_nothing(lead, meeting, part):
    assert send(lead, meeting, part, CLEARED).status_code == 200
    press(lead, meeting, part, 1, "leeg")
    assert not Score.objects.exists()
    assert not AuditEvent.objects.exists()


def test_by_the_button_a_cell_goes_back_to_nothing(lead, meeting, part):
    press(lead, meeting, part, 0, "3")
    assert "Gewist: 1 score." in press(lead, meeting, part, 1, "leeg").text
    assert not Score.objects.exists()


def test_only_where_it_can_be_done_the_matrix_offers_it(lead, meeting, part):
    give(meeting, None, 4, 4, entry="namens")
    ScoreFactory(participant=meeting.people[1], principle=principle("rolbewustzijn"), value=2)
    page = lead.get(f"/gesprekken/{meeting.pk}/leiden/scores/").text
    assert page.count('value="leeg"') == 14  # every cell but the one that was scored by its owner
    show(lead, meeting, "vertrouwen")
    page = lead.get(f"/gesprekken/{meeting.pk}/leiden/scores/").text
    assert page.count('value="leeg"') == 11
