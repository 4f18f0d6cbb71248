"""Which signs there are on a day, case by case: what asks for a conversation, and what just does not."""

import datetime as dt
from dataclasses import replace

import pytest

from conversations.signs import Facts, Plan, Promise, Sitting, add_months, find_signs

DAY = dt.date(2026, 9, 30)
MARCH = dt.date(2026, 3, 12)
SEATS = (
    Sitting(1, "opdrachtgever", "Hanneke", has_met=True),
    Sitting(2, "opdrachtnemer", "Sjoerd", has_met=True),
    Sitting(3, "eigenaar", "Marijke", has_met=True),
)
CALM = Facts(
    known_since=dt.date(2025, 1, 1),
    last_on=MARCH,
    rhythm="jaar",
    next_on=dt.date(2027, 3, 1),
    is_established=True,
    seats=SEATS,
)
COMING = Plan(dt.date(2026, 10, 14), DAY, frozenset({1, 2, 3}))


def kinds(facts, day=DAY):
    return [(sign.kind, sign.subject) for sign in find_signs(facts, day)]


def but(**changes):
    return replace(CALM, **changes)


def joining(corner, person="Fatma", begins_on=dt.date(2026, 6, 1), **more):
    return but(seats=(*SEATS, Sitting(4, corner, person, begins_on, **more)))


