"""PRIV-04: what was sent is forgotten after 30 days, by the work that `send_due` does every hour."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from driehoek.mail import Outbox, queue
from driehoek.sending import clear_sent, send_due
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=30, minutes=2)


def queue_one():
    user = UserFactory()
    queue("wachtwoord", user.email, once=f"w:{user.pk}", user=user.pk)


def test_priv_04_sent_mail_goes_after_thirty_days_and_no_sooner(capsys, mailoutbox):
    queue_one()
    send_due()
    with time_machine.travel(timezone.now() + dt.timedelta(days=29, hours=23)):
        call_command("send_due")
        assert Outbox.objects.count() == 1
    with time_machine.travel(timezone.now() + LATER):
        call_command("send_due")
    assert not Outbox.objects.exists()
    assert "Oude mail opgeruimd: 1.\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("state", "left"),
    [("verstuurd", 0), ("vervallen", 0), ("mislukt", 0), ("onzeker", 0), ("wacht", 1), ("bezig", 1)],
)
def test_priv_04_an_address_goes_delivered_or_not_and_what_still_waits_stays(state, left):
    queue_one()
    Outbox.objects.update(state=state)
    with time_machine.travel(timezone.now() + LATER):
        clear_sent()
    assert Outbox.objects.count() == left


def test_twice_is_no_more_than_once():
    queue_one()
    Outbox.objects.update(state="verstuurd")
    with time_machine.travel(timezone.now() + LATER):
        assert (clear_sent(), clear_sent()) == ("Oude mail opgeruimd: 1.", "")
