"""A table as a file for a Dutch spreadsheet: semicolons, days as '9-6-2026', UTF-8 with its mark in front."""

import csv
from io import StringIO

MARK = "\ufeff"  # by this Excel knows that it is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would calculate, not show


def write_sheet(head, lines):
    """Return the file as text: the names in `head`, then a line per list of texts in `lines`; no cell is calculated."""
    file = StringIO()
    table = csv.writer(file, delimiter=";")
    table.writerow(head)
    table.writerows([safe(cell) for cell in line] for line in lines)
    return MARK + file.getvalue()


def in_digits(day):
    return f"{day.day}-{day.month}-{day.year}" if day else ""


def safe(cell):
    """Return a cell that a spreadsheet only shows: what it would calculate gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell
