"""A migration of a large installation while people read and save, and while a copy of the database is being made.

The last real migration writes in batches; after it comes one that a next version could bring, which asks every page's
own table for itself. On SQLite there is one writer, and the guards are off meanwhile: there everything stops first.
"""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from driehoek.encryption import BOUND
from driehoek.management.commands import migrate
from driehoek.postgres.patience import WEB
from tests.faults.apart import ROOT, Site, environment, until
from tests.faults.outage.own_postgres import Postgres
from tests.faults.outage.test_postgres_gone import Line

SETTINGS = "tests.faults.outage.expanding.settings"
LONGEST = 2  # s that anything may wait for a lock: then PostgreSQL writes it down, and a visitor gets 503
PAUSE = 0.3  # s between two acts of one person
SAVED = "SELECT text, version FROM conversations_parkedtopic WHERE text ~ '^saver[0-9]: '"
BUSY, GIVEN_UP = "Een tabel is bezet", "canceling statement due to lock timeout"


@pytest.fixture(scope="module")
def filled():
    """A server with 10,000 conversations from before the last migration, and what `ten_thousand` tells of it."""
    postgres = Postgres(log_lock_waits="on", deadlock_timeout=f"{LONGEST}s")
    command = [sys.executable, "-m", "tests.faults.outage.ten_thousand"]
    try:
        done = subprocess.run(command, cwd=ROOT, env=on(postgres), stdout=subprocess.PIPE, check=True)
        yield postgres, json.loads(done.stdout)
    finally:
        postgres.stop()


def on(postgres):
    return environment() | {"DATABASE_URL": postgres.url, "DJANGO_SETTINGS_MODULE": SETTINGS}


@pytest.fixture
def traffic(filled):
    site = Site(DATABASE_URL=filled[0].url, DJANGO_SETTINGS_MODULE=SETTINGS)
    site.start()
    yield Traffic(site.port, filled[1])
    site.stop()


class Traffic:
    """Somebody who reads, two who lead a meeting and two who write by personal link, each going on when answered.

    `answers` are the (who, status) so far, and `kept` is what each was told is saved: {who: version}.
    """

    def __init__(self, port, made):
        self.port, self.made, self.stopped = port, made, threading.Event()
        self.answers, self.kept = [], {}

    def __enter__(self):
        people = [(self.read, "reader", self.made)]
        for kind, act in (("saver", self.save), ("writer", self.write)):
            people += [(act, f"{kind}{number}", one) for number, one in enumerate(self.made[f"{kind}s"])]
        self.pool = ThreadPoolExecutor(len(people))
        self.going = [self.pool.submit(self.go_on, *one) for one in people]
        self.flow()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.pool.shutdown()

    def go_on(self, act, name, one):
        line, turn = Line(self.port, one), 0
        while not self.stopped.wait(PAUSE):
            status = act(line, name, one, turn)
            self.answers.append((name, status))
            if status >= 400:
                break  # one is enough to know
            turn += 1
            self.kept[name] = turn

    def flow(self):
        """Wait until everybody got one answer more, or one that ends it."""
        before = dict(self.kept)
        until(lambda: all(one.done() for one in self.going) or self.is_past(before))

    def is_past(self, before):
        return len(self.kept) == len(self.going) and all(self.kept[name] > before.get(name, 0) for name in self.kept)

    def read(self, line, name, one, turn):
        return line.see(one["pages"][turn % len(one["pages"])])[0]

    def save(self, line, name, one, turn):
        return line.save(name, turn)[0]

    def write(self, line, name, one, turn):
        sent = {
            "version": turn,
            "facilitator": one["facilitator"],
            "visibility": "zelf",
            "text": f"{name}: {turn + 1}.",
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return line.see(one["address"], "POST", urlencode(sent), **kind)[0]


def start_migrating(postgres):
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=on(postgres), stderr=subprocess.PIPE, text=True)


def test_f16_ten_thousand_conversations_are_migrated_while_everybody_works_on(filled, traffic):
    postgres, made = filled
    with traffic, postgres.connect() as copying:
        copying.execute("LOCK TABLE conversations_conversation IN ACCESS SHARE MODE")  # as a copy of the database does
        with start_migrating(postgres) as migrating:
            said = [next(line for line in migrating.stderr if BUSY in line)]
            traffic.flow()
            copying.rollback()
            said += list(migrating.stderr)
        traffic.flow()
    assert {status for _, status in traffic.answers} == {200, 302}
    assert migrating.returncode == 0
    check_locks(postgres.log.read_text(), len([line for line in said if BUSY in line]))
    check_kept(postgres, traffic, made)
    check_migrated(postgres)


def check_locks(log, given_up):
    """Nothing waited so long that PostgreSQL wrote it down; the migration gave up instead, and that alone did."""
    assert [line for line in log.splitlines() if "still waiting for" in line] == []
    assert log.count(GIVEN_UP) == given_up >= 1


def check_kept(postgres, traffic, made):
    """All that somebody was told is saved, stands there."""
    kept = traffic.kept
    with postgres.connect() as connection:
        found = dict(connection.execute(SAVED).fetchall())
    assert found == {f"{name}: {kept[name]}": kept[name] for name in ("saver0", "saver1")}
    for number, one in enumerate(made["writers"]):
        page = Line(traffic.port, one).see(one["address"])[2]
        assert f"writer{number}: {kept[f'writer{number}']}." in page


def check_migrated(postgres):
    with postgres.connect() as connection:
        (loose,) = connection.execute(
            "SELECT count(*) FROM conversations_reflection WHERE text NOT LIKE %s", [f"{BOUND}%"]
        ).fetchone()
        (unsealed,) = connection.execute("SELECT count(*) FROM conversations_link WHERE seal = ''").fetchone()
        many, empty = connection.execute("SELECT count(*), count(expanded) FROM conversations_conversation").fetchone()
    assert (loose, unsealed, empty) == (0, 0, 0)
    assert many > 10_000


def test_f16_who_migrates_gives_up_before_a_visitor_behind_it_does():
    assert migrate.LOCK_SECONDS < WEB.lock <= LONGEST
