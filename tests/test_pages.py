"""The pages at the foot of the site: open to all, plain, and honest."""

import re
from html import unescape

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PATHS = ("/toegankelijkheid/", "/privacy/", "/hulp/")
BREAKS = re.compile(r"</(?:p|li|dt|dd|h1|h2)>|(?<=[.?!:;])\s")


def read(client, path):
    page = client.get(path).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def sentences(page):
    """Return the sentences of a page as lists of words."""
    texts = (" ".join(unescape(re.sub(r"<[^>]*>", " ", part)).split()) for part in BREAKS.split(page))
    return [text.split() for text in texts if text]


@pytest.mark.parametrize("path", PATHS)
def test_strangers_and_people_with_an_account_read_the_same(client, path):
    stranger = read(client, path)
    client.force_login(UserFactory())
    assert read(client, path) == stranger


@pytest.mark.parametrize("path", ["/", "/account/inloggen/", "/er-is-niets/", *PATHS])
def test_every_page_leads_there(client, path):
    if "inloggen" not in path:
        client.force_login(UserFactory())
    page = client.get(path).content.decode()
    assert all(f'href="{other}"' in page for other in PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_a11y_10_the_words_are_plain(client, path):
    lengths = [len(words) for words in sentences(read(client, path))]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 25


@pytest.mark.parametrize("path", PATHS)
def test_priv_01_nobody_is_promised_too_much(client, path):
    page = read(client, path).lower()
    for word in ("anoniem", "gecertificeerd", "voldoet volledig", "gegarandeerd", "100%"):
        assert word not in page


def test_the_terms_are_those_of_the_design(client):
    page = read(client, "/privacy/")
    terms = (
        "14 dagen nadat het verslag",
        "90 dagen na het gesprek",
        "14 dagen nadat een gesprek",
        "90 dagen na de laatste",
    )
    assert all(term in page for term in terms)
    assert "wordt nog gebouwd" not in page


def test_priv_05_the_page_says_how_to_ask_for_what_is_kept_and_to_have_it_erased(client):
    page = read(client, "/privacy/")
    assert "‘Wat wij van u bewaren’" in page
    assert "We wissen pas als twee mensen het goedvinden." in page


def test_what_was_not_tested_is_said(client):
    page = read(client, "/toegankelijkheid/")
    assert "WCAG 2.2" in page
    assert "Een onafhankelijk onderzoek is er niet geweest." in page
