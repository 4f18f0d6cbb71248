"""A triangle with two conversations that were held, and its adviser who is logged in, on 24 June 2026."""

import datetime as dt

import pytest

from conversations.models import Agreement, Phase
from tests.factories import ConversationFactory, MembershipFactory


@pytest.fixture(autouse=True)
def on_24_june(time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 24, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def triangle(client):
    member = MembershipFactory(triangle__name="Kustregister", user__name="Noor Bakhuis")
    client.force_login(member.user)
    return member.triangle


@pytest.fixture
def first(triangle):
    return ConversationFactory(
        triangle=triangle, title="Na de storm", held_on=dt.date(2025, 9, 11), phase=Phase.AFGEROND
    )


@pytest.fixture
def second(triangle):
    return ConversationFactory(triangle=triangle, title="Weer rust", held_on=dt.date(2026, 3, 12), phase="opvolging")


@pytest.fixture
def agree():
    def make(conversation, text, **values):
        values = {"kind": "actie", "of_eigenaar": True} | values
        return Agreement.objects.create(conversation=conversation, text=text, **values)

    return make
