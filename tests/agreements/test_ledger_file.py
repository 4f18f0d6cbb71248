"""The ledger as a spreadsheet: what the page shows, in a form that calculates nothing."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.utils import timezone

from conversations.ledger import SHOWN
from conversations.models import Agreement, Verdict
from tests.factories import ConversationFactory

pytestmark = pytest.mark.django_db


def download(client, triangle, **asked):
    return client.get(f"/driehoeken/{triangle.pk}/afspraken.csv", asked)


def read(answer):
    """Return the lines as {head: cell}."""
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_line_says_what_the_page_shows(client, triangle, first, second, agree):
    made = agree(first, "Bellen; en wél meteen\nallebei", of_opdrachtgever=True, due_on=dt.date(2026, 6, 9))
    for corner, value, moment in (("opdrachtgever", "niet", timezone.now()), ("eigenaar", "deels", None)):
        Verdict.objects.create(agreement=made, conversation=second, corner=corner, value=value, shown_at=moment)
    answer = download(client, triangle)
    assert answer.content.startswith(b"\xef\xbb\xbfAfspraak;Belangrijkste;Soort;")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="afspraken.csv"',
    )
    assert read(answer) == [
        {
            "Afspraak": "Bellen; en wél meteen\nallebei",
            "Belangrijkste": "",
            "Soort": "actie",
            "Stand": "open",
            "Geparkeerd tot": "",
            "Van": "opdrachtgever, eigenaar",
            "Wie": "",
            "Datum": "9-6-2026",
            "Over de datum": "15 dagen over de datum",
            "Laatste stap": "",
            "Toelichting": "",
            "Gesprek": "Na de storm",
            "Dag van het gesprek": "11-9-2025",
            "Oordeel van": "12-3-2026",
            "Oordeel opdrachtgever": "niet nagekomen",
            "Oordeel opdrachtnemer": "",
            "Oordeel eigenaar": "",
        }
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0"])
def test_sec_12_no_cell_is_calculated(client, triangle, agree, text):
    table = ConversationFactory(triangle=triangle, title=text)
    agree(table, text, owner_name=text)
    row = read(download(client, triangle))[0]
    assert (row["Afspraak"], row["Wie"], row["Gesprek"]) == (f"'{text}",) * 3


def test_it_holds_all_pages_of_what_was_asked(client, triangle, second, django_assert_num_queries):
    Agreement.objects.bulk_create(
        Agreement(conversation=second, kind=kind, text=kind, of_eigenaar=True)
        for kind in ["actie"] * (SHOWN + 10) + ["besluit"]
    )
    with django_assert_num_queries(6):  # session, user, triangle, names, agreements, verdicts
        rows = read(download(client, triangle, soort="actie"))
    assert [row["Soort"] for row in rows] == ["actie"] * (SHOWN + 10)


def test_sec_07_nothing_of_another_triangle_is_in_it(client, triangle, second, agree):
    agree(second, "Bellen")
    agree(ConversationFactory(), "Geheim")
    assert [row["Afspraak"] for row in read(download(client, triangle))] == ["Bellen"]
