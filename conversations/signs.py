"""Signs that it is time to talk: pure, from plain facts about one triangle and a day.

A conversation that is coming answers most of them, so then only an empty corner is left, and who is not invited yet.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from driehoek.dates import spoken

from .scoring import CORNERS, distance
from .strip import distance_words, enumerate_words

LONG, CORNER_EMPTY, NEW_PERSON, NEW_OPDRACHTGEVER = "lang-geleden", "lege-hoek", "nieuw-gezicht", "nieuwe-opdrachtgever"
OVERDUE, NOT_KEPT, FURTHER_APART, NO_DATE = "over-de-datum", "niet-nagekomen", "verder-uiteen", "geen-datum"
KINDS = (NEW_OPDRACHTGEVER, CORNER_EMPTY, NEW_PERSON, NOT_KEPT, FURTHER_APART, OVERDUE, LONG, NO_DATE)  # as they stand
PLAN_ACT, MEET_ACT = "Plan een gesprek", "Plan een kort kennismakingsgesprek"
MONTHS = {"kwartaal": 3, "halfjaar": 6, "jaar": 12}
WITHOUT_RHYTHM = 9  # months
RHYTHM_WORDS = {"kwartaal": "elk kwartaal", "halfjaar": "elk halfjaar", "jaar": "elk jaar"}
ONCE = "eenmalig"
LEFT_LYING = timedelta(days=90)  # a plan without a date, or a draft, that lies there so long is none
GREW_BY = 2  # points
QUOTED = 160  # characters


@dataclass(frozen=True)
class Sign:
    """`kind` is one of KINDS, `subject` says within it what it is about, `why` is Dutch."""

    kind: str
    subject: str
    why: str

    @property
    def act(self):
        """What is on the button."""
        if self.kind == CORNER_EMPTY:
            return f"Vul de {self.subject} in"
        return MEET_ACT if self.kind == NEW_PERSON else PLAN_ACT


@dataclass(frozen=True)
class Sitting:
    """A seat with its first and last day (inclusive, None is open); `has_met` tells that they were at the table."""

    key: int
    corner: str
    person: str
    begins_on: date | None = None
    ends_on: date | None = None
    has_met: bool = False

    def is_on(self, day):
        return (self.begins_on is None or self.begins_on <= day) and (self.ends_on is None or self.ends_on >= day)


@dataclass(frozen=True)
class Plan:
    """A conversation that was not held yet: its date, the day of its last change, and the keys of the seats on it."""

    held_on: date | None
    changed_on: date
    seats: frozenset = frozenset()
    is_running: bool = False

    def is_coming(self, day):
        if self.held_on is None:
            return self.is_running or day - self.changed_on <= LEFT_LYING
        return self.is_running or self.held_on >= day


@dataclass(frozen=True)
class Promise:
    """An open agreement of a vastgesteld verslag. `due_on` is None for what has no date to be kept by.

    `not_kept` are the corners that judged it 'niet' the last time it was judged and shown.
    """

    key: int
    text: str
    due_on: date | None = None
    is_standing: bool = False
    not_kept: tuple = ()


@dataclass(frozen=True)
class Facts:
    """What is known of one triangle.

    `last_on` is the day of the last conversation that was held, or None; `rhythm` and `next_on` are what was agreed
    then. `last` and `before` are the shown scores of the last two vastgesteld conversations that have any, as
    {code of principle: values 1-5 or None}; `names` tells what the principles are called.
    """

    known_since: date
    last_on: date | None = None
    rhythm: str = ""
    next_on: date | None = None
    is_established: bool = False  # whether the verslag of that last conversation is
    seats: tuple = ()
    plans: tuple = ()
    promises: tuple = ()
    last: Mapping = field(default_factory=dict)
    before: Mapping = field(default_factory=dict)
    names: Mapping = field(default_factory=dict)


def find_signs(facts, day):
    """Return the Signs of a triangle on `day`, in the order of KINDS; a pair of kind and subject comes once."""
    coming = [plan for plan in facts.plans if plan.is_coming(day)]
    found = [*empty_corners(facts, day), *newcomers(facts, day, coming)]
    if not coming:
        if not is_settling(facts, day):
            found += [*broken_promises(facts, day), *grown_distances(facts)]
        found += long_ago(facts, day) or no_next_date(facts, day)
    return sorted(found, key=lambda sign: KINDS.index(sign.kind))


def is_settling(facts, day):
    """Whether the table has just talked, and what became of it is not vastgesteld yet."""
    return facts.last_on is not None and not facts.is_established and day - facts.last_on < LEFT_LYING


def empty_corners(facts, day):
    """A triangle in which nobody ever sat has no empty corner yet: it is being made."""
    filled = {seat.corner for seat in facts.seats if seat.is_on(day)}
    if facts.seats:
        for corner in CORNERS:
            if corner not in filled:
                why = f"Er zit nu niemand in de hoek van de {corner}. Dan ontbreekt er een kant van het gesprek."
                yield Sign(CORNER_EMPTY, corner, why)


def newcomers(facts, day, coming):
    """Tell of everybody who took a seat after the last conversation and is not invited to one that comes."""
    invited = {key for plan in coming for key in plan.seats}
    for seat in facts.seats:
        if seat.is_on(day) and seat.key not in invited and is_new(seat, facts):
            yield meet(seat)


def is_new(seat, facts):
    """Whether a seat began after the last conversation, for somebody who did not sit in that corner before."""
    if facts.last_on is None or seat.begins_on is None or seat.begins_on <= facts.last_on or seat.has_met:
        return False
    return not any(
        other.corner == seat.corner
        and folded(other.person) == folded(seat.person)
        and (other.begins_on is None or other.begins_on <= facts.last_on)
        for other in facts.seats
    )


def folded(name):
    return " ".join(name.split()).casefold()


def meet(seat):
    since = f"{seat.person} is sinds {spoken(seat.begins_on)} {seat.corner}"
    if seat.corner == "opdrachtgever":
        why = f"{since}. Met een nieuwe opdrachtgever verandert de opgave: wacht niet tot het volgende gesprek."
        return Sign(NEW_OPDRACHTGEVER, str(seat.key), why)
    why = f"{since} en was nog niet bij een gesprek. Wat de anderen afspraken, kent deze persoon alleen van papier."
    return Sign(NEW_PERSON, str(seat.key), why)


def broken_promises(facts, day):
    """An agreement that was judged is not called late as well."""
    for promise in facts.promises:
        quoted = f"‘{shortened(promise.text)}’"
        if promise.not_kept:
            corners = [corner for corner in CORNERS if corner in promise.not_kept]
            verb = "vindt" if len(corners) == 1 else "vinden"
            who = enumerate_words([f"de {corner}" for corner in corners])
            why = f"{who[0].upper()}{who[1:]} {verb} dat deze afspraak niet is nagekomen: {quoted}"
            yield Sign(NOT_KEPT, str(promise.key), why)
        elif promise.due_on and promise.due_on < day:
            late = (
                "We zouden er uiterlijk {} op terugkijken."
                if promise.is_standing
                else "Dit zou uiterlijk {} klaar zijn."
            )
            why = f"{quoted} {late.format(spoken(promise.due_on))}"
            yield Sign(OVERDUE, str(promise.key), why)


def shortened(text):
    """Return a text on one line, cut at a word when it is long."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]}…"


