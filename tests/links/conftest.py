"""A participant with a personal link, and what is counted per link set back."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from conversations.links import Purpose, give_link
from conversations.models import Phase
from tests.factories import ConversationFactory, ParticipantFactory


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def person():
    conversation = ConversationFactory(phase=Phase.VOORBEREIDING, held_on=timezone.localdate() + dt.timedelta(20))
    return ParticipantFactory(conversation=conversation, name="Sjoerd Vlietstra", email="sjoerd@dienst.example")


@pytest.fixture
def link(person):
    return give_link(person, Purpose.DEELNEMEN)
