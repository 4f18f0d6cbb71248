"""Where a page of a long list ended, as an address tells it: the values that the list is ordered by, the key last."""

from datetime import date

from django.http import Http404

LONGEST_NAME = 300


def write_place(*values):
    """Return the values (date, int or str) of the last row on a page as text."""
    return ".".join(map(str, values))


def read_place(text, kinds):
    """Return what `write_place` wrote as a tuple; '' is None, the beginning. Raises Http404 for anything else.

    Each of `kinds` reads one value, and raises ValueError where it cannot be; only the first value may hold a dot.
    """
    if not text:
        return None
    try:
        return tuple(kind(part) for kind, part in zip(kinds, text.rsplit(".", len(kinds) - 1), strict=True))
    except ValueError:
        raise Http404 from None


as_day = date.fromisoformat


def as_number(text):
    return int(text[:18])  # what a database holds as a number


def as_flag(text):
    return text == "1"


def as_name(text):
    if "\0" in text:  # no text in a database holds one
        raise ValueError
    return text[:LONGEST_NAME]
