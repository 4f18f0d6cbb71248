"""Who sits at the table and who guides: steps two and four of planning."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.guiding import answer, ask
from conversations.models import AuditEvent, Conversation
from tests.factories import (
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    SeatFactory,
)
from tests.planned import address, refused, save

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 12)


def test_the_table_takes_who_holds_a_corner_on_the_day(client, triangle, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(held_on=DAY)
    seat = SeatFactory(triangle=triangle, person="Ilse", mandate="tot een miljoen", function_level=3)
    SeatFactory(triangle=triangle, person="Al weg", ends_on=DAY - dt.timedelta(days=1))
    SeatFactory(triangle=triangle, person="Nog niet", begins_on=DAY + dt.timedelta(days=1))
    stranger = SeatFactory(person="Elders")
    page = client.get(address(conversation, "gesprekspartners")).content.decode()
    assert "Ilse" in page
    assert "beslist over: tot een miljoen" in page
    assert [name for name in ("Al weg", "Nog niet", "Elders") if name in page] == []
    save(client, conversation, "gesprekspartners", opdrachtgever=[seat.pk], process_coordinator="Noor")
    person = conversation.participants.get()
    assert (person.seat, person.name, person.corner) == (seat, "Ilse", "opdrachtgever")
    triangle.refresh_from_db()
    assert (triangle.process_coordinator, triangle.version) == ("Noor", 2)
    answer = save(client, conversation, "gesprekspartners", base="1", opdrachtgever=[stranger.pk])
    assert refused(answer, "opdrachtgever")
    assert conversation.participants.count() == 1


@pytest.mark.parametrize("write", [ScoreFactory, ReflectionFactory])
def test_who_scored_or_wrote_stays_at_the_table(client, conversation, write):
    person = ParticipantFactory(conversation=conversation, seat__person="Ilse")
    other = ParticipantFactory(conversation=conversation, corner="eigenaar")
    write(participant=person)
    answer = save(client, conversation, "gesprekspartners", eigenaar=[other.seat_id])
    assert "Ilse heeft al iets ingevuld" in refused(answer, "opdrachtgever")
    assert conversation.participants.count() == 2
    save(client, conversation, "gesprekspartners", opdrachtgever=[person.seat_id])
    assert list(conversation.participants.all()) == [person]


def test_a_name_is_taken_over_from_the_seat_until_the_invitation(client, conversation):
    person = ParticipantFactory(conversation=conversation, seat__person="Ilse de Wti")
    person.seat.person = "Ilse de Wit"
    person.seat.save()
    client.post(f"/gesprekken/{conversation.pk}/uitnodigen/")
    assert conversation.participants.get().name == "Ilse de Wit"
    person.seat.person = "Iemand anders"
    person.seat.save()
    save(client, conversation, "gesprekspartners", opdrachtgever=[person.seat_id])
    assert conversation.participants.get().name == "Ilse de Wit"


def test_who_said_yes_can_be_chosen_and_must_read_the_briefing_anew(client, triangle, conversation, adviser):
    guide = FacilitatorFactory(name="Yara Nijland")
    guide.facilitator.organisation = "De poule"
    guide.facilitator.save()
    answer(ask(conversation, guide, adviser), {"answer": "ja", "line": "", "is_involved": False})
    save(client, conversation, "begeleiding", base="1")
    Conversation.objects.filter(pk=conversation.pk).update(briefing_read_at=timezone.now())
    values = {"contact_frequency": "elke maand", "recurring_topics": "Geld\r\n\r\nIT", "note": "Let op Ilse"}
    save(client, conversation, "begeleiding", base="2", facilitator=guide.pk, **values)
    conversation.refresh_from_db()
    triangle.refresh_from_db()
    assert (conversation.facilitator, conversation.facilitator_organisation) == (guide, "De poule")
    assert conversation.briefing_read_at is None
    assert (triangle.contact_frequency, triangle.recurring_topics) == ("elke maand", ["Geld", "IT"])
    assert conversation.tip_notes.get().note == "Let op Ilse"
    assert AuditEvent.objects.filter(action="opzet gewijzigd").last().details == {"what": ["facilitator"]}


def test_nobody_but_an_adviser_is_chosen_without_being_asked(client, triangle, conversation, adviser):
    gone = MembershipFactory(triangle=triangle, user__is_active=False).user
    nobody = MembershipFactory().user
    for user in (gone, nobody, FacilitatorFactory()):
        refusal = save(client, conversation, "begeleiding", facilitator=user.pk)
        assert refused(refusal, "facilitator")
        refusal = save(client, conversation, "begeleiding", second_facilitator=user.pk)
        assert refused(refusal, "second_facilitator")
    assert save(client, conversation, "begeleiding", facilitator=adviser.pk, self_facilitated="on").status_code == 302


def test_guiding_oneself_and_an_outsider_do_not_go_together(client, conversation, adviser):
    guide = FacilitatorFactory(name="Yara")
    answer(ask(conversation, guide, adviser), {"answer": "ja", "line": "", "is_involved": False})
    refusal = save(client, conversation, "begeleiding", facilitator=guide.pk, self_facilitated="on")
    assert "Yara is geen adviseur" in refused(refusal, "self_facilitated")
    refusal = save(client, conversation, "begeleiding", facilitator=guide.pk, second_facilitator=guide.pk)
    assert "iemand anders" in refused(refusal, "second_facilitator")


def test_a_name_from_a_file_stays_until_somebody_with_an_account_is_chosen(client, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(facilitator_name="Yara uit het bestand")
    save(client, conversation, "begeleiding", note="x")
    conversation.refresh_from_db()
    assert conversation.facilitator_name == "Yara uit het bestand"
