"""PRIV-05: whoever changes the mail address of another reads nothing of them by it, and erases nothing by it."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from conversations.erasing import erase_in_triangle
from conversations.erasing_everywhere import erase_everywhere
from conversations.erasure_asking import approve, ask_to_erase, confirm
from conversations.links import Purpose, give_link
from conversations.models import (
    Agreement,
    AuditEvent,
    EarlierText,
    HeldError,
    LegalHold,
    Participant,
    PhaseError,
    StandIn,
)
from conversations.personal.people import everything_of, with_address
from conversations.reaching import change_address
from tests.factories import ConversationFactory, MembershipFactory, ParticipantFactory, ReflectionFactory, UserFactory
from tests.meetings import open_meeting
from tests.personal_links import opened
from tests.trust.somebody import ADDRESS, table_of_two
from tests.trust.test_all_of_a_person import data_of, surely

pytestmark = pytest.mark.django_db
WORD = "kanarie"
OF_SEAT = "mailadres van plaats gewijzigd"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def moved():
    """Return a participant whose mail an adviser had sent to another address."""
    meeting = table_of_two(WORD)
    change_address(meeting.people[0], "adviseur@eigen.example", meeting.adviser)
    return Participant.objects.get(pk=meeting.people[0].pk)


def test_priv_05_a_new_address_opens_no_page_of_a_person(moved):
    client, _ = opened(give_link(moved, Purpose.DEELNEMEN))
    for rest in ("gegevens/", "gegevens.json", "gegevens.pdf", "gegevens/wissen/"):
        assert client.get(f"/deelnemen/{moved.pk}/{rest}").status_code == 302
    assert client.post(f"/deelnemen/{moved.pk}/gegevens/wissen/", {"is_sure": "on"}).status_code == 302
    assert not moved.erasures.exists()
    assert "mailadres is gewijzigd" in client.get(f"/deelnemen/{moved.pk}/gegevens/code/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_priv_05_after_a_new_address_only_what_is_newer_is_told(moved):
    new = ReflectionFactory(participant=moved, text="van daarna", question_id=moved.reflections.last().question_id + 1)
    told = json.loads(data_of(surely(moved), moved))["gegevens"]
    assert [row["nummer"] for row in told["antwoorden"]] == [new.pk]
    for part in ("scores", "toelichtingen", "toestemmingen", "gelezen", "opgeslagen", "reacties", "opmerkingen"):
        assert told[part] == []


def test_priv_05_a_wish_by_link_waits_until_the_address_is_thirty_days_old(moved):
    with pytest.raises(PhaseError, match="minder dan 30 dagen"):
        ask_to_erase(moved)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        assert ask_to_erase(moved).state == "gevraagd"


def test_a_new_address_of_the_seat_makes_the_wish_of_its_next_conversation_wait_too(client):
    """An adviser writes their own address beside the seat, invites it again, and asks in the name of that person."""
    meeting = table_of_two(WORD)
    victim = meeting.people[0]
    client.force_login(meeting.adviser)
    seat = victim.seat
    typed = {"person": seat.person, "function": seat.function, "organisation": seat.organisation.name}
    edit = f"/driehoeken/{seat.triangle_id}/bezetting/{seat.pk}/"
    assert client.post(edit, typed | {"email": seat.email, "version": seat.version}).status_code == 302
    assert not AuditEvent.objects.filter(action=OF_SEAT).exists()
    sent = typed | {"email": "adviseur@eigen.example", "version": seat.version + 1}
    assert client.post(edit, sent).status_code == 302
    assert AuditEvent.objects.get(action=OF_SEAT).details == {"seat": seat.pk}
    seat.refresh_from_db()
    again = ParticipantFactory(
        conversation=ConversationFactory(triangle=meeting.triangle),
        seat=seat,
        name=victim.name,
        corner=seat.corner,
        email=seat.email,
    )
    assert victim.pk in everything_of(again).participants
    for asked in (again, victim):
        with pytest.raises(PhaseError, match="minder dan 30 dagen"):
            ask_to_erase(asked)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        assert ask_to_erase(again).state == "gevraagd"


def test_priv_05_who_came_after_the_wish_does_not_confirm_it():
    meeting = table_of_two(WORD)
    wish = ask_to_erase(meeting.people[0])
    approve(wish, meeting.adviser)
    wish.refresh_from_db()
    old = UserFactory(date_joined=wish.asked_at)
    MembershipFactory(user=old, triangle=wish.triangle)
    for late in (MembershipFactory(triangle=wish.triangle).user, UserFactory(is_staff=True), old):
        with pytest.raises(PhaseError, match="pas bij na dit verzoek"):
            confirm(wish, late)
    assert meeting.people[0].reflections.count() == 4


def test_priv_04_a_hold_on_another_conversation_of_the_triangle_keeps_what_is_in_it():
    meeting = table_of_two(WORD)
    other = ConversationFactory(triangle=meeting.triangle)
    LegalHold.objects.create(conversation=other, name="Bestuur", reason="onderzoek")
    EarlierText.objects.create(conversation=other, part="insight:1", value={"text": f"Naam van {WORD}"}, version=1)
    Agreement.objects.create(
        conversation=other, kind="werkafspraak", of_eigenaar=True, text="x", owner_name=f"Naam van {WORD}"
    )
    with pytest.raises(HeldError):
        erase_in_triangle(everything_of(meeting.people[0]), by=meeting.adviser)
    assert EarlierText.objects.filter(conversation=other).exists()
    assert Agreement.objects.get(conversation=other).owner_name == f"Naam van {WORD}"


@pytest.mark.parametrize("role", ["guide", "named guide", "stand-in"])
def test_priv_04_a_hold_elsewhere_keeps_who_guided_or_was_named_there(role):
    held, address = open_meeting("verslag"), ADDRESS.format(WORD)
    LegalHold.objects.create(conversation=held, name="Bestuur", reason="onderzoek")
    account = UserFactory(email=address) if role == "guide" else None
    if role == "guide":
        type(held).objects.filter(pk=held.pk).update(facilitator=account)
    elif role == "named guide":
        type(held).objects.filter(pk=held.pk).update(facilitator_email=address, facilitator_name="Kanarie")
    else:
        StandIn.objects.create(participant=held.people[1], name="Kanarie", email=address)
    with pytest.raises(HeldError):
        erase_everywhere(with_address(address), UserFactory(), UserFactory())


def test_priv_04_a_hold_is_named_on_the_first_page_of_a_participant():
    meeting = table_of_two(WORD)
    client, _ = opened(give_link(meeting.people[0], Purpose.DEELNEMEN))
    address = f"/deelnemen/{meeting.people[0].pk}/"
    assert "bewaarplicht" not in client.get(address).content.decode()
    LegalHold.objects.create(conversation=meeting, name="Bestuur", reason="onderzoek")
    page = client.get(address).content.decode()
    assert "ligt er een bewaarplicht op dit gesprek" in page
    assert "Wat wij van u bewaren" in page
