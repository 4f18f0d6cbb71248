"""The page of a report that lays it beside the conversation before, from its content alone. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from .board import Board, Row
from .comparing import moment, table_words, wording_words
from .report_text import STATUS, day, sentence
from .scoring import CORNERS
from .strip import tallest

ABSENT = "afwezig"
VERDICTS = {"nagekomen": "nagekomen", "deels": "deels", "niet": "niet nagekomen"}
DECIDED = {"behouden": "Houden we", "gedaan": "Gedaan", "geparkeerd": "Geparkeerd", "vervallen": "Vervallen"}
NAMELESS = {
    "opvolging": "In een hoek zit nu iemand anders. Daarom staan de scores van toen hier zonder hoek.",
    "naamloos": "De scores van nu zijn naamloos. Daarom staan ook die van toen hier zonder hoek.",
}


@dataclass(frozen=True)
class Pair:
    """One principle then and now: `sides` are (when, Row or None where it was not scored); `caution` may be ''."""

    name: str
    sides: tuple[tuple[str, Row | None], ...]
    caution: str

    @property
    def height(self):
        """Return how many marks high both strips are drawn, so that they line up."""
        return max(tallest(row.scores) for _, row in self.sides if row)


def compare(content, board, mark_size):
    """Return what the page shows as a dict, or None when the content has nothing to compare with.

    `board` is that of the content, `mark_size` in px.
    """
    last = content.get("compared")  # a report of long ago does not have it
    if not last:
        return None
    earlier, then, now = Board.from_content(last["board"]), parsed(last), parsed(content["conversation"])
    changed = table_words(people(last["table"]), then, people(content["table"]), now)
    return {
        "then": day(last["held_on"]),
        "title": last["title"],
        "mark_size": mark_size,
        "cautions": [words for words in (changed, NAMELESS.get(last["nameless"], "")) if words],
        "pairs": [pair(code, earlier, board, (then, now), last["reworded"]) for code in codes(board, earlier)],
        "legend": board.legend or earlier.legend,
        "deals": [deal(row) for row in last["agreements"]],
    }


def parsed(talk):
    return talk["held_on"] and date.fromisoformat(talk["held_on"])


def people(table):
    return [(person["corner"], person["name"]) for person in table if person.get("attendance") != ABSENT]


def codes(board, earlier):
    """Return the codes of what was scored now or then: in the order of the report, what was not scored now last."""
    shown = [row.code for row in board.shown]
    return shown + [row.code for row in earlier.shown if row.code not in shown]


def pair(code, earlier, board, days, reworded):
    """Return the Pair of one principle; its rows carry their day in their name, for who hears the strips."""
    found = [next((row for row in each.shown if row.code == code), None) for each in (earlier, board)]
    name = (found[1] or found[0]).name
    sides = tuple(
        (f"{label}, {moment(held_on)}", row and replace(row, name=f"{name}, {moment(held_on)}"))
        for label, row, held_on in zip(("Toen", "Nu"), found, days, strict=True)
    )
    return Pair(name, sides, wording_words(days[0]) if code in reworded and all(found) else "")


def deal(agreement):
    """Return an agreement of last time, with what each corner said of it and what became of it, in words."""
    said = [(corner, VERDICTS.get(agreement["verdicts"].get(corner), "")) for corner in CORNERS]
    said = [(corner, words) for corner, words in said if words]
    return {**agreement, "said": said, "became": became(agreement, said)}


def became(agreement, said):
    decided = agreement["decided"]
    if decided is None:
        return STATUS.get(agreement["status"], "") or ("" if said else "Niet besproken.")
    until = f" tot {day(decided['until'])}" if decided["until"] else ""
    note = f" {sentence(decided['note'])}" if decided["note"].strip() else ""
    return f"{DECIDED.get(decided['what'], decided['what'])}{until}.{note}"