LONG, NONE = [("lang-geleden", "")], [("geen-datum", "")]
EMPTY = [("lege-hoek", "eigenaar")]
OVERDUE, NOT_KEPT = [("over-de-datum", "7")], [("niet-nagekomen", "7")]
CASES = {
    "all is well": (CALM, []),
    # long ago
    "a quarter has passed": (but(rhythm="kwartaal", last_on=dt.date(2026, 6, 30), next_on=None), LONG),
    "a quarter less a day": (but(rhythm="kwartaal", last_on=dt.date(2026, 7, 1), next_on=None), NONE),
    "half a year has passed": (but(rhythm="halfjaar", last_on=dt.date(2026, 3, 30), next_on=None), LONG),
    "half a year less a day": (but(rhythm="halfjaar", last_on=dt.date(2026, 4, 1), next_on=None), NONE),
    "a year has passed": (but(last_on=dt.date(2025, 9, 30), next_on=None), LONG),
    "a year less a day": (but(last_on=dt.date(2025, 10, 1), next_on=None), NONE),
    "no rhythm, nine months": (but(rhythm="", last_on=dt.date(2025, 12, 30), next_on=None), LONG),
    "no rhythm, nine months less a day": (but(rhythm="", last_on=dt.date(2026, 1, 1), next_on=None), NONE),
    "once and for all": (but(rhythm="eenmalig", last_on=dt.date(2023, 1, 1), next_on=None), []),
    "long ago, but a date lies ahead": (but(rhythm="kwartaal", next_on=DAY), []),
    "long ago, and the date passed": (but(rhythm="kwartaal", next_on=dt.date(2026, 9, 29)), LONG),
    "never yet": (but(last_on=None, rhythm="", next_on=None, is_established=False), LONG),
    "never yet, and new": (Facts(known_since=dt.date(2026, 1, 1)), []),
    # a next date
    "no next date": (but(next_on=None), NONE),
    "a date that passed": (but(next_on=dt.date(2026, 9, 29)), NONE),
    "a date that is today": (but(next_on=DAY), []),
    "the verslag is not done": (but(next_on=None, is_established=False), []),
    "once, but with a date that passed": (but(rhythm="eenmalig", next_on=dt.date(2026, 9, 1)), NONE),
    # corners
    "an empty corner": (but(seats=SEATS[:2]), EMPTY),
    "a last day yesterday": (but(seats=(*SEATS[:2], replace(SEATS[2], ends_on=dt.date(2026, 9, 29)))), EMPTY),
    "a last day today": (but(seats=(*SEATS[:2], replace(SEATS[2], ends_on=DAY))), []),
    "a successor that still has to begin": (
        but(seats=(*SEATS[:2], Sitting(3, "eigenaar", "Marijke", dt.date(2026, 10, 1)))),
        EMPTY,
    ),
    "nobody ever": (but(seats=()), []),
    # newcomers
    "a new eigenaar": (joining("eigenaar"), [("nieuw-gezicht", "4")]),
    "a new opdrachtgever": (joining("opdrachtgever"), [("nieuwe-opdrachtgever", "4")]),
    "began on the day of the conversation": (joining("eigenaar", begins_on=MARCH), []),
    "began the day after": (joining("eigenaar", begins_on=dt.date(2026, 3, 13)), [("nieuw-gezicht", "4")]),
    "still has to begin": (joining("eigenaar", begins_on=dt.date(2026, 10, 1)), []),
    "left again": (joining("eigenaar", ends_on=dt.date(2026, 9, 29)), []),
    "was at the table already": (joining("eigenaar", has_met=True), []),
    "the same person again": (joining("eigenaar", person=" marijke"), []),
    "the same person in another corner": (joining("eigenaar", person="Sjoerd"), [("nieuw-gezicht", "4")]),
    "no conversation yet to be new to": (replace(joining("eigenaar"), last_on=None, known_since=DAY), []),
    # agreements
    "past its date": (but(promises=(Promise(7, "Bellen", dt.date(2026, 9, 29)),)), OVERDUE),
    "due today": (but(promises=(Promise(7, "Bellen", DAY),)), []),
    "without a date": (but(promises=(Promise(7, "Bellen"),)), []),
    "judged niet": (but(promises=(Promise(7, "Bellen", not_kept=("eigenaar",)),)), NOT_KEPT),
    "judged niet and late": (but(promises=(Promise(7, "Bellen", MARCH, not_kept=("eigenaar",)),)), NOT_KEPT),
    "judged niet, but just talked of": (
        but(
            is_established=False, last_on=dt.date(2026, 9, 28), promises=(Promise(7, "Bellen", not_kept=("eigenaar",)),)
        ),
        [],
    ),
    "judged niet, and a draft that was left lying": (
        but(
            is_established=False, last_on=dt.date(2026, 7, 1), promises=(Promise(7, "Bellen", not_kept=("eigenaar",)),)
        ),
        NOT_KEPT,
    ),
    # distances
    "grew by two": (but(before={"vertrouwen": [3, 4]}, last={"vertrouwen": [2, 5]}), [("verder-uiteen", "vertrouwen")]),
    "grew by one": (but(before={"vertrouwen": [3, 4]}, last={"vertrouwen": [3, 5]}), []),
    "shrank by two": (but(before={"vertrouwen": [1, 4]}, last={"vertrouwen": [3, 4]}), []),
    "geen beeld is no distance": (but(before={"vertrouwen": [3, None]}, last={"vertrouwen": [1, 5]}), []),
    "not scored before": (but(before={}, last={"vertrouwen": [1, 5]}), []),
    # a conversation that comes
    "planned": (but(rhythm="kwartaal", next_on=None, plans=(COMING,)), []),
    "planned for today": (but(next_on=None, plans=(replace(COMING, held_on=DAY),)), []),
    "planned for yesterday": (but(next_on=None, plans=(replace(COMING, held_on=dt.date(2026, 9, 29)),)), NONE),
    "in the room since yesterday": (
        but(next_on=None, plans=(replace(COMING, held_on=dt.date(2026, 9, 29), is_running=True),)),
        [],
    ),
    "being planned": (but(next_on=None, plans=(Plan(None, dt.date(2026, 7, 2)),)), []),
    "left lying": (but(next_on=None, plans=(Plan(None, dt.date(2026, 7, 1)),)), NONE),
    "planned, late all the same": (but(plans=(COMING,), promises=(Promise(7, "Bellen", MARCH),)), []),
    "planned with an empty corner": (but(plans=(COMING,), seats=SEATS[:2]), EMPTY),
    "planned without the newcomer": (replace(joining("eigenaar"), plans=(COMING,)), [("nieuw-gezicht", "4")]),
    "planned with the newcomer": (replace(joining("eigenaar"), plans=(replace(COMING, seats=frozenset({4})),)), []),
}


@pytest.mark.parametrize(("facts", "expected"), CASES.values(), ids=CASES)
def test_the_signs_of_a_day(facts, expected):
    assert kinds(facts) == expected


WHY = {
    "long": (
        but(rhythm="halfjaar", next_on=None),
        "Het laatste gesprek was op 12 maart 2026. Afgesproken is: elk halfjaar.",
    ),
    "no rhythm": (
        but(rhythm="", last_on=dt.date(2025, 10, 9), next_on=None),
        "Het laatste gesprek was op 9 oktober 2025. Er is geen ritme afgesproken.",
    ),
    "passed": (
        but(next_on=dt.date(2026, 9, 1)),
        "Het volgende gesprek zou op 1 september 2026 zijn, maar het is niet gepland.",
    ),
    "opdrachtgever": (
        joining("opdrachtgever"),
        "Fatma is sinds 1 juni 2026 opdrachtgever. "
        "Met een nieuwe opdrachtgever verandert de opgave: wacht niet tot het volgende gesprek.",
    ),
    "niet": (
        but(promises=(Promise(7, "Elke maand\nbellen", not_kept=("eigenaar", "opdrachtgever")),)),
        "De opdrachtgever en de eigenaar vinden dat deze afspraak niet is nagekomen: ‘Elke maand bellen’",
    ),
    "late": (
        but(promises=(Promise(7, "Bellen", MARCH),)),
        "‘Bellen’ Dit zou uiterlijk 12 maart 2026 klaar zijn.",
    ),
    "to look back on": (
        but(promises=(Promise(7, "Bellen", MARCH, is_standing=True),)),
        "‘Bellen’ We zouden er uiterlijk 12 maart 2026 op terugkijken.",
    ),
    "further": (
        but(before={"v": [3, 3]}, last={"v": [2, 5]}, names={"v": "Vertrouwen"}),
        "Bij ‘Vertrouwen’ groeide de afstand: eerst alle scores gelijk, de laatste keer 3 punten uit elkaar.",
    ),
}


@pytest.mark.parametrize(("facts", "why"), WHY.values(), ids=WHY)
def test_a_sign_says_why(facts, why):
    (sign,) = find_signs(facts, DAY)
    assert sign.why == why
    assert sign.act == "Plan een gesprek"


def test_an_empty_corner_is_filled_first():
    (sign,) = find_signs(but(seats=SEATS[:2]), DAY)
    assert sign.act == "Vul de eigenaar in"


def test_a_long_agreement_is_cut_at_a_word():
    (sign,) = find_signs(but(promises=(Promise(7, "bellen " * 40, MARCH),)), DAY)
    assert sign.why.startswith("‘bellen")
    assert "bellen…’" in sign.why
    assert len(sign.why) < 230


def test_what_matters_most_stands_first():
    facts = replace(
        joining("opdrachtgever"),
        next_on=None,
        promises=(Promise(8, "Schrijven", MARCH), Promise(7, "Bellen", not_kept=("eigenaar",))),
    )
    expected = ["nieuwe-opdrachtgever", "niet-nagekomen", "over-de-datum", "geen-datum"]
    assert [kind for kind, _ in kinds(facts)] == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2025, 11, 30), 3, (2026, 2, 28)),
        ((2023, 11, 30), 3, (2024, 2, 29)),
        ((2026, 3, 31), 6, (2026, 9, 30)),
        ((2026, 12, 31), 12, (2027, 12, 31)),
    ],
)
def test_months_end_where_the_calendar_does(day, months, expected):
    assert add_months(dt.date(*day), months) == dt.date(*expected)
