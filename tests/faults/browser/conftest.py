"""The browser of the other tests, and a meeting that its facilitator has open."""

import pytest
from django.utils import timezone

from conversations.models import show_scores
from tests.e2e import conftest as e2e
from tests.meetings import open_meeting, principle

browser_type_launch_args, browser_context_args = e2e.browser_type_launch_args, e2e.browser_context_args
context, page, log_in = e2e.context, e2e.page, e2e.log_in


@pytest.fixture
def meeting(transactional_db):
    """A meeting in which the scores on 'vertrouwen' are shown, so that there is something to write at."""
    meeting = open_meeting(title="Hoe gaat het?", held_on=timezone.localdate(), duration_minutes=120)
    show_scores(meeting, [principle()], meeting.facilitator)
    return meeting


@pytest.fixture
def lead(page, meeting, log_in, live_server):
    """Return a function that opens a page of the meeting as its facilitator."""
    log_in(meeting.facilitator)

    def go(path="leiden/?deel=vertrouwen"):
        page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/{path}")
        return page

    return go
