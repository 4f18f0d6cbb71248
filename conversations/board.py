"""What a score board shows: the page, the poll, the big screen and the report all read this one object.

A row that is not shown holds no score at all, so that nothing can leak from it. In a naamloos conversation the corner
is not even read from the database.
"""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property

from django.db.models import BooleanField, ExpressionWrapper, Q

from driehoek.prepared import Prepared, as_dicts
from driehoek.templatetags.dutch import in_words
from principles.models import PrincipleText

from .models import Conversation, Participant, Score, Showing
from .scoring import CORNERS, distance, is_large, lies_where, widest_first
from .strip import abstention_words, counted_words, describe, distance_words, enumerate_words


def of_conversation(rows):
    """Return the question for those of `rows`, a values_list, that belong to a conversation (its key)."""
    return Prepared(lambda conversation: rows.filter(conversation=conversation), conversation=-9001)


# Read for every board, so put into SQL once.
ANSWERS = of_conversation(Score.objects.counted().order_by().values_list("principle__code", "participant"))
SHOWINGS = of_conversation(Showing.objects.order_by().values_list("principle__code", "shown_at"))
FOR_ABSENT = Q(participant__speaker__isnull=False) & ~Q(entry=Score.Entry.ZELF)
SHOWN = Score.objects.shown().order_by().annotate(for_absent=ExpressionWrapper(FOR_ABSENT, BooleanField()))
COLUMNS = ("principle__code", "shown_at", "value", "for_absent")
SHOWN_SCORES = {
    Conversation.Display.PER_HOEK: of_conversation(SHOWN.values_list(*COLUMNS, "corner")),
    Conversation.Display.NAAMLOOS: of_conversation(SHOWN.values_list(*COLUMNS)),
}
WORDING = (
    *("principle__code", "name", "explanation", "core_question"),
    *("scale_low", "scale_middle", "scale_high", "pole_low", "pole_high"),
)
IN_ORDER = ("principle__position", "principle__code")
PINNED = of_conversation(PrincipleText.objects.order_by(*IN_ORDER).values_list(*WORDING))
CURRENT = Prepared(lambda: PrincipleText.objects.current().order_by(*IN_ORDER).values_list(*WORDING))
ATTENDANCE = Participant.objects.order_by().values_list("pk", "attendance")


@dataclass(frozen=True)
class Row:
    """One principle. `scores` are pairs (corner or None, 1-5 or None), sorted; empty while the row is not shown."""

    code: str
    name: str
    question: str
    poles: tuple[str, str]
    words: tuple[str, str, str]  # what 1, 3 and 5 mean
    shown: bool = False
    answered: int = 0
    expected: int = 0
    scores: tuple[tuple[str | None, int | None], ...] = ()
    late: int = 0  # how many of the scores came after the others were shown
    for_absent: int = 0  # how many were given by somebody who speaks for an absent one

    @cached_property
    def distance(self):
        """Whole points from 0 to 4, or None without two scores."""
        return distance([value for _, value in self.scores])

    @property
    def distance_words(self):
        return distance_words(self.distance)

    @property
    def is_large(self):
        """Whether these are the scores of a large table: then counts stand beside the marks."""
        return is_large(self.scores)

    @property
    def late_words(self):
        """How many scores came after showing, in words, or ''."""
        if not self.late:
            return ""
        return (
            "Eén score is na het tonen gegeven." if self.late == 1 else f"{self.late} scores zijn na het tonen gegeven."
        )

    @property
    def absent_words(self):
        """How many scores were given for somebody absent, in words, or ''; never which ones."""
        if not self.for_absent:
            return ""
        if self.for_absent == 1:
            return "Eén score is gegeven namens een afwezige."
        return f"{in_words(self.for_absent).capitalize()} scores zijn gegeven namens afwezigen."

    @property
    def abstentions(self):
        """Who has 'geen beeld', in words, or ''."""
        return abstention_words(self.scores)

    @property
    def sentence(self):
        return describe(self.scores)

    @property
    def stand(self):
        """A short text that changes whenever what this row may show changes; it follows from nothing hidden."""
        seen = (self.shown, self.answered, self.expected, self.scores, self.for_absent)
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]

    def as_content(self):
        """Return the row as plain values for JSON; what it does not have to say is left out."""
        told = asdict(self)
        return told if self.for_absent else {name: value for name, value in told.items() if name != "for_absent"}

    def cells(self, corners):
        """Return the numbers as texts, one per corner; of a naamloos row `corners` is (None,) and there is one text."""
        places = lies_where(self.scores)
        say = counted_words if self.is_large else enumerate_words
        return [_cell(places.get(corner, []), say) for corner in corners]


