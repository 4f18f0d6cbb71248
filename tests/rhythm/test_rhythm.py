"""When the next conversation could be: on a working day, from what the table agreed."""

import datetime as dt

import pytest

from conversations.rhythm import propose_next, working_day

TODAY = dt.date(2026, 4, 1)
LAST = dt.date(2026, 3, 12)


def propose(last_on=LAST, rhythm="", next_on=None, today=TODAY):
    return propose_next(last_on, rhythm, next_on, today)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-12", "2026-03-12"),
        ("2026-03-14", "2026-03-16"),  # a Saturday
        ("2026-04-04", "2026-04-07"),  # Easter, with its Monday
        ("2026-05-14", "2026-05-15"),  # Ascension Day
        ("2026-05-23", "2026-05-26"),  # Whitsun
        ("2026-04-27", "2026-04-28"),  # the king
        ("2026-12-25", "2026-12-28"),
        ("2027-01-01", "2027-01-04"),
    ],
)
def test_a_day_that_people_work(day, works):
    assert working_day(dt.date.fromisoformat(day)) == dt.date.fromisoformat(works)


@pytest.mark.parametrize(
    ("rhythm", "day"),
    [("kwartaal", dt.date(2026, 6, 12)), ("halfjaar", dt.date(2026, 9, 14)), ("jaar", dt.date(2027, 3, 12))],
)
def test_the_rhythm_counts_from_the_last_one(rhythm, day):
    found = propose(rhythm=rhythm)
    assert found.day == day
    assert "na het gesprek van 12 maart 2026, zoals afgesproken." in found.why


def test_a_date_that_was_agreed_goes_first_even_soon():
    assert propose(rhythm="jaar", next_on=dt.date(2026, 4, 9)).day == dt.date(2026, 4, 9)
    moved = propose(next_on=dt.date(2026, 9, 12))
    assert moved.day == dt.date(2026, 9, 14)
    assert "Dat was 12 september 2026; dit is de eerste werkdag daarna." in moved.why


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"rhythm": "kwartaal", "today": dt.date(2026, 6, 1)}, "Drie maanden na het vorige gesprek is 12 juni 2026."),
        ({"rhythm": "kwartaal", "today": dt.date(2026, 7, 1)}, "Drie maanden na het vorige gesprek was 12 juni 2026."),
        ({"rhythm": "eenmalig", "next_on": dt.date(2026, 3, 30)}, "De afgesproken dag was 30 maart 2026."),
    ],
)
def test_what_is_late_leaves_time_to_find_a_day(known, words):
    found = propose(**known)
    assert found.why.startswith(words)
    assert found.day == working_day(known.get("today", TODAY) + dt.timedelta(days=42))


def test_without_a_rhythm_there_is_no_day_and_after_one_time_no_proposal():
    assert propose().day is None
    assert "Er is geen ritme afgesproken." in propose().why
    assert propose(last_on=None, rhythm="jaar").day is None
    assert propose(rhythm="eenmalig") is None
