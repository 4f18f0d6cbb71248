"""F11: whatever the mail server does, the act succeeds at once and each mail leaves at most once."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Conversation, Phase
from conversations.planning import invite
from conversations.reaching import LOST
from driehoek.mail import Outbox
from driehoek.sending import send_due
from principles.models import Question
from tests.mail_server import DROP, HANG, MailServer
from tests.mailed import planned
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
TO = {"marijke@dienst.example", "sjoerd@dienst.example"}
FAULTS = [
    ("greeting", "554 ga weg"),
    ("greeting", HANG),
    ("MAIL", "451 even niet"),
    ("RCPT", "451 even niet"),
    ("RCPT", "550 onbekend"),
    ("DATA", "452 vol"),
    ("DATA", "554 geweigerd"),
    ("DATA", HANG),
    ("DATA", DROP),
]


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.3
    yield server
    server.stop()


@pytest.fixture
def conversation(client):
    conversation = planned()
    client.force_login(conversation.adviser)
    return conversation


def send_for_a_day(clock):
    """Send as often as a day allows; later attempts come when they are due."""
    for _ in range(8):
        send_due()
        clock.shift(dt.timedelta(hours=13))


@pytest.mark.parametrize(("step", "answer"), FAULTS)
def test_f11_inviting_succeeds_and_no_mail_leaves_twice(client, conversation, server, time_machine, step, answer):
    time_machine.move_to(timezone.now(), tick=False)
    server.answers[step] = answer
    client.post(f"/gesprekken/{conversation.pk}/uitnodigen/")
    assert set(Outbox.objects.values_list("state", "tries")) == {("wacht", 0)}  # the act waits for no server
    assert Conversation.objects.get(pk=conversation.pk).phase == Phase.VOORBEREIDING
    send_due()
    server.answers[step] = {"greeting": "220 klaar", "DATA": "250 aangenomen"}.get(step, "250 ja")
    send_for_a_day(time_machine)
    taken = [mail["To"] for mail in server.taken]
    assert len(taken) == len(set(taken))
    states = dict(Outbox.objects.values_list("to", "state"))
    assert set(taken) == {to for to, state in states.items() if state == "verstuurd"}
    assert set(states.values()) <= {"verstuurd", *LOST}
    client.force_login(conversation.adviser)
    page = text_of(client.get(f"/gesprekken/{conversation.pk}/deelnemers/"))
    for to, state in states.items():
        assert (f"De mail aan {to} kwam niet aan." in page) is (state == "mislukt")
        assert (f"Het is niet zeker dat de mail aan {to} aankwam." in page) is (state == "onzeker")


ACTS = {  # the page of an act of an adviser, and the mail that it queues
    "invite": ("uitnodigen/", "uitnodiging"),
    "choose a date": ("datumprikker/{option}/kiezen/", "datum_gekozen"),
    "call off": ("annuleren/", "geannuleerd"),
    "remind": ("deelnemers/herinneren/", "herinnering"),
}


@pytest.fixture
def asking(client):
    """A concept without a date, with a moment to choose and a question to answer."""
    found = planned(held_on=None, start=None)
    found.questions.set(Question.objects.filter(code="dilemma"))
    found.date_options.create(starts_at=timezone.now() + dt.timedelta(days=9))
    client.force_login(found.adviser)
    return found


def perform(client, conversation, act):
    """Do what an adviser does on a page, after inviting when that is another act; return the kind of its mail."""
    path, kind = ACTS[act]
    if act != "invite":
        invite(conversation, conversation.adviser)
        Outbox.objects.update(state="verstuurd")
    option = conversation.date_options.get().pk
    answer = client.post(f"/gesprekken/{conversation.pk}/{path.format(option=option)}")
    assert answer.status_code == 302
    return kind


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("step", "says"), [FAULTS[place] for place in (0, 1, 3, 6, 7)])
def test_f11_no_act_waits_for_the_server_and_each_mail_leaves_at_most_once(
    client, asking, server, time_machine, act, step, says
):
    time_machine.move_to(timezone.now(), tick=False)
    server.answers[step] = says
    kind = perform(client, asking, act)
    assert server.calls == 0  # so that the act takes no longer than without it
    waiting = Outbox.objects.filter(kind=kind)
    assert set(waiting.values_list("to", "state", "tries")) == {(to, "wacht", 0) for to in TO}
    send_due()
    assert server.calls > 0
    server.answers[step] = {"greeting": "220 klaar", "DATA": "250 aangenomen"}.get(step, "250 ja")
    send_for_a_day(time_machine)
    taken = [mail["To"] for mail in server.taken]
    assert len(taken) == len(set(taken))
    assert set(waiting.values_list("state", flat=True)) <= {"verstuurd", *LOST}
    assert set(taken) == set(waiting.filter(state="verstuurd").values_list("to", flat=True))


@pytest.mark.parametrize("act", ACTS)
def test_f11_with_no_server_at_all_the_act_is_done_and_its_mail_waits(client, asking, server, act):
    server.stop()
    kind = perform(client, asking, act)
    send_due()
    rows = Outbox.objects.filter(kind=kind)
    assert set(rows.values_list("to", "state")) == {(to, "wacht") for to in TO}
    assert sum(rows.values_list("tries", flat=True)) == 1  # the round ends where nobody answers


def test_f11_a_server_that_is_gone_for_a_day_is_shown_and_mended_by_one_press(
    client, conversation, server, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    server.answers["RCPT"] = "451 even niet"
    client.post(f"/gesprekken/{conversation.pk}/uitnodigen/")
    send_for_a_day(time_machine)
    lost = Outbox.objects.filter(state="mislukt")
    assert lost.count() == 2
    server.answers["RCPT"] = "250 ja"
    client.force_login(conversation.adviser)
    for row in list(lost):
        path = f"/gesprekken/{conversation.pk}/deelnemers/{row.ref['participant']}/mail/"
        client.post(path, {"mail": row.pk})
        client.post(path, {"mail": row.pk})
    send_due()
    assert sorted(mail["To"] for mail in server.taken) == ["marijke@dienst.example", "sjoerd@dienst.example"]
    calendar = server.taken[0].get_payload()[-1]
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
