"""Who comes in by link at one moment; a file asks for `at_noon` when its clock stands still."""

import pytest
from django.core.cache import cache

from tests.factories import ParticipantFactory
from tests.trust.browsers import NOW, come_in, somebody


@pytest.fixture
def at_noon(time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def person():
    return somebody()


@pytest.fixture
def other(person):
    return ParticipantFactory(conversation=person.conversation)


@pytest.fixture
def visit(person):
    return come_in(person)
