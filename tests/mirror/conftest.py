"""A conversation that asks the mirror question, with one person per corner, and a browser of the first of them."""

import pytest
from django.core.cache import cache

from tests.by_link import enter, preparing
from tests.in_the_room import run_meeting


@pytest.fixture
def meeting():
    return preparing(mirror=True)


@pytest.fixture
def person(meeting):
    return meeting.people[0]


@pytest.fixture
def tab(person):
    return enter(person)


@pytest.fixture
def running():
    cache.clear()
    return run_meeting(mirror=True)
