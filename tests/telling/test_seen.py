"""What advisers see of what owners said: on the ledger, with the agreement, on the page of the triangle and at home."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.asking import ask_due
from tests.factories import MembershipFactory
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(agree, at):
    """An action that was asked after on 23 April."""
    bellen = agree("Bellen", "Marijke")
    at("2026-04-23 09:00")
    ask_due()
    return bellen


def pages(conversation, agreement):
    """Return the texts of the pages of the triangle, of its ledger and of the agreement, as its adviser reads them."""
    client, base = Client(), f"/driehoeken/{conversation.triangle_id}/"
    client.force_login(conversation.adviser)
    return [text_of(client.get(base + rest)) for rest in ("", "afspraken/", f"afspraken/{agreement.pk}/")]


def test_after_eight_weeks_without_a_word_it_goes_quiet(asked, at, conversation):
    at("2026-06-17 12:00")
    before = pages(conversation, asked)
    assert not any("stil" in page for page in before)
    assert "Gevraagd Op 23 april 2026, per mail" in before[2]
    at("2026-06-18 00:01")
    triangle, listed, alone = pages(conversation, asked)
    assert "Eén actie gaat stil, er kwam geen antwoord op onze vraag: Bellen" in triangle
    assert "Gaat stil. Gevraagd op 23 april 2026, daarna niets gehoord." in listed
    assert "Gaat stil Gevraagd op 23 april 2026, daarna niets gehoord." in alone


@pytest.mark.parametrize("what", ["loopt", "gewijzigd", "behouden"])
def test_any_step_breaks_the_silence(asked, at, conversation, what):
    at("2026-05-01 09:00")
    asked.steps.create(what=what)
    at("2026-06-18 09:00")
    assert not any("stil" in page for page in pages(conversation, asked))


def test_the_last_word_stands_on_the_row_with_who_and_when(asked, at, conversation):
    marijke = conversation.participants.get(name="Marijke")
    asked.steps.create(what="loopt", by_participant=marijke)
    at("2026-05-01 09:00")
    asked.steps.create(what="hulp", note="Wie <b>weet</b> dit?", by_participant=marijke)
    triangle, listed, alone = pages(conversation, asked)
    assert "Hulp nodig: Bellen" in triangle
    assert "Laatste stap: Hulp nodig, zei Marijke op 1 mei 2026: ‘Wie <b>weet</b> dit?’" in listed
    assert "Hulp nodig, zei Marijke ‘Wie <b>weet</b> dit?’" in alone
    asked.steps.create(what="gewijzigd", by_user=conversation.adviser)
    assert "Laatste stap: Gewijzigd op 1 mei 2026 door Noor Bakhuis" in pages(conversation, asked)[1]


def test_who_says_it_is_done_is_not_late_any_more(agree, at, conversation):
    bellen = agree("Bellen", "Marijke", due_on=dt.date(2026, 3, 20))
    at("2026-04-01 09:00")
    assert all("12 dagen over de datum" in page for page in pages(conversation, bellen)[1:])
    bellen.steps.create(what="gedaan")
    assert not any("over de datum" in page for page in pages(conversation, bellen))
    bellen.steps.create(what="behouden")
    assert all("12 dagen over de datum" in page for page in pages(conversation, bellen)[1:])


def test_the_spreadsheet_has_the_last_word_too(asked, conversation):
    asked.steps.create(what="hulp", note="=1+1")
    client = Client()
    client.force_login(conversation.adviser)
    file = client.get(f"/driehoeken/{conversation.triangle_id}/afspraken.csv").content.decode()
    assert "Hulp nodig op 23 april 2026;'=1+1;" in file


def home(conversation):
    client = Client()
    client.force_login(conversation.adviser)
    return client, text_of(client.get("/"))


def test_home_asks_for_help_first_and_once(agree, at, conversation):
    late = [agree(f"Laat {number}", due_on=dt.date(2026, 3, 13)) for number in range(5)]
    samen = agree("Samen", "Marijke", kind="werkafspraak")
    at("2026-04-01 09:00")
    assert "hulp nodig" not in home(conversation)[1]
    samen.steps.create(what="hulp")
    late[0].steps.create(what="hulp")
    _, page = home(conversation)
    assert page.count("Bij een afspraak is hulp nodig") == 2
    assert page.count("Laat 0") == 1
    assert page.index("Samen") < page.index("Laat 1")
    samen.steps.create(what="loopt")
    assert home(conversation)[1].count("Bij een afspraak is hulp nodig") == 1


def test_home_leaves_alone_what_was_said_to_be_done(agree, at, conversation):
    laat = agree("Laat", due_on=dt.date(2026, 3, 13))
    at("2026-04-01 09:00")
    assert "Laat" in home(conversation)[1]
    laat.steps.create(what="gedaan")
    assert "Laat" not in home(conversation)[1]


def test_help_is_not_told_to_the_adviser_of_another_triangle(agree, at):
    agree("Samen", "Marijke").steps.create(what="hulp")
    client = Client()
    client.force_login(MembershipFactory().user)
    assert "hulp" not in text_of(client.get("/")).replace("Hulp", "")


def test_help_costs_home_no_query(agree, conversation, django_assert_num_queries):
    client, _ = home(conversation)
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    agree("Samen", "Marijke").steps.create(what="hulp")
    with django_assert_num_queries(len(before)):
        client.get("/")
