"""A conversation that is being planned, its adviser, and somebody in the pool."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory
from triangles.models import PoolManager, User


@pytest.fixture
def planned(db):
    return ConversationFactory(
        triangle__name="Kustregister",
        title="Geheime titel",
        purpose="Geheim doel",
        held_on=timezone.localdate() + dt.timedelta(60),
        start=dt.time(9, 30),
        duration_minutes=150,
    )


@pytest.fixture
def adviser(planned):
    return MembershipFactory(triangle=planned.triangle, user__name="Noor Bakhuis").user


@pytest.fixture
def guide(db):
    found = FacilitatorFactory(name="Yara Nijland")
    found.facilitator.organisation = "De poule"
    found.facilitator.save()
    return found


@pytest.fixture
def keeper(db):
    user = User.objects.create(username="poule", name="Wil de Boer", email="poule@voorbeeld.example")
    PoolManager.objects.create(user=user)
    return user