@dataclass(frozen=True)
class Board:
    """All principles of one conversation: shown ones first, the widest distance on top."""

    display: str
    rows: tuple[Row, ...]

    @property
    def shown(self):
        return [row for row in self.rows if row.shown]

    @property
    def is_per_hoek(self):
        return self.display == Conversation.Display.PER_HOEK

    @property
    def legend(self):
        """The corners to explain, in their fixed order; none when the conversation is naamloos."""
        return list(CORNERS) if self.is_per_hoek else []

    @property
    def columns(self):
        """The heads of the columns with numbers."""
        return [corner.capitalize() for corner in CORNERS] if self.is_per_hoek else ["Scores"]

    @property
    def numbers(self):
        """The shown rows as a table: (row, [(head of the column, numbers as text)])."""
        corners = CORNERS if self.is_per_hoek else (None,)
        return [(row, list(zip(self.columns, row.cells(corners), strict=True))) for row in self.shown]

    def numbers_of(self, code):
        """The pairs of `numbers` of one principle; none while it is hidden."""
        return next((cells for row, cells in self.numbers if row.code == code), [])

    def as_content(self):
        """Return the shown rows as plain values for JSON."""
        return {"display": str(self.display), "rows": [row.as_content() for row in self.shown]}

    @classmethod
    def from_content(cls, content):
        """Return the board that `as_content` was made of, also after a round trip through JSON."""
        return cls(content["display"], tuple(_row_from(row) for row in content["rows"]))


def build_board(conversation, people=None):
    """Return the Board of a conversation, reading shown scores only, in five queries whatever its size.

    `people` are pairs (key, attendance) of its participants, for who has them already; then it takes four.
    """
    answers = ANSWERS.ask(conversation=conversation.pk)
    answered = Counter(code for code, _ in answers)
    people = ATTENDANCE.filter(conversation=conversation.pk) if people is None else people
    expected = _expected(people, {participant for _, participant in answers})
    shown = dict(SHOWINGS.ask(conversation=conversation.pk))
    scores, late, for_absent = _shown_scores(conversation, shown)
    rows = [
        Row(
            code=text["principle__code"],
            name=text["name"],
            question=text["core_question"],
            poles=(text["pole_low"], text["pole_high"]),
            words=(text["scale_low"], text["scale_middle"], text["scale_high"]),
            shown=text["principle__code"] in shown,
            answered=answered.get(text["principle__code"], 0),
            expected=max(expected, answered.get(text["principle__code"], 0)),
            scores=arrange(scores.get(text["principle__code"], ()) if text["principle__code"] in shown else ()),
            late=late[text["principle__code"]],
            for_absent=for_absent[text["principle__code"]],
        )
        for text in held_with(conversation)
    ]
    return Board(conversation.display, tuple(order(rows, conversation.focus)))


def find_row(board, code):
    """Return the row of a principle, or None."""
    return next((row for row in board.rows if row.code == code), None)


def arrange(scores):
    """Return pairs (corner, value) in an order that says nothing about who answered when: corner, value, geen beeld."""
    places = lies_where(scores)
    return tuple((corner, value) for corner, values in places.items() for value in values)


def order(rows, focus):
    """Return rows widest first; equal ones with the focus on top, then in the fixed order; not shown ones last."""
    in_conversation_order = sorted(rows, key=lambda row: focus.index(row.code) if row.code in focus else len(focus))
    return sorted(widest_first(in_conversation_order, lambda row: row.distance), key=lambda row: not row.shown)


def held_with(conversation):
    """Return the wording of each principle that the conversation is held with, as dicts in the fixed order.

    These are the pinned texts, or the current ones while nothing is pinned.
    """
    rows = PINNED.ask(conversation=conversation.pk) if conversation.pinned_at else CURRENT.ask()
    return as_dicts(WORDING, rows)


def _expected(people, scored):
    """Return how many scores each principle waits for: everybody but the absent, and the absent in `scored` (keys)."""
    return sum(attendance != Participant.Attendance.AFWEZIG or pk in scored for pk, attendance in people)


def _shown_scores(conversation, shown):
    """Return {code of principle: [(corner or None, value)]} of what was shown, and counts per code.

    These are how many came late, and how many were given for somebody absent. `shown` is {code: when it was first}.
    """
    found, late, for_absent = {}, Counter(), Counter()
    for code, at, value, is_for_absent, *corner in SHOWN_SCORES[conversation.display].ask(conversation=conversation.pk):
        found.setdefault(code, []).append((corner[0] if corner else None, value))
        late[code] += code in shown and at > shown[code]
        for_absent[code] += code in shown and is_for_absent
    return found, late, for_absent


def _cell(values, say):
    """Return values, those of geen beeld last, as one text; `say` puts a list into words."""
    given, absent = [str(value) for value in values if value is not None], values.count(None)
    if absent:
        given.append("geen beeld" if absent == 1 else f"{absent} × geen beeld")
    return say(given) if given else "–"


def _row_from(row):
    pairs = {name: tuple(row[name]) for name in ("poles", "words")}
    return Row(**row | pairs | {"scores": tuple((corner, value) for corner, value in row["scores"])})
