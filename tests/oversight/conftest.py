"""Somebody with the overview of an organisation that is opdrachtgever of a table that talked on 12 March 2026."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import OrganisationFactory, TriangleFactory, UserFactory
from tests.oversight.seated import seat_at
from tests.signs.tables import table
from triangles.models import Overseer


@pytest.fixture(autouse=True)
def at(time_machine):
    """Go to 1 April 2026, and return a function that goes to noon of another day: 'jjjj-mm-dd'."""

    def go(day):
        time_machine.move_to(timezone.make_aware(dt.datetime.fromisoformat(f"{day} 12:00")), tick=False)

    go("2026-04-01")
    return go


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Ministerie van Duinen")


@pytest.fixture
def overseer(organisation):
    return Overseer.objects.create(user=UserFactory(), organisation=organisation).user


@pytest.fixture
def talk(organisation):
    """A conversation of the triangle 'Kustregister' that was held, with a verslag that is vastgesteld."""
    made = table(TriangleFactory(name="Kustregister"), rhythm="halfjaar")
    seat_at(made.triangle, organisation)
    return made


@pytest.fixture
def ask(client, overseer):
    """Return a function that asks a page of the overview as who has it."""
    client.force_login(overseer)

    def get(path="/overzicht/", **asked):
        return client.get(path, asked)

    return get
