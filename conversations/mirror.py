"""How the corners thought of one another: shown guesses beside the shown scores, per corner that was thought of.

Only what the facilitator showed is read from the database, so that nothing can leak from it. There is no mean: every
value is said.
"""

from dataclasses import dataclass

from .models import Guess
from .scoring import CORNERS, lies_where
from .strip import counted_words, many

UNSURE = {1: "één wist het niet"}
NO_VIEW = {1: "één had geen beeld"}


@dataclass(frozen=True)
class Side:
    """One corner: what it gave and what the others thought that it gave, both pairs (corner, 1-5 or None), sorted."""

    about: str
    given: tuple
    guesses: tuple

    @property
    def sentences(self):
        """Say per corner what it thought, and what the truth was."""
        truth = gave(self.about, [value for _, value in self.given])
        return [
            f"{thought(corner, self.about, values)}; {truth}." for corner, values in lies_where(self.guesses).items()
        ]


@dataclass(frozen=True)
class Mirror:
    """One principle: a Side per corner of which anything was thought, in the fixed order."""

    code: str
    name: str
    sides: tuple[Side, ...]

    @property
    def sentences(self):
        return [sentence for side in self.sides for sentence in side.sentences]


def thought(corner, about, values):
    """Say what the people of `corner` thought: their values from low to high, None for who did not know last."""
    known, unsure = [value for value in values if value is not None], values.count(None)
    several = len(values) > 1
    if not known:
        return f"{many(corner, values)} {'wisten' if several else 'wist'} niet wat {about} gaf"
    *most, last = counted_words(known).split(", ")
    told = f"{', '.join(most)} of {last}" if most else last
    words = f"{many(corner, values)} {'dachten' if several else 'dacht'} dat {about} {told} gaf"
    return f"{words} ({UNSURE.get(unsure, f'{unsure} wisten het niet')})" if unsure else words


def gave(about, values):
    """Say what the people of a corner gave, from low to high."""
    known, absent = [value for value in values if value is not None], values.count(None)
    who, several = many(about, values).lower(), len(values) > 1
    if not values:
        return f"{who} gaf geen score"
    if not known:
        return f"{who} {'hadden' if several else 'had'} geen beeld"
    *most, last = counted_words(known).split(", ")
    told = f"{', '.join(most)} en {last}" if most else last
    words = f"{who} {'gaven' if several else 'gaf'} {told}"
    return f"{words} ({NO_VIEW.get(absent, f'{absent} hadden geen beeld')})" if absent else words


def reflect(row, guesses):
    """Return the Mirror of a shown board row with `guesses`, triples (corner, about, value); None without any."""
    if not guesses or not row.shown:
        return None
    sides = [
        Side(about, belonging(row.scores, about), order((who, value) for who, whom, value in guesses if whom == about))
        for about in CORNERS
    ]
    return Mirror(row.code, row.name, tuple(side for side in sides if side.guesses))


def belonging(scores, corner):
    return tuple((who, value) for who, value in scores if who == corner)


def order(pairs):
    """Return pairs (corner, value) in an order that says nothing about who answered when."""
    return tuple((corner, value) for corner, values in lies_where(list(pairs)).items() for value in values)


def read_shown(conversation, **which):
    """Return {code of a principle: [(corner, about, value)]} of what was shown; asks nothing where it is not asked."""
    if not conversation.mirror:
        return {}
    rows = Guess.objects.shown().filter(conversation=conversation.pk, **which)
    found = {}
    for code, *guess in rows.order_by().values_list("principle__code", "corner", "about", "value"):
        found.setdefault(code, []).append(tuple(guess))
    return {code: sorted(guesses, key=place_of) for code, guesses in found.items()}


def place_of(guess):
    corner, about, value = guess
    return CORNERS.index(corner), CORNERS.index(about), value is None, value or 0


def read_mirror(conversation, row):
    """Return the Mirror of one board row, or None while its guesses are not shown, in at most one query."""
    found = read_shown(conversation, principle__code=row.code) if row.shown else {}
    return reflect(row, found.get(row.code))


def count_guessers(conversation, code):
    """Return how many people said what the others would score, on a principle of which that is not shown."""
    waiting = conversation.guesses.counted().filter(principle__code=code, shown_at__isnull=True)
    return waiting.order_by().values("participant").distinct().count()


def as_content(conversation):
    """Return {'mirror': what was shown, as plain values for JSON}, or {} where nothing was."""
    found = read_shown(conversation)
    return {"mirror": {code: [list(guess) for guess in guesses] for code, guesses in found.items()}} if found else {}


def from_content(content, board):
    """Return the Mirrors of a report, in the order of its board; older content has none."""
    found = content.get("mirror") or {}
    made = [reflect(row, [tuple(guess) for guess in found.get(row.code, ())]) for row in board.shown]
    return [mirror for mirror in made if mirror]
