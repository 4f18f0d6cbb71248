"""What becomes of a file that is read in: every field of it, and what holds where it says nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, FollowUp, Reflection
from conversations.portable import BadFileError, import_document
from conversations.portable.reading import misplaced
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.portable_files import small
from tests.trust.whole_file import whole
from triangles import changing
from triangles.models import Membership, Seat

pytestmark = pytest.mark.django_db
LINES = ("title", "purpose", "shared_interest", "initiative", "embedded_in", "rhythm", "form", "place", "ground_rules")
FACILITATOR = ("facilitator_id", "facilitator_name", "facilitator_organisation", "facilitator_email")


def read(document):
    return import_document(document).conversation


def kept(row, *names):
    row.refresh_from_db()
    return {name: getattr(row, name) for name in names}


def test_every_field_of_the_plan_is_kept():
    FacilitatorFactory(email="ander@voorbeeld.example")  # somebody else: the conversation is not theirs
    conversation = read(whole())
    found = whole()["conversation"]
    assert kept(conversation, *LINES) == {name: found[name] for name in LINES}
    names = ("held_on", "start", "duration_minutes", "display", "outcomes", "focus", "self_facilitated")
    assert kept(conversation, *names) == {
        "held_on": dt.date(2026, 3, 12),
        "start": dt.time(9, 30),
        "duration_minutes": 120,
        "display": "naamloos",
        "outcomes": ["besluiten", "verslag"],
        "focus": ["vertrouwen", "opgavegericht"],
        "self_facilitated": True,
    }
    facilitator = (None, "Yara Nijland", "Bureau Midden", "yara@voorbeeld.example")
    assert kept(conversation, *FACILITATOR) == dict(zip(FACILITATOR, facilitator, strict=True))
    assert conversation.triangle.name == "Warmtenet"
    notes = conversation.tip_notes.order_by("pk").values_list("tip__code", "done", "note")
    assert list(notes) == [("tijd", True, "gebeld"), ("setting", False, "")]


def test_what_a_file_leaves_out_is_empty():
    conversation = read(small(tips={"tijd": {}}))
    assert kept(conversation, *LINES) == dict.fromkeys(LINES, "") | {
        "title": "Kennismaken",
        "purpose": "Elkaar leren kennen.",
    }
    names = ("held_on", "start", "duration_minutes", "facilitator_id", "preparation_closed_at", "pinned_at")
    assert kept(conversation, *names) == dict.fromkeys(names)
    assert kept(conversation, *FACILITATOR[1:]) == dict.fromkeys(FACILITATOR[1:], "")
    assert kept(conversation, "phase", "display", "outcomes", "focus", "self_facilitated") == {
        "phase": "concept",
        "display": "per_hoek",
        "outcomes": [],
        "focus": [],
        "self_facilitated": False,
    }
    assert list(conversation.tip_notes.values_list("tip__code", "done", "note")) == [("tijd", False, "")]
    assert not FollowUp.objects.exists()
    assert [conversation.scores.count(), conversation.agreements.count(), conversation.parked.count()] == [0, 0, 0]


def test_a_held_conversation_is_shut_shown_and_pinned_at_the_moment_of_reading():
    before = timezone.now()
    conversation = read(whole())
    conversation.refresh_from_db()
    assert conversation.phase == "verslag"
    assert before <= conversation.preparation_closed_at <= timezone.now()
    assert before <= conversation.pinned_at <= timezone.now()
    showings = conversation.showings.values_list("principle__code", "shown_at")
    moments = {moment for _, moment in showings}
    assert sorted(code for code, _ in showings) == ["rolbewustzijn", "vertrouwen"]
    moments |= set(conversation.scores.values_list("shown_at", flat=True))
    moments |= set(conversation.reflections.released().values_list("released_at", flat=True))
    moments |= set(conversation.explanations.released().values_list("released_at", flat=True))
    assert len(moments) == 1
    assert before <= moments.pop() <= timezone.now()
    assert sorted(text.text for text in conversation.reflections.released()) == ["R1", "R2"]
    assert sorted(text.text for text in conversation.explanations.released()) == ["E1", "E2"]


def test_participants_stand_at_the_table_in_the_order_of_the_file():
    conversation = read(whole())
    names = ("name", "corner", "function", "organisation", "email", "coordinating")
    assert list(conversation.participants.order_by("pk").values_list(*names)) == [
        ("Noor Bakhuis", "opdrachtgever", "directeur", "Ministerie van Wonen", "noor@voorbeeld.example", True),
        ("Mila Horst", "eigenaar", "secretaris-generaal", "Ministerie van Wonen", "", False),
        ("Ids Terpstra", "opdrachtnemer", "hoofd", "Dienst Warmte", "ids@voorbeeld.example", False),
    ]


def test_a_seat_that_takes_no_part_is_kept_and_does_not_sit_at_the_table():
    document = whole()
    document["conversation"] = small(participants=["on1"])["conversation"]
    assert [person.seat.code for person in read(document).participants.all()] == ["on1"]
    assert Seat.objects.count() == 3


def test_a_facilitator_without_an_address_is_nobody_with_an_account():
    FacilitatorFactory(email="")
    conversation = read(small(facilitator={"name": "Yara"}))
    assert (conversation.facilitator, conversation.facilitator_name) == (None, "Yara")
    assert (conversation.facilitator_organisation, conversation.facilitator_email) == ("", "")


@pytest.mark.parametrize("document", [small, whole])
def test_the_log_counts_what_was_read_and_says_no_more(document):
    conversation = read(document())
    event = AuditEvent.objects.get()
    about = (conversation.pk, conversation.triangle_id)
    assert (event.action, event.conversation_id, event.triangle_id) == ("ingelezen", *about)
    counts = dict.fromkeys(("participants", "reflections", "scores", "agreements"), 0) | {"participants": 1}
    if document is whole:
        counts = {"participants": 3, "reflections": 4, "scores": 5, "agreements": 2}
    assert event.details == counts


def test_who_sees_it_is_said():
    assert import_document(small()).is_seen is False
    adviser = UserFactory()
    imported = import_document(small(), adviser=adviser)
    assert imported.is_seen is True
    assert Membership.objects.values_list("user", "triangle").get() == (adviser.pk, imported.conversation.triangle_id)
    other = small()
    other["triangle"]["name"] = "Ander net"
    MembershipFactory()
    assert import_document(other).is_seen is False
    FacilitatorFactory(email="yara@voorbeeld.example")
    other["conversation"]["facilitator"] = {"name": "Yara", "email": "Yara@voorbeeld.example"}
    assert import_document(other).is_seen is True


def test_advice_is_given_with_the_days_of_today():
    soon = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    texts = [advice.text for advice in import_document(small(date=soon)).advice]
    assert texts[0].startswith("De datum ligt minder dan zes weken vooruit.")


def test_those_who_follow_a_triangle_are_told_once_it_is_written(monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(changing, "FOLLOWERS", [told.append])
    with django_capture_on_commit_callbacks(execute=True):
        conversation = read(small())
    assert set(told) == {conversation.triangle_id}


def test_a_reader_of_no_explanation_is_named_and_a_reader_of_one_is_not():
    rows = [
        {"principle": "vertrouwen", "visibility": "zelf"},
        {"principle": "rolbewustzijn", "visibility": "naamloos"},
        {"principle": "opgavegericht", "visibility": "naamloos", "explanation": "E"},
        {"principle": "gelijkwaardigheid"},
        {"principle": "heldere-afspraken", "visibility": "begeleider", "explanation": ""},
    ]
    found = import_document(small(scores=[{"participant": "a", "value": 3, **row} for row in rows])).differences
    words = "bij deze score staat geen toelichting; er is niets om te laten lezen"
    assert [str(one) for one in found] == [f"/conversation/scores/{n}/visibility: {words}" for n in (1, 4)]


def test_nothing_stays_written_when_a_seat_of_here_does_not_fit():
    read(whole())
    Seat.objects.filter(code="og1").update(ends_on=dt.date(2026, 3, 11))
    Seat.objects.filter(code="on1").update(begins_on=dt.date(2026, 3, 13))
    before = Reflection.objects.count(), AuditEvent.objects.count()
    with pytest.raises(BadFileError) as refused:
        read(whole())
    here, there = "deze plaats staat hier al,", "en dat is niet op 2026-03-12; pas hier eerst de bezetting aan"
    assert str(refused.value).splitlines() == [
        f"/conversation/participants/0: {here} van 2024-02-01 tot en met 2026-03-11, {there}",
        f"/conversation/participants/2: {here} van 2026-03-13 tot en met 2027-12-31, {there}",
    ]
    assert (Reflection.objects.count(), AuditEvent.objects.count()) == before


def test_two_participants_that_turn_out_to_be_one_seat_here_are_refused():
    one, other = Seat(code="x", begins_on=None, ends_on=dt.date(2026, 1, 1)), Seat(code="y")
    held = dt.date(2026, 3, 12)
    assert [str(found) for found in misplaced({"a": one, "b": other, "c": one}, None)] == [
        "/conversation/participants/2: deze plaats is hier dezelfde als die van ‘a’; noem er één"
    ]
    (found,) = misplaced({"a": one, "b": other}, held)
    assert "van altijd tot en met 2026-01-01" in found.reason
    (found,) = misplaced({"a": Seat(code="x", begins_on=dt.date(2027, 1, 1))}, held)
    assert "van 2027-01-01 tot en met nu" in found.reason
    assert list(misplaced({"a": Seat(code="x", begins_on=held, ends_on=held)}, held)) == []
