"""The list of examples: for everybody with an account, limited by what is asked, and the same cost however long."""

import datetime as dt

import pytest
from django.db import connection

from conversations.examples import LISTED, SHOWN, behind
from conversations.models import Example
from tests.examples.conftest import make_example
from tests.factories import UserFactory
from tests.reading_pages import errors_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reader(client):
    client.force_login(UserFactory())


def titles(answer):
    return [row["title"] for row in answer.context["shelf"].rows]


def test_an_empty_shelf_says_how_it_is_filled(client):
    page = text_of(client.get("/voorbeelden/"))
    assert "Er is nog niets gedeeld" in page
    assert "Woorden in de titel" not in page


def test_the_newest_stands_first_with_where_it_comes_from(client):
    make_example(title="Oud", published_on=dt.date(2026, 2, 3))
    make_example(title="Nieuw", published_on=dt.date(2026, 3, 4), why="Het scheelt brieven.")
    page = client.get("/voorbeelden/")
    assert titles(page) == ["Nieuw", "Oud"]
    assert "Nieuw Het scheelt brieven. Ministerie van Wonen, 4 maart 2026 Werkafspraak" in text_of(page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Kort draaiboek", "Drie vragen", "Eerst bellen"]),
        ({"soort": "vragen"}, ["Drie vragen"]),
        ({"tekst": "DRIE wonen"}, ["Drie vragen"]),
        ({"tekst": "storm"}, ["Kort draaiboek"]),
        ({"tekst": "niets"}, []),
        ({"soort": "draaiboek", "tekst": "drie"}, []),
    ],
)
def test_it_is_limited_by_what_is_asked(client, asked, found):
    make_example(title="Eerst bellen")
    make_example("vragen", title="Drie vragen")
    make_example("draaiboek", title="Kort draaiboek", why="Voor bij storm.")
    assert titles(client.get("/voorbeelden/", asked)) == found


def test_what_is_asked_wrong_limits_nothing_and_is_told(client):
    make_example()
    answer = client.get("/voorbeelden/", {"soort": "wens", "tekst": "x" * 101})
    assert set(errors_of(answer)) == {"soort", "tekst"}
    assert titles(answer) == ["Eerst bellen"]


def test_every_example_is_on_exactly_one_page(client):
    for number in range(SHOWN + 2):
        make_example(title=f"nr {number:02}", published_on=dt.date(2026, 1, 1 + number // 3))
    first = client.get("/voorbeelden/?soort=werkafspraak")
    place = first.context["shelf"].next_place
    second = client.get(f"/voorbeelden/?soort=werkafspraak&na={place}")
    assert titles(first) + titles(second) == [f"nr {number:02}" for number in reversed(range(SHOWN + 2))]
    assert second.context["shelf"].next_place == ""
    assert "Terug naar het begin" in text_of(second)


@pytest.mark.parametrize("place", ["x", "2026-01-01", "2026-13-01.4", "2026-01-01.x", "2026-01-01.4.4"])
def test_a_place_that_cannot_be_is_not_there(client, place):
    assert client.get(f"/voorbeelden/?na={place}").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, size):
    for number in range(size):
        make_example(title=f"nr {number}")
    with django_assert_num_queries(3):  # the session, the user, the list
        client.get("/voorbeelden/")


def test_the_next_page_is_found_in_the_index_without_sorting():
    Example.objects.bulk_create(
        Example(kind="vragen", title=f"nr {number}", content={"questions": []}, digest=str(number))
        for number in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = LISTED.filter(behind((dt.date(2999, 1, 1), 1)))[: SHOWN + 1]
    plan = rows.explain().lower()
    assert "example_newest_first" in plan
    assert "sort" not in plan
    assert "temp b-tree" not in plan


def test_markup_in_an_example_stays_text(client):
    found = make_example(title="<b>vet</b>", why="<script>x</script>")
    page = client.get(f"/voorbeelden/{found.pk}/").content.decode()
    assert "<b>vet" not in page
    assert "<script>x" not in page
