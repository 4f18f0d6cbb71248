"""The overview as a spreadsheet: what the page shows, in a form that calculates nothing."""

import csv
import datetime as dt
from io import StringIO

import pytest

from conversations.models import Overseen
from tests.factories import ConversationFactory, OrganisationFactory
from tests.oversight.seated import row_of, triangle_of
from tests.signs.tables import promise
from triangles.models import Organisation

pytestmark = pytest.mark.django_db


def read(answer):
    """Return the lines as {head: cell}."""
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_line_says_what_the_page_shows(ask, talk, organisation):
    promise(talk, due_on=dt.date(2026, 3, 20))
    ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 5, 7))
    talk.triangle.seats.filter(corner="eigenaar").update(ends_on=dt.date(2026, 3, 20))
    served = Organisation.objects.get(seats__triangle=talk.triangle, seats__corner="opdrachtnemer")
    row_of(talk.triangle, organisation)
    answer = ask("/overzicht.csv")
    assert answer.content.startswith(b"\xef\xbb\xbfDriehoek;Opdrachtgever;")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="overzicht.csv"'
    assert read(answer) == [
        {
            "Driehoek": "Kustregister",
            "Opdrachtgever": "Ministerie van Duinen",
            "Opdrachtnemer": served.name,
            "Eigenaar": "",
            "Ritme": "elk halfjaar",
            "Laatste gesprek": "12-3-2026",
            "Volgend gesprek": "7-5-2026",
            "Voorbereiding": "in concept",
            "Afspraken over de datum": "1",
            "Lege hoeken": "eigenaar",
            "Vraagt aandacht": "",
        }
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0"])
def test_sec_12_no_cell_is_calculated(ask, organisation, text):
    made = triangle_of(organisation, text)
    Organisation.objects.filter(seats__triangle=made, seats__corner="eigenaar").update(name=text)
    row = read(ask("/overzicht.csv"))[0]
    assert (row["Driehoek"], row["Eigenaar"]) == (f"'{text}",) * 2


def test_it_holds_all_pages_of_what_was_asked(ask, organisation, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("conversations.oversight.AT_ONCE", 2)
    for number in range(5):
        triangle_of(organisation, f"Kade {number}")
    triangle_of(organisation, "Anders")
    with django_assert_num_queries(3 + 2 * 3):
        rows = read(ask("/overzicht.csv", naam="kade", op="laatste"))
    assert [row["Driehoek"] for row in rows] == [f"Kade {number}" for number in range(5)]


def test_sec_07_nothing_of_another_organisation_is_in_it(ask, talk):
    triangle_of(OrganisationFactory(), "Geheim")
    assert Overseen.objects.count() > 3
    assert [row["Driehoek"] for row in read(ask("/overzicht.csv"))] == ["Kustregister"]
