import pytest

from tests.factories import MembershipFactory


@pytest.fixture
def triangle(client):
    """The triangle of somebody who is logged in and advises it."""
    member = MembershipFactory(triangle__name="Kustregister", user__name="Noor Bakhuis")
    client.force_login(member.user)
    return member.triangle