def grown_distances(facts):
    """Compare principles that were scored both times."""
    for code, values in facts.last.items():
        now, then = distance(values), distance(facts.before.get(code, ()))
        if now is not None and then is not None and now - then >= GREW_BY:
            name = facts.names.get(code, code)
            why = (
                f"Bij ‘{name}’ groeide de afstand: eerst {distance_words(then)}, de laatste keer {distance_words(now)}."
            )
            yield Sign(FURTHER_APART, code, why)


def long_ago(facts, day):
    """Measure against the chosen rhythm. What was eenmalig, or has a date that lies ahead, is not waited for."""
    if facts.rhythm == ONCE or (facts.next_on and facts.next_on >= day):
        return []
    since = facts.last_on or facts.known_since
    if add_months(since, MONTHS.get(facts.rhythm, WITHOUT_RHYTHM)) > day:
        return []
    if facts.last_on is None:
        why = f"Deze driehoek staat hier sinds {spoken(since)} en er is nog geen gesprek geweest."
    elif facts.rhythm in MONTHS:
        why = f"Het laatste gesprek was op {spoken(since)}. Afgesproken is: {RHYTHM_WORDS[facts.rhythm]}."
    else:
        why = f"Het laatste gesprek was op {spoken(since)}. Er is geen ritme afgesproken."
    return [Sign(LONG, "", why)]


def no_next_date(facts, day):
    """A date that passed without a conversation counts as none; before vaststellen nothing is missing."""
    if not facts.is_established or (facts.next_on and facts.next_on >= day):
        return []
    if facts.next_on:
        why = f"Het volgende gesprek zou op {spoken(facts.next_on)} zijn, maar het is niet gepland."
    elif facts.rhythm == ONCE:
        return []
    else:
        why = "Er is nog geen datum voor het volgende gesprek."
    return [Sign(NO_DATE, "", why)]


def add_months(day, months):
    """Return the same day so many months later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
