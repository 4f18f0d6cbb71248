"""Asking the overview for less and in another order, page by page, at the same cost however long it is."""

import datetime as dt

import pytest
from django.db import connection

from conversations.models import Overseen
from conversations.oversight import SHOWN
from tests.crowded import crowd
from tests.factories import (
    ConversationFactory,
    SeatFactory,
)
from tests.oversight.seated import row_of, seat_at, triangle_of
from tests.reading_pages import errors_of, text_of
from tests.signs.tables import promise
from tests.test_plans import read_whole
from triangles.models import Triangle

pytestmark = pytest.mark.django_db


def names(answer):
    return [row["triangle__name"] for row in answer.context["oversight"].rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Ánjer", "Kade", "Kustregister"]),
        ({"ritme": "halfjaar"}, ["Kustregister"]),
        ({"ritme": "geen"}, ["Ánjer", "Kade"]),
        ({"hoek": "eigenaar"}, ["Kade"]),
        ({"leeg": "een"}, ["Kade"]),
        ({"leeg": "opdrachtgever"}, ["Kade"]),
        ({"leeg": "eigenaar"}, []),
        ({"teken": "een"}, ["Kade", "Kustregister"]),
        ({"teken": "geen-datum"}, ["Kustregister"]),
        ({"teken": "lang-geleden"}, []),
        ({"teken": "over-de-datum"}, ["Kustregister"]),
        ({"naam": "REGISTER kust"}, ["Kustregister"]),
        ({"naam": "ÁNJER"}, ["Ánjer"]),
        ({"naam": "100%"}, []),
        ({"op": "laatste"}, ["Ánjer", "Kade", "Kustregister"]),
        ({"op": "volgende"}, ["Ánjer", "Kade", "Kustregister"]),
        ({"op": "laatste", "ritme": "halfjaar"}, ["Kustregister"]),
    ],
)
def test_one_can_ask_for_less(ask, talk, organisation, asked, found):
    promise(talk, due_on=dt.date(2026, 3, 20))
    row_of(talk.triangle, organisation)
    other = triangle_of(organisation, "Ánjer")
    ConversationFactory(triangle=other, held_on=dt.date(2026, 5, 7))
    row_of(other, organisation)
    triangle_of(organisation, "Kade", corners=["opdrachtnemer", "eigenaar"], corner="eigenaar")
    answer = ask(**asked)
    assert sorted(names(answer)) == sorted(found)
    assert ("Geen driehoek past" in text_of(answer)) == (not found)


def test_in_which_order(ask, organisation):
    days = {"A": (None, "2026-06-01"), "B": ("2026-03-01", None), "C": ("2025-03-01", "2026-05-01")}
    for name, (last_on, next_on) in days.items():
        made = triangle_of(organisation, name)
        for day, phase in ((last_on, "afgerond"), (next_on, "concept")):
            if day:
                ConversationFactory(triangle=made, held_on=dt.date.fromisoformat(day), phase=phase)
        row_of(made, organisation)
    assert names(ask()) == ["A", "B", "C"]
    assert names(ask(op="laatste")) == ["A", "C", "B"]
    assert names(ask(op="volgende")) == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("ritme", "taart", "Kies iets uit de lijst."),
        ("op", "score", "Kies iets uit de lijst."),
        ("naam", "x" * 101, "Dit is te lang om te zoeken. Typ hooguit 100 tekens."),
    ],
)
def test_what_cannot_be_asked_is_said_and_limits_nothing(ask, talk, field, text, error):
    answer = ask(**{field: text})
    assert errors_of(answer) == {field: [error]}
    assert names(answer) == ["Kustregister"]


@pytest.mark.parametrize("order", ["", "laatste", "volgende"])
def test_a_long_list_goes_on_without_doubles_or_gaps(ask, organisation, order):
    many(organisation, 2 * SHOWN + 1)
    pages, asked = [], {"op": order, "hoek": "opdrachtgever"}
    while "na" not in asked or asked["na"]:
        answer = ask(**asked)
        pages.append(names(answer))
        asked["na"] = answer.context["oversight"].next_place
    assert [len(page) for page in pages] == [SHOWN, SHOWN, 1]
    assert len({name for page in pages for name in page}) == 2 * SHOWN + 1


def many(organisation, number):
    """Add so many triangles, ten with each name of which case and day are the same."""
    triangles = Triangle.objects.bulk_create(
        Triangle(name=f"Driehoek. {place // 10}.{place}", purpose="Rust.") for place in range(number)
    )
    for triangle in triangles:
        SeatFactory(triangle=triangle, organisation=organisation)
    day = dt.date(2026, 1, 1)
    Overseen.objects.bulk_create(
        Overseen(
            triangle=triangle,
            organisation=organisation,
            folded=f"driehoek. {place // 10}",
            **{f"of_{corner}": True for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar")},
            last_on=day + dt.timedelta(place % 7) if place % 3 else dt.date.min,
            next_on=day + dt.timedelta(place % 5) if place % 3 else dt.date.max,
        )
        for place, triangle in enumerate(triangles)
    )


@pytest.mark.parametrize(
    ("order", "place"),
    [("", "x"), ("", "x.y"), ("", "a\0.1"), ("laatste", "x.1"), ("laatste", "2026-13-12.4"), ("volgende", ".4")],
)
def test_a_place_that_is_none_is_not_there(ask, talk, order, place):
    assert ask(na=place, op=order).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(ask, organisation, size, django_assert_num_queries):
    for number in range(size):
        triangle_of(organisation, f"Kade {number}", corner="opdrachtnemer")
    with django_assert_num_queries(5):  # session, user, organisations, list, who holds the corners
        ask()
    with django_assert_num_queries(6):  # and the opdrachtnemer
        ask(f"/overzicht/{organisation.pk}/")


@pytest.mark.parametrize("order", ["", "laatste", "volgende"])
def test_the_list_asks_for_one_page_and_sorts_nothing(ask, organisation, order, django_assert_num_queries):
    many(organisation, SHOWN + 2)
    place = ask(op=order).context["oversight"].next_place
    index = {"": "overseen_by_name", "laatste": "overseen_by_last", "volgende": "overseen_by_next"}[order]
    for asked in ({"op": order}, {"op": order, "na": place}):
        with django_assert_num_queries(5) as queries:
            ask(**asked)
        [sql] = [query["sql"] for query in queries.captured_queries if "LIMIT 51" in query["sql"]]
        assert "OFFSET" not in sql
        assert "COUNT(" not in sql.upper()
        plan = plan_of(sql)
        assert index in plan, plan
        assert "SCAN" not in plan.replace("Index Scan", "").replace("Index Only Scan", ""), plan
        assert "Seq Scan" not in plan, plan
        assert "ORDER BY" not in plan, plan  # so SQLite says that it sorts
        assert "Sort" not in plan, plan


@pytest.mark.parametrize("path", ["/overzicht/", "/overzicht/?naam=kust&leeg=een", "/overzicht/{}/", "/overzicht.csv"])
def test_no_table_is_read_whole(client, ask, talk, organisation, path):
    seat_at(talk.triangle, organisation, "opdrachtnemer")
    crowd()
    whole = {table for table, _ in read_whole(client, path.format(organisation.pk))}
    assert whole <= {"triangles_overseer"}  # that holds a handful of people


def plan_of(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")  # with few rows they are cheap
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
