"""The draft on the beamer: in large type, without quotes, and new as soon as it changes."""

import re

import pytest

from conversations.models import Visibility
from conversations.report import establish
from tests.factories import ExplanationFactory, MembershipFactory, at_visibility
from tests.held import hold, read_case
from tests.test_report_flow import address, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return hold(read_case("kustregister"))


@pytest.fixture
def adviser(held, client):
    user = MembershipFactory(triangle=held.triangle).user
    client.force_login(user)
    return user


def test_the_beamer_shows_what_is_agreed_and_no_quote(client, held, adviser):
    text = ExplanationFactory(participant=held.participants.first(), text="CITAAT-KANARIE")
    at_visibility(text, Visibility.MET_NAAM, in_report=True, released=True)
    assert "CITAAT-KANARIE" in html_of(client, held)
    page = html_of(client, held, "verslag/scherm/")
    assert "CITAAT-KANARIE" not in page
    assert held.agreements.first().text in page
    assert "Concept" in page


def poll(client, conversation, now):
    return client.get(address(conversation, f"verslag/scherm/?gezien={now}"), headers={"X-Poll": "1"})


def test_the_beamer_is_told_only_what_is_new_and_stops_after_vaststellen(client, held, adviser):
    now = re.search(r"gezien=([0-9a-f]{64})", html_of(client, held, "verslag/scherm/"))[1]
    assert poll(client, held, now).status_code == 204
    held.parked.create(text="Net geparkeerd")
    answer = poll(client, held, now)
    assert "Net geparkeerd" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    establish(held, adviser)
    assert "data-refresh" not in poll(client, held, now).content.decode()
