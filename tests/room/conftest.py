"""A meeting that runs at the principle of trust, one of its people, and a phone that came in with the code."""

import pytest

from tests.in_the_room import come_in, run_meeting


@pytest.fixture
def meeting():
    return run_meeting()


@pytest.fixture
def person(meeting):
    return meeting.people[0]


@pytest.fixture
def phone(meeting, person):
    """A browser in which the first person came in with the code."""
    return come_in(meeting, person)
