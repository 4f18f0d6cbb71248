"""F09: whether PostgreSQL is still there is asked first, or heard from the first question when it just answered."""

from dataclasses import replace

import environ
import pytest
from django.db import connections
from django.db.utils import OperationalError

from driehoek.postgres import base
from driehoek.postgres.outage import outage
from driehoek.postgres.patience import WEB, InUse
from tests.faults.outage.own_postgres import Postgres

LONG = 60  # s: so that a machine that is busy changes nothing


@pytest.fixture(scope="module")
def postgres():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def told(monkeypatch):
    """What was told of an outage; none begins."""
    told = []
    monkeypatch.setattr(outage, "begin", told.append)
    return told


@pytest.fixture
def line(postgres, monkeypatch, django_db_blocker):
    """The connection of a worker, that waits for its first answer no longer than a test should."""
    monkeypatch.setattr(InUse, "patience", replace(WEB, first=0.2))
    monkeypatch.setattr(base, "FRESH", LONG)
    named = environ.Env.db_url_config(postgres.url)
    line = base.DatabaseWrapper(connections["default"].settings_dict | named | {"OPTIONS": {}}, "visitor")
    with django_db_blocker.unblock():
        ask(line)
        yield line
        line.close()


def ask(line):
    with line.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_f09_who_answered_just_now_is_not_asked_again(line, told):
    heard = line.connection.heard
    assert line.is_usable()
    assert line.connection.heard == heard
    ask(line)
    assert (line.connection.hurry, told) == (
        None,
        [],
    )  # the first question was the sign of life: the next may take time


def test_f09_who_was_quiet_for_a_while_is_asked_first(line, told):
    line.connection.heard -= LONG
    heard = line.connection.heard
    assert line.is_usable()
    assert (line.connection.heard > heard, told) == (True, [])


def test_f09_a_server_that_fell_silent_right_after_an_answer_is_told_as_soon(postgres, line, told):
    assert line.is_usable()
    postgres.freeze()
    try:
        with pytest.raises(OperationalError):
            ask(line)
    finally:
        postgres.thaw()
    assert (len(told), line.is_usable()) == (1, False)
