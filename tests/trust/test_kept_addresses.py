"""PRIV-04: every mail address of a driehoek goes, wherever it stands, and no other; what is beside it is as it was."""

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, Conversation, Destruction, StandIn, record
from conversations.retention.contacts import clear_contacts
from conversations.retention.nightly import clear_due
from tests.factories import ConversationFactory, ParticipantFactory, SeatFactory, TriangleFactory
from tests.trust.kept_things import at, night

pytestmark = pytest.mark.django_db
ADDRESS = "a@voorbeeld.example"
GONE = "Driehoeken waarvan mailadressen zijn gewist: 1."


def seat(triangle, **fields):
    return SeatFactory(triangle=triangle, **fields)


def participant(triangle, **fields):
    return ParticipantFactory(conversation=guided(triangle, ""), seat__email="", **fields)


def stand_in(triangle, **fields):
    person = participant(triangle, email="")
    return StandIn.objects.create(participant=person, name="Vervanger", function="adviseur", **fields)


def guided(triangle, email):
    held = {"phase": "opvolging", "held_on": at(0).date(), "created_at": at(0)}
    return ConversationFactory(triangle=triangle, facilitator_email=email, **held)


def address_of(row):
    row.refresh_from_db()
    return row.facilitator_email if isinstance(row, Conversation) else row.email


@pytest.mark.parametrize("kind", [seat, participant, stand_in, guided])
def test_priv_04_it_goes_wherever_it_stands_alone_and_no_other_driehoek_loses_one(kind):
    old, other = TriangleFactory(archived_at=at(0)), TriangleFactory(archived_at=at(1))
    row, kept = kind(old, email=ADDRESS), kind(other, email=ADDRESS)
    empty = TriangleFactory(archived_at=at(0))
    kind(empty, email="")
    with night(90):
        assert clear_due() == GONE
        assert clear_due() == ""
        assert (address_of(row), address_of(kept)) == ("", ADDRESS)
        assert clear_contacts(other) == clear_contacts(empty) == clear_contacts(old) == 0
    with night(91):
        assert clear_due() == GONE
    assert Destruction.objects.count() == (0 if kind is seat else 2)
    assert AuditEvent.objects.filter(action="vernietigd", details={"rule": "contact"}).count() == 2


def test_priv_04_what_was_typed_after_the_term_stays_for_one_more_and_only_there():
    old, other = TriangleFactory(archived_at=at(0)), TriangleFactory(archived_at=at(0))
    rows = [seat(old, email=ADDRESS), seat(other, email=ADDRESS)]
    for number, triangle, action in (
        (150, other, "bezetting gewijzigd"),
        (160, other, "mailadres gewijzigd"),
        (190, other, "driehoek gearchiveerd"),
        (195, old, "driehoek gearchiveerd"),
    ):
        with night(number):
            record(action, triangle=triangle)
    for number, left in ((200, ["", ADDRESS]), (249, ["", ADDRESS]), (250, ["", ""])):
        with night(number):
            clear_due()
        assert [address_of(row) for row in rows] == left


def test_an_older_page_does_not_write_an_address_back():
    triangle = TriangleFactory(archived_at=at(0))
    rows = [seat(triangle, email=ADDRESS), participant(triangle, email=ADDRESS), guided(triangle, ADDRESS)]
    others = [seat(triangle, email=""), participant(triangle, email=""), guided(triangle, "")]
    before = [row.version for row in (*rows, *others)]
    with night(400):
        assert clear_contacts(triangle) == 3
    for row in (*rows, *others):
        row.refresh_from_db()
    assert [row.version for row in (*rows, *others)] == [version + 1 for version in before[:3]] + before[3:]


def test_the_proof_stands_with_the_newest_conversation():
    triangle = TriangleFactory(archived_at=at(0))
    participant(triangle, email=ADDRESS)
    newest = guided(triangle, ADDRESS)
    with night(400):
        assert clear_contacts(triangle) == 2
    row = Destruction.objects.get()
    assert (row.conversation_id, row.rule, row.counts) == (newest.pk, "contact", {"mailadressen": 2})


def test_who_was_only_proposed_is_forgotten_and_who_sat_there_keeps_a_name():
    triangle = TriangleFactory(archived_at=at(0))
    proposed = stand_in(triangle, email=ADDRESS)
    sat = stand_in(triangle, email=ADDRESS, confirmed_at=timezone.now())
    elsewhere = stand_in(TriangleFactory(), email="")
    with night(400):
        assert clear_contacts(triangle) == 2
    told = [(row.name, row.function) for row in StandIn.objects.order_by("pk")]
    assert told == [("", ""), ("Vervanger", "adviseur"), ("Vervanger", "adviseur")]
    assert proposed.pk < sat.pk < elsewhere.pk


def test_of_a_driehoek_that_went_meanwhile_nothing_is_left_to_do():
    triangle = TriangleFactory(archived_at=at(0))
    seat(triangle, email=ADDRESS)
    number = triangle.pk
    type(triangle).objects.filter(pk=number).delete()
    triangle.pk = number
    with night(90):
        assert clear_contacts(triangle) == 0
    assert not AuditEvent.objects.filter(action="vernietigd").exists()
