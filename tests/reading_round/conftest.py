"""A conversation of which the concept can be read until 27 March, and who is about it."""

import datetime as dt

import pytest
from django.core.cache import cache

from tests.factories import FacilitatorFactory, MembershipFactory
from tests.held import hold, read_case

DAY = dt.date(2026, 3, 20)


@pytest.fixture(autouse=True)
def on_20_march(time_machine):
    cache.clear()
    time_machine.move_to(dt.datetime(2026, 3, 20, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def held():
    """The kustregister conversation, of which the concept can be read until 27 March."""
    conversation = hold(read_case("kustregister"))
    conversation.facilitator = FacilitatorFactory()
    conversation.save()
    conversation.release_draft(conversation.facilitator, DAY + dt.timedelta(days=7))
    return conversation


@pytest.fixture
def person(held):
    return held.participants.order_by("pk").first()


@pytest.fixture
def adviser(held):
    return MembershipFactory(triangle=held.triangle, user__name="Noor Bakhuis").user
