"""A report vastgesteld on 12 March 2026, with a person in each corner, of whom Renske has no address."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Phase
from tests.mailed import move_to, planned

MARIJKE, SJOERD = "marijke@dienst.example", "sjoerd@dienst.example"


@pytest.fixture
def at(time_machine, db):
    """Return a function that goes to a moment in the Netherlands: 'jjjj-mm-dd uu:mm'."""

    def go(moment):
        time_machine.move_to(timezone.make_aware(dt.datetime.fromisoformat(moment)), tick=False)

    go("2026-03-12 15:00")
    return go


@pytest.fixture
def conversation(at):
    made = planned(held_on=dt.date(2026, 3, 5))
    move_to(made, Phase.OPVOLGING, established_at=timezone.now())
    return made


@pytest.fixture
def agree(conversation):
    """Return a function that makes an agreement; `owner` is a name."""

    def make(text="Bellen", owner="", talk=None, **values):
        seat = conversation.triangle.seats.get(person=owner) if owner else None
        values = {"kind": "actie", "of_opdrachtgever": True} | values
        return Agreement.objects.create(
            conversation=talk or conversation, text=text, owner=seat, owner_name=owner, **values
        )

    return make
