"""Which act mails whom, with which words: at most one mail each, none too early, and nothing secret in the queue."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from conversations.inviting import ask_secretary, date_chosen, release
from conversations.links import Purpose, give_link, token_of, withdraw
from conversations.models import Appointment, Conversation, DateOption, Link, Phase
from conversations.planning import call_off, invite
from conversations.rehearsal import start_rehearsal
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.factories import ParticipantFactory, SeatFactory, UserFactory
from tests.mailed import event_in, has_event, move_to, path_in, planned, sent
from tests.planned import save

pytestmark = pytest.mark.django_db
MARIJKE, SJOERD = "marijke@dienst.example", "sjoerd@dienst.example"
HELD = dt.date(2026, 3, 12)


@pytest.fixture(autouse=True)
def on_2_march(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), tick=False)
    return time_machine


@pytest.fixture
def conversation():
    return planned(held_on=HELD)


@pytest.fixture
def running(conversation):
    """The conversation after the invitations have gone."""
    invite(conversation, conversation.adviser)
    sent()
    return conversation


def change(conversation, **fields):
    """Save another plan as the date poll does."""
    for name, value in fields.items():
        setattr(conversation, name, value)
    conversation.save()
    date_chosen(conversation, conversation.adviser)


def test_the_invitation_goes_to_whoever_has_an_address_with_a_link_that_works(conversation):
    conversation.invitation_text = "U praat in vertrouwen.\r\n\r\nKoffie vanaf 9.15 uur."
    conversation.save()
    invite(conversation, conversation.adviser)
    mails = sent()
    assert sorted(mails) == [MARIJKE, SJOERD]
    one = mails[SJOERD]
    assert one.subject == "Driehoek: uitnodiging voor een gesprek over Kustregister"
    assert one.body.startswith("Dag Sjoerd,\n\n")
    assert "Het gesprek is op donderdag 12 maart 2026, 9.30 – 12.00 uur. De plek: De Loods." in one.body
    assert "\n\nU praat in vertrouwen.\n\nKoffie vanaf 9.15 uur.\n\n" in one.body
    assert f"Mail dan naar Noor Bakhuis ({conversation.adviser.email})." in one.body
    assert one.reply_to == []  # an answer would carry the link to somebody else
    assert Client().post(path_in(one)).status_code == 302
    assert path_in(one) != path_in(mails[MARIJKE])
    method, event = event_in(one)
    assert (method, event["SEQUENCE"], event["ATTENDEE"]) == ("REQUEST", 0, f"mailto:{SJOERD}")
    assert sent() == {}


def test_the_calendar_part_comes_last_beside_text_and_html(conversation):
    invite(conversation, conversation.adviser)
    message = sent()[SJOERD].message()
    parts = [(part.get_content_type(), part.get_param("method")) for part in message.get_payload()]
    assert parts == [("text/plain", None), ("text/html", None), ("text/calendar", "REQUEST")]


@pytest.mark.parametrize(("moments", "words"), [(1, "kiest u wanneer u kunt"), (0, "U hoort die later")])
def test_without_a_date_there_is_no_event_and_the_mail_says_how_it_goes_on(moments, words):
    conversation = planned(held_on=None)
    for _ in range(moments):
        DateOption.objects.create(conversation=conversation, starts_at=timezone.now())
    invite(conversation, conversation.adviser)
    one = sent()[SJOERD]
    assert words in one.body
    assert not has_event(one)


def test_nobody_hears_of_a_concept_or_a_rehearsal(client, conversation):
    client.force_login(conversation.adviser)
    save(client, conversation, "tijd", held_on="19-03-2026")
    save(client, conversation, "setting", display="per_hoek", place="Zaal 2")
    call_off(conversation, conversation.adviser)
    rehearsal, _ = start_rehearsal(UserFactory())
    rehearsal.participants.update(email="iemand@dienst.example")
    rehearsal.held_on += dt.timedelta(1)
    rehearsal.save()
    date_chosen(rehearsal, rehearsal.facilitator)
    release_after_end(rehearsal)
    call_off_later = Outbox.objects.count()
    assert call_off_later == 0


def release_after_end(conversation):
    move_to(conversation, Phase.VERSLAG)
    release(conversation, conversation.facilitator)


def test_sec_02_no_row_in_the_queue_holds_a_token_or_a_name(running):
    change(running, held_on=dt.date(2026, 3, 19))
    send_due()
    rows = str(list(Outbox.objects.values()))
    for link in Link.objects.all():
        assert link.nonce not in rows
        assert token_of(link) not in rows
    assert not [word for word in ("Sjoerd", "Kustregister", "Hoe nu", "De Loods", "http") if word in rows]


def test_the_first_date_is_told_as_chosen_and_a_later_one_as_moved(time_machine):
    conversation = planned(held_on=None)
    invite(conversation, conversation.adviser)
    sent()
    change(conversation, held_on=HELD)
    one = sent()[SJOERD]
    assert one.subject == "Driehoek: het gesprek over Kustregister is op donderdag 12 maart 2026, 9.30 – 12.00 uur"
    assert event_in(one)[1]["SEQUENCE"] == 0
    uid = event_in(one)[1]["UID"]
    change(conversation, held_on=dt.date(2026, 3, 19), date_moves=1)
    one = sent()[SJOERD]
    assert "Het is nu op donderdag 19 maart 2026" in one.body
    assert "keer veranderd" not in one.body
    method, event = event_in(one)
    assert (method, event["SEQUENCE"], event["UID"]) == ("REQUEST", 1, uid)
    assert event["DTSTART"].dt.date() == dt.date(2026, 3, 19)
    change(conversation, start=dt.time(13), date_moves=2)
    one = sent()[SJOERD]
    assert "De datum is nu twee keer veranderd." in one.body
    assert event_in(one)[1]["SEQUENCE"] == 2
    assert Link.objects.get(participant__name="Sjoerd").until.date() == dt.date(2026, 4, 18)


def test_another_place_is_no_other_date(running):
    change(running, place="Zaal 3", date_moves=2)
    one = sent()[SJOERD]
    assert one.subject == "Driehoek: het gesprek over Kustregister heeft een andere plek"
    assert "Die is nu: Zaal 3. Het blijft op donderdag 12 maart 2026" in one.body
    assert "keer veranderd" not in one.body
    assert event_in(one)[1]["LOCATION"] == "Zaal 3"


def test_a_plan_saved_without_a_change_tells_nobody(running):
    change(running, purpose="Iets anders")
    assert sent() == {}
    assert Appointment.objects.get().sequence == 0


def test_a_date_that_is_taken_back_leaves_the_agendas(running):
    change(running, held_on=None)
    one = sent()[SJOERD]
    assert "De datum van het gesprek ‘Hoe nu verder?’ vervalt." in one.body
    method, event = event_in(one)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["DTSTART"].dt.date() == HELD
    change(running, held_on=HELD)
    one = sent()[SJOERD]
    assert "staat vast" in one.body
    assert event_in(one)[1]["SEQUENCE"] == 2


def test_what_is_typed_step_by_step_goes_in_one_mail_after_ten_minutes(client, running, on_2_march):
    client.force_login(running.adviser)
    save(client, running, "tijd", held_on="19-03-2026", start="9.30", duration_minutes="150")
    save(client, running, "tijd", base="1", held_on="19-03-2026", start="13.00", duration_minutes="150")
    save(client, running, "setting", display="per_hoek", place="Zaal 3")
    assert sent() == {}
    on_2_march.shift(601)
    one = sent()[SJOERD]
    assert "Het is nu op donderdag 19 maart 2026, 13.00 – 15.30 uur. De plek: Zaal 3." in one.body
    assert event_in(one)[1]["SEQUENCE"] == 3


def test_a_change_before_the_invitation_left_is_in_the_invitation_and_in_nothing_else(conversation):
    invite(conversation, conversation.adviser)
    change(conversation, held_on=dt.date(2026, 3, 19))
    one = sent()[SJOERD]
    assert "uitnodiging voor een gesprek" in one.subject
    assert "donderdag 19 maart 2026" in one.body


def test_the_plan_of_a_meeting_that_began_mails_nobody(running):
    move_to(running, Phase.GESPREK)
    change(running, place="Zaal 3")
    assert sent() == {}


def test_calling_off_takes_it_out_of_the_agendas(client, running):
    link = give_link(running.participants.get(name="Sjoerd"), Purpose.DEELNEMEN)
    call_off(running, running.adviser)
    mails = sent()
    assert sorted(mails) == [MARIJKE, SJOERD]
    one = mails[SJOERD]
    assert one.subject == "Driehoek: het gesprek over Kustregister gaat niet door"
    method, event = event_in(one)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "/deelnemen/link/" not in one.body
    assert one.reply_to == [running.adviser.email]
    assert client.get(f"/deelnemen/link/{token_of(link)}/").status_code == 404


def test_calling_off_before_the_invitation_left_mails_nothing_at_all(conversation):
    invite(conversation, conversation.adviser)
    call_off(conversation, conversation.adviser)
    assert sent() == {}


def test_who_comes_to_the_table_later_is_invited_and_who_leaves_is_told(client, running):
    client.force_login(running.adviser)
    new = SeatFactory(triangle=running.triangle, corner="eigenaar", person="Fouad", email="fouad@dienst.example")
    stays = running.participants.get(name="Marijke")
    renske = running.participants.get(name="Renske")
    gone = running.participants.get(name="Sjoerd")
    seats = {"opdrachtgever": [stays.seat_id], "eigenaar": [renske.seat_id, new.pk]}
    assert save(client, running, "gesprekspartners", **seats).status_code == 302
    mails = sent()
    assert sorted(mails) == ["fouad@dienst.example", SJOERD]
    assert "uitnodiging" in mails["fouad@dienst.example"].subject
    assert "U hoeft daar niet meer bij te zijn." in mails[SJOERD].body
    method, event = event_in(mails[SJOERD])
    assert method == "CANCEL"
    assert event["UID"].startswith(f"gesprek-{running.pk}-deelnemer-{gone.pk}@")


def test_a_mail_that_waits_revives_no_link_and_follows_no_address(conversation):
    invite(conversation, conversation.adviser)
    withdraw(Link.objects.get(participant__name="Sjoerd"), conversation.adviser)
    conversation.participants.filter(name="Marijke").update(email="m.verwoerd@dienst.example")
    assert sent() == {}
    assert Outbox.objects.filter(state="vervallen").count() == 2


def test_a_secretary_gets_a_link_for_the_moments_alone(running):
    person = running.participants.get(name="Sjoerd")
    move_to(running, Phase.VOORBEREIDING, held_on=None)
    DateOption.objects.create(conversation=running, starts_at=timezone.now() + dt.timedelta(9))
    person.conversation = running
    assert ask_secretary(person, "bureau@dienst.example")
    assert not ask_secretary(person, "Bureau@dienst.example")
    one = sent()["bureau@dienst.example"]
    assert one.subject == "Driehoek: wanneer kan Sjoerd?"
    assert path_in(one).endswith(f"{token_of(Link.objects.get(purpose='datum'))}/")
    assert "Hoe nu verder?" not in one.body


def test_an_archived_name_with_a_line_in_it_adds_no_header(conversation):
    Conversation.objects.filter(pk=conversation.pk).update(title="Hoe\r\nBcc: x@kwaad.example")
    conversation.triangle.name = "Kust\r\nBcc: x@kwaad.example"
    conversation.triangle.save()
    ParticipantFactory(conversation=conversation, seat__person="Kwaad\nX: 1", seat__email="k@dienst.example")
    conversation.refresh_from_db()
    invite(conversation, UserFactory(name="Noor\r\nBcc: y"))
    for one in sent().values():
        message = one.message()
        assert message["Bcc"] is None
        assert not {"\r", "\n"} & set(one.subject)
