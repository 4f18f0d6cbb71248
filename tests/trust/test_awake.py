"""SEC-06: whoever leads a meeting that runs stays in while the screens follow it; nobody else does by a poll."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Phase
from tests.meetings import open_meeting
from tests.trust.coming_in import log_in

pytestmark = pytest.mark.django_db
PARTS = ("scherm/", "leiden/stand/")
POLL = {"X-Poll": "1"}


@pytest.fixture(autouse=True)
def as_in_the_product(settings):
    settings.SESSION_IDLE_SECONDS = 60 * 60
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime(2026, 11, 3, 8, 0, tzinfo=dt.UTC), tick=False) as found:
        yield found


def polled(clock, meeting, part, minutes):
    """Return each status of a part of a page that asks for its own news every five minutes."""
    tab = Client()
    log_in(tab, meeting.facilitator)
    seen = []
    for _ in range(minutes // 5):
        clock.shift(dt.timedelta(minutes=5))
        seen.append(tab.get(f"/gesprekken/{meeting.pk}/{part}", headers=POLL).status_code)
    return seen


@pytest.mark.parametrize("part", PARTS)
def test_sec_06_the_screens_of_a_meeting_that_runs_keep_who_leads_it_in_up_to_twelve_hours(clock, part):
    seen = polled(clock, open_meeting(Phase.GESPREK), part, 12 * 60)
    assert 401 not in seen[:-1]
    assert seen[-1] == 401


@pytest.mark.parametrize("part", PARTS)
def test_sec_06_the_screens_of_a_meeting_that_does_not_run_keep_nobody_in(clock, part):
    seen = polled(clock, open_meeting(Phase.VOORBEREIDING), part, 60)
    assert 401 not in seen[:-1]
    assert seen[-1] == 401


@pytest.mark.parametrize("part", PARTS)
def test_who_stays_in_by_a_poll_is_asked_once_in_five_minutes(clock, part):
    meeting, tab = open_meeting(Phase.GESPREK), Client()
    log_in(tab, meeting.facilitator)

    def asked():
        with CaptureQueriesContext(connection) as found:
            tab.get(f"/gesprekken/{meeting.pk}/{part}", headers=POLL)
        return [query["sql"] for query in found.captured_queries if "UPDATE" in query["sql"]]

    clock.shift(dt.timedelta(minutes=4))
    assert asked() == []
    clock.shift(dt.timedelta(minutes=1))
    assert len(asked()) == 1
    assert asked() == []
