"""F11, with real processes: several senders at once, and one that is killed while it waits for an answer."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from driehoek.mail import Outbox, queue
from tests.factories import UserFactory
from tests.mail_server import HANG, MailServer

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent
MAILS = 12


@pytest.fixture
def server():
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def sender(server, tmp_path):
    """Return a function that starts `send_due` in a process of its own, on what is in the database now."""
    path = tmp_path / "apart.sqlite3"

    def start(*options):
        if connection.vendor == "sqlite" and not path.exists():  # a test database in memory is for one process alone
            with sqlite3.connect(path) as copy:
                connection.connection.backup(copy)
            copy.close()
        named = f"{os.environ.get('DATABASE_URL', '').rpartition('/')[0]}/{connection.settings_dict['NAME']}"
        url = f"sqlite:///{path}" if connection.vendor == "sqlite" else named
        environment = os.environ | {"DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        environment |= {"DJANGO_SETTINGS_MODULE": "driehoek.settings", "DEMO": "1"}
        command = [sys.executable, "manage.py", "send_due", *options]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    return start


def queue_all():
    for number in range(MAILS):
        queue("wachtwoord", f"n{number}@voorbeeld.example", once=f"w:{number}", user=UserFactory().pk)


def addresses(server):
    return sorted(mail["To"] for mail in server.taken)


def test_three_senders_at_once_send_each_mail_once(server, sender):
    queue_all()
    started = [sender() for _ in range(3)]
    printed = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert addresses(server) == sorted(Outbox.objects.values_list("to", flat=True))
    told = [line for said in printed for line in said.splitlines() if line.startswith("Mail: ")]
    assert sum(int(line.split()[1]) for line in told) == MAILS


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_loop_sends_until_it_is_told_to_stop_and_then_ends_well(server, sender, ending):
    queue_all()
    looping = sender("--loop")
    assert looping.stdout.readline().startswith("Auditlog: kop van vandaag bewaard")
    assert looping.stdout.readline() == f"Mail: {MAILS} verstuurd.\n"
    assert looping.poll() is None
    looping.send_signal(ending)
    assert (looping.communicate(timeout=60)[0], looping.returncode) == ("", 0)
    assert addresses(server) == sorted(Outbox.objects.values_list("to", flat=True))


def test_a_sender_killed_while_it_waits_is_never_repeated(server, sender):
    queue_all()
    server.answers["DATA"] = HANG
    killed = sender()
    assert server.seen.wait(60)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    server.answers["DATA"] = "250 aangenomen"
    again = sender()
    again.communicate()
    assert again.returncode == 0
    assert len(set(addresses(server))) == len(server.taken) == MAILS - 1
