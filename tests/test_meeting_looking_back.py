"""Agreements of last time: which come back, the verdicts of the corners, and what the table decides."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, AgreementStep, AuditEvent, Phase, Verdict
from conversations.run_sheet import build_run_sheet
from tests.factories import ConversationFactory
from tests.meetings import open_meeting, room, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return open_meeting()


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


@pytest.fixture
def earlier(meeting):
    """An agreement of an earlier conversation of the same triangle."""
    before = ConversationFactory(
        triangle=meeting.triangle, phase=Phase.OPVOLGING, held_on=meeting.held_on - dt.timedelta(days=180)
    )
    return Agreement.objects.create(conversation=before, kind="actie", text="Bellen", of_eigenaar=True)


def test_looking_back_stands_on_the_run_sheet(meeting, earlier):
    assert build_run_sheet(meeting)[1].key == "terugblik"


@pytest.mark.parametrize(
    ("status", "until", "comes_back"),
    [("gedaan", None, False), ("vervallen", None, False), ("geparkeerd", 1, False), ("geparkeerd", 0, True)],
)
def test_what_is_done_dropped_or_still_parked_does_not_come_back(meeting, earlier, status, until, comes_back):
    earlier.status = status
    earlier.parked_until = (until is not None and timezone.localdate() + dt.timedelta(days=until)) or None
    earlier.save()
    assert (build_run_sheet(meeting)[1].key == "terugblik") == comes_back


def test_agreements_of_another_triangle_or_of_a_later_conversation_are_not_decided_on(lead, meeting, earlier):
    later = ConversationFactory(triangle=meeting.triangle, held_on=meeting.held_on + dt.timedelta(days=1))
    strangers = [
        Agreement.objects.create(conversation=one, kind="actie", text="Niet hier", of_eigenaar=True)
        for one in (later, ConversationFactory(), meeting)
    ]
    for stranger in strangers:
        assert send(lead, meeting, f"besluit:{stranger.pk}", {"what": "gedaan"}, 1).status_code == 404


def test_verdicts_are_shown_together_and_only_then_answered(lead, meeting, earlier):
    part = f"oordeel:{earlier.pk}:eigenaar"
    send(lead, meeting, part, {"value": "niet"})
    assert send(lead, meeting, part, {"value": "deels"}).json()["value"] == {"value": ""}
    assert "Oordeel per hoek" in room(lead, meeting, "terugblik").text
    assert "<strong>niet nagekomen</strong>" not in room(lead, meeting, "terugblik").text
    lead.post(f"/gesprekken/{meeting.pk}/leiden/oordelen/{earlier.pk}/")
    assert "<strong>niet nagekomen</strong>" in room(lead, meeting, "terugblik").text
    assert send(lead, meeting, part, {"value": "deels"}).json()["value"] == {"value": "niet"}
    assert [event.action for event in AuditEvent.objects.all()] == ["oordelen getoond"]


def test_a_verdict_that_a_corner_gave_itself_is_neither_shown_nor_changed(lead, meeting, earlier):
    Verdict.objects.create(conversation=meeting, agreement=earlier, corner="eigenaar", value="niet")
    page = room(lead, meeting, "terugblik").text
    assert "De eigenaar heeft zelf geantwoord." in page
    assert "checked" not in page
    assert send(lead, meeting, f"oordeel:{earlier.pk}:eigenaar", {"value": "nagekomen"}, 1).status_code == 422
    assert Verdict.objects.get().value == "niet"


@pytest.mark.parametrize(
    ("sent", "status", "until"),
    [
        ({"what": "behouden"}, "open", None),
        ({"what": "gedaan", "note": "Klaar."}, "gedaan", None),
        ({"what": "geparkeerd", "until": "2027-01-01"}, "geparkeerd", dt.date(2027, 1, 1)),
        ({"what": "vervallen", "note": "Niet meer nodig."}, "vervallen", None),
    ],
)
def test_the_table_decides_and_the_chain_keeps_it(lead, meeting, earlier, sent, status, until):
    assert send(lead, meeting, f"besluit:{earlier.pk}", sent, 1).status_code == 200
    earlier.refresh_from_db()
    step = AgreementStep.objects.get()
    assert (earlier.status, earlier.parked_until, earlier.version) == (status, until, 2)
    assert earlier.conversation != meeting
    assert (step.what, step.conversation, step.note, step.until) == (
        sent["what"],
        meeting,
        sent.get("note", ""),
        until,
    )
    assert "Besloten" in room(lead, meeting, "terugblik").text  # it stays in sight after the decision


@pytest.mark.parametrize(
    ("sent", "field"), [({}, "what"), ({"what": "vervallen"}, "note"), ({"what": "geparkeerd"}, "until")]
)
def test_a_decision_without_its_reason_or_date_is_told(lead, meeting, earlier, sent, field):
    answer = send(lead, meeting, f"besluit:{earlier.pk}", sent, 1)
    assert list(answer.json()["fields"]) == [field]
    assert not AgreementStep.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_looking_back_asks_as_much_of_the_database_for_three_agreements_as_for_one(
    lead, meeting, earlier, django_assert_num_queries, size
):
    for nr in range(size - 1):
        Agreement.objects.create(conversation=earlier.conversation, kind="actie", text=f"Ook {nr}", of_eigenaar=True)
    with django_assert_num_queries(16):
        assert room(lead, meeting, "terugblik").status_code == 200
