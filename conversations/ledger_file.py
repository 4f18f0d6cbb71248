"""The ledger as a file for a Dutch spreadsheet: semicolons, days as '9-6-2026', UTF-8 with its mark in front."""

import csv
from io import StringIO

from triangles.models import Corner

MARK = "\ufeff"  # by this Excel knows that it is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would calculate, not show
HEAD = (
    *("Afspraak", "Belangrijkste", "Soort", "Stand", "Geparkeerd tot", "Van", "Wie", "Datum", "Over de datum"),
    *("Laatste stap", "Toelichting"),
    *("Gesprek", "Dag van het gesprek", "Oordeel van", *(f"Oordeel {corner}" for corner in Corner.values)),
)


def write_ledger(rows):
    """Return the file as text, a line per row of ledger.read_whole_ledger under a line of heads."""
    file = StringIO()
    lines = csv.writer(file, delimiter=";")
    lines.writerow(HEAD)
    lines.writerows([safe(cell) for cell in cells(row)] for row in rows)
    return MARK + file.getvalue()


def cells(row):
    """Return the texts of one line, in the order of HEAD."""
    said = dict(row["verdicts"])
    return [
        row["text"],
        "ja" if row["most_important"] else "",
        row["kind"],
        row["stand"],
        in_digits(row["parked_until"]),
        ", ".join(row["corners"]),
        row["owner_name"],
        in_digits(row["due_on"]),
        row["late"],
        row["last"],
        row["last_step__note"] or "",
        row["conversation__title"],
        in_digits(row["conversation__held_on"]),
        in_digits(row["judged_on"]),
        *(said.get(corner, "") for corner in Corner.values),
    ]


def in_digits(day):
    return f"{day.day}-{day.month}-{day.year}" if day else ""


def safe(cell):
    """Return a cell that a spreadsheet only shows: what it would calculate gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell
