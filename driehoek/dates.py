"""Days in words. Each is worded once: a page has many dates, and Django looks up every month again."""

from functools import lru_cache

from django.utils.formats import date_format


@lru_cache(maxsize=10_000)
def spoken(day):
    """Return a date as '9 juni 2026'."""
    return date_format(day, "j F Y")


@lru_cache(maxsize=10_000)
def spoken_in_full(day):
    """Return a date with its day of the week: 'dinsdag 9 juni 2026'."""
    return date_format(day, "l j F Y")


@lru_cache(maxsize=10_000)
def spoken_month(day):
    """Return the month of a date, short: 'sep 2024'."""
    return date_format(day, "M Y").lower()
