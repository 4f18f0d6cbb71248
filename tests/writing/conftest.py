"""A conversation in preparation, one of its people, and a browser in which they opened their link."""

import pytest

from tests.by_link import enter, preparing


@pytest.fixture
def meeting():
    return preparing()


@pytest.fixture
def person(meeting):
    return meeting.people[0]


@pytest.fixture
def tab(person):
    return enter(person)
