import pytest

from tests.factories import MembershipFactory
from tests.signs.conftest import at
from tests.signs.tables import table

__all__ = ["at"]


@pytest.fixture
def talk(at):
    """A conversation of 12 March with its verslag vastgesteld; it is 1 April."""
    return table(rhythm="halfjaar", duration_minutes=120, title="Toen")


@pytest.fixture
def adviser(talk, client):
    user = MembershipFactory(triangle=talk.triangle, corner="opdrachtnemer").user
    client.force_login(user)
    return user
