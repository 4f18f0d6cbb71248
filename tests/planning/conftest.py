"""A triangle, its adviser who is logged in, and a conversation of it that nothing is filled in for yet."""

import pytest

from tests.factories import ConversationFactory, MembershipFactory, TriangleFactory


@pytest.fixture
def triangle():
    return TriangleFactory()


@pytest.fixture
def adviser(triangle, client):
    user = MembershipFactory(triangle=triangle, corner="eigenaar").user
    client.force_login(user)
    return user


@pytest.fixture
def conversation(triangle, adviser):
    return ConversationFactory(triangle=triangle, held_on=None)
