"""A conversation without a date and the moments that its adviser proposed."""

import pytest
from django.core.cache import cache

from conversations.models import DateOption
from tests.by_link import preparing
from tests.factories import MembershipFactory
from tests.polling.moments import moment


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def meeting():
    return preparing(held_on=None, start=None, duration_minutes=120)


@pytest.fixture
def adviser(client, meeting):
    user = MembershipFactory(triangle=meeting.triangle).user
    client.force_login(user)
    return user


@pytest.fixture
def options(meeting):
    return [DateOption.objects.create(conversation=meeting, starts_at=moment(days)) for days in (10, 11, 12)]


@pytest.fixture
def person(meeting):
    return meeting.people[0]
