"""F11: the outbox. What waits is sent once, whatever the mail server does, and holds nothing worth stealing."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from driehoek import sending
from driehoek.mail import RENDERERS, Outbox, compose, queue
from driehoek.sending import send_due
from tests.factories import PASSWORD, MembershipFactory, UserFactory
from tests.mail_server import DROP, HANG, MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
    yield server
    server.stop()


@pytest.fixture
def colleague():
    """Somebody who was invited to a triangle and has no password yet."""
    membership = MembershipFactory(triangle__name="Kustregister")
    membership.user.set_unusable_password()
    membership.user.save()
    return membership


def invite(membership, by=None, once="collega:1"):
    ref = {"user": membership.user_id, "triangle": membership.triangle_id} | ({"by": by.pk} if by else {})
    return queue("collega", membership.user.email, once=once, **ref)


def queue_many(number):
    for each in range(number):
        queue("wachtwoord", f"n{each}@voorbeeld.example", once=f"w:{each}", user=UserFactory().pk)


def path_in(mail):
    return re.search(r"http://localhost:8000(/account/wachtwoord/nieuw/\S+)", mail.body)[1]


def test_nothing_is_queued_when_the_act_fails(colleague):
    with transaction.atomic():
        invite(colleague)
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()


def test_the_same_act_queues_one_mail(colleague, mailoutbox):
    assert invite(colleague) is True
    assert invite(colleague) is False
    assert send_due() == {"verstuurd": 1}
    assert invite(colleague) is False
    assert send_due() == {}
    assert len(mailoutbox) == 1


def test_sec_02_the_row_holds_an_address_and_numbers_alone(colleague, mailoutbox):
    invite(colleague, by=UserFactory(name="Noor Bakhuis"))
    send_due()
    row = Outbox.objects.values().get()
    assert all(type(number) is int for number in row["ref"].values())
    token = path_in(mailoutbox[0]).split("/")[-2]
    for secret in (token, "http", "Kustregister", colleague.user.name, "Noor", "toegang"):
        assert secret not in str(row)


@pytest.mark.parametrize("ref", [{"user": "1"}, {"text": "geheim"}, {"user": 1.5}, {"user": True}])
def test_no_text_gets_into_the_queue(ref):
    with pytest.raises(TypeError):
        queue("wachtwoord", "a@voorbeeld.example", once="x", **ref)
    with pytest.raises(TypeError):
        queue("bestaat-niet", "a@voorbeeld.example", once="x", user=1)


def test_a_colleague_without_password_chooses_one_and_is_in(client, colleague, mailoutbox):
    invite(colleague, by=UserFactory(name="Noor Bakhuis"))
    send_due()
    mail = mailoutbox[0]
    assert mail.to == [colleague.user.email]
    assert mail.subject == "Driehoek: je bent nu adviseur bij Kustregister"
    assert "Noor Bakhuis heeft je toegang gegeven tot de driehoek ‘Kustregister’." in mail.body
    assert f"Je gebruikersnaam is {colleague.user.username}." in mail.body
    form = client.get(path_in(mail), follow=True)
    new = "vier losse woorden achtereen"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.login(username=colleague.user.username, password=new)


def test_the_link_is_made_when_the_mail_is_sent(client, colleague, mailoutbox):
    """A mail that waited three days still opens for a day."""
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False):
        invite(colleague)
    with time_machine.travel("2026-03-05 09:00+01:00", tick=False):
        send_due()
    with time_machine.travel("2026-03-06 08:59+01:00", tick=False):
        assert "Nieuw wachtwoord" in client.get(path_in(mailoutbox[0]), follow=True).content.decode()
    with time_machine.travel("2026-03-06 09:01+01:00", tick=False):
        client.logout()
        assert "werkt niet meer" in client.get(path_in(mailoutbox[0]), follow=True).content.decode()


def test_a_colleague_with_a_password_is_sent_to_the_site(settings, mailoutbox):
    settings.SITE_URL = "https://driehoek.voorbeeld.example"
    membership = MembershipFactory()
    assert membership.user.check_password(PASSWORD)
    invite(membership)
    send_due()
    assert "https://driehoek.voorbeeld.example/\n" in mailoutbox[0].body
    assert "wachtwoord/nieuw" not in str(mailoutbox[0].message())


def test_access_taken_back_before_the_mail_left_sends_none(colleague, mailoutbox):
    invite(colleague)
    colleague.delete()
    assert send_due() == {"vervallen": 1}
    assert mailoutbox == []


def test_a_closed_account_gets_no_mail(mailoutbox):
    user = UserFactory(is_active=False)
    queue("wachtwoord", user.email, once="x", user=user.pk)
    assert send_due() == {"vervallen": 1}


def test_sec_13_a_name_adds_no_header_no_paragraph_and_no_link(colleague, mailoutbox):
    triangle = colleague.triangle
    triangle.name = "Kust\r\nBcc: x@kwaad.example\n\nhttp://kwaad.example/\n\n<b>register</b>"
    triangle.save()
    invite(colleague)
    send_due()
    mail = mailoutbox[0]
    assert not {"\r", "\n"} & set(mail.subject)
    assert mail.message()["Bcc"] is None
    assert "\nhttp://kwaad.example" not in mail.body
    html = mail.alternatives[0].content
    assert re.findall(r'href="(http://[^/"]*)', html) == ["http://localhost:8000"] * 2
    assert "<b>" not in html


def test_every_mail_is_plain_text_with_simple_html_beside_it(colleague, mailoutbox):
    invite(colleague)
    send_due()
    message = mailoutbox[0].message()
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    assert message["Message-ID"] == Outbox.objects.get().message_id
    assert "&#x27;" not in mailoutbox[0].body


@pytest.mark.parametrize(
    ("step", "answer", "state", "error"),
    [
        ("DATA", "250 aangenomen", "verstuurd", ""),
        ("RCPT", "451 even niet", "wacht", "451"),
        ("RCPT", "550 onbekend", "mislukt", "550"),
        ("DATA", "452 vol", "wacht", "452"),
        ("DATA", "554 geweigerd", "mislukt", "554"),
        ("MAIL", "550 u niet", "wacht", "SMTPSenderRefused"),
        ("DATA", DROP, "onzeker", "SMTPServerDisconnected"),
        ("DATA", HANG, "onzeker", ""),
        ("greeting", "554 ga weg", "wacht", "geen mailserver"),
        ("greeting", HANG, "wacht", "geen mailserver"),
        ("greeting", DROP, "wacht", "geen mailserver"),
    ],
)
def test_what_becomes_of_a_mail(server, step, answer, state, error):
    server.answers[step] = answer
    queue_many(1)
    assert send_due() == {state: 1}
    row = Outbox.objects.get()
    assert (row.state, row.tries) == (state, 1)
    assert error in row.error
    assert len(server.taken) == (state == "verstuurd")
    assert send_due() == {}  # nothing is due at once, and what is unsure never again


def test_no_server_at_all_stops_the_round_and_touches_no_other_mail(server):
    server.stop()
    queue_many(3)
    assert send_due() == {"wacht": 1}
    assert sorted(Outbox.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_one_refused_address_does_not_hold_up_the_others(server):
    queue("wachtwoord", "n0@voorbeeld.example\nBcc: x@kwaad.example", once="kapot", user=UserFactory().pk)
    queue_many(2)
    assert send_due() == {"mislukt": 1, "verstuurd": 2}


def test_a_server_that_lets_us_wait_for_ever_is_ended(server, settings, monkeypatch):
    settings.EMAIL_TIMEOUT = 60
    monkeypatch.setattr(sending, "ATTEMPT_SECONDS", 1)
    server.answers["greeting"] = HANG
    queue_many(1)
    assert send_due() == {"wacht": 1}
    assert "geen antwoord binnen 1 s" in Outbox.objects.get().error


def test_it_tries_seven_times_over_a_day_and_then_gives_up(server):
    server.answers["RCPT"] = "451 even niet"
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        queue_many(1)
        waits = []
        for _ in range(7):
            assert sum(send_due().values()) == 1
            waits.append(Outbox.objects.get().due - timezone.now())
            clock.shift(waits[-1] - dt.timedelta(seconds=1))
            assert send_due() == {}
            clock.shift(2)
    assert [wait // dt.timedelta(minutes=1) for wait in waits[:6]] == [1, 5, 15, 60, 240, 720]
    assert Outbox.objects.get().state == "mislukt"
    server.answers["RCPT"] = "250 ja"
    with time_machine.travel(now + dt.timedelta(days=30)):
        assert send_due() == {}


def test_after_a_refusal_for_now_the_same_mail_goes_later(server):
    server.answers["DATA"] = "451 even niet"
    queue_many(1)
    send_due()
    server.answers["DATA"] = "250 aangenomen"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert send_due() == {"verstuurd": 1}
    assert [mail["Message-ID"] for mail in server.taken] == [Outbox.objects.get().message_id]


def test_what_a_stopped_sender_was_busy_with_is_unsure_and_stays_so(mailoutbox):
    queue_many(1)
    assert sending.claim(Outbox.objects.get())
    assert send_due() == {}
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert send_due() == {}
    assert Outbox.objects.get().state == "onzeker"
    assert mailoutbox == []


def test_of_two_senders_that_saw_the_same_row_one_gets_it():
    queue_many(1)
    one, other = Outbox.objects.get(), Outbox.objects.get()
    assert sending.claim(one)
    assert not sending.claim(other)


def test_a_second_sender_halfway_the_first_sends_nothing_twice(monkeypatch, mailoutbox):
    queue_many(3)
    render = RENDERERS["wachtwoord"]

    def meanwhile(row):
        monkeypatch.setitem(RENDERERS, "wachtwoord", render)
        assert send_due() == {"verstuurd": 2}
        return render(row)

    monkeypatch.setitem(RENDERERS, "wachtwoord", meanwhile)
    assert send_due() == {"verstuurd": 1}
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 3


def test_one_mail_that_cannot_be_made_keeps_no_other_waiting(monkeypatch, mailoutbox):
    queue_many(2)
    first = Outbox.objects.order_by("pk").first()
    render = RENDERERS["wachtwoord"]
    monkeypatch.setitem(RENDERERS, "wachtwoord", lambda row: 1 / 0 if row.pk == first.pk else render(row))
    assert send_due() == {"wacht": 1, "verstuurd": 1}
    first.refresh_from_db()
    assert first.error == "niet te maken: ZeroDivisionError"


def test_the_command_says_what_it_did(mailoutbox, capsys):
    queue_many(2)
    call_command("send_due")
    assert capsys.readouterr().out.endswith("\nMail: 2 verstuurd.\n")
    call_command("send_due")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("kind", ["account", "collega", "wachtwoord"])
def test_every_kind_for_staff_has_a_template_with_one_subject_line(kind):
    words = {"name": "Noor", "link": "http://localhost:8000/x/", "again": "http://localhost:8000/y/"}
    row = Outbox(kind=kind, to="a@voorbeeld.example")
    mail = compose(row, **words, username="noor", by="Teun", triangle="Kustregister", is_new=True)
    assert mail.subject.startswith("Driehoek: ")
    assert mail.body.startswith("Dag Noor,\n\n")
    assert "\n\nhttp://localhost:8000/x/\n\n" in mail.body
