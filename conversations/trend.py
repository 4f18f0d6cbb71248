"""How far the corners lay apart last time and the time before: shown scores of conversations that are vastgesteld."""

from dataclasses import dataclass

from driehoek.prepared import Prepared, as_dicts
from principles.models import PrincipleText

from .board import Board, Row, arrange, order
from .models import ESTABLISHED, Conversation, Score
from .scoring import distance
from .strip import distance_words, enumerate_words

SHOWN = (
    Score.objects.shown()
    .filter(conversation__phase__in=ESTABLISHED)
    .order_by()
    .values_list("conversation", "conversation__display", "principle__code", "corner", "value")
)
SHOWN_OF = Prepared(lambda triangle: SHOWN.filter(conversation__triangle=triangle), triangle=-9001)
WORDING = ("principle__code", "name", "pole_low", "pole_high")
TEXTS = Prepared(lambda: PrincipleText.objects.current().values_list(*WORDING))


@dataclass(frozen=True)
class Trend:
    """`board` shows the last conversation. `last` and `before` are dicts with held_on and participants, or None.

    `earlier` holds the scores of the time before as {code of principle: pairs (corner or None, value)}.
    """

    board: Board
    earlier: dict
    last: dict
    before: dict | None

    @property
    def rows(self):
        """The shown rows as (row, scores of the time before or None, their distance in words or '')."""
        found = [(row, self.earlier.get(row.code)) for row in self.board.shown]
        return [(row, scores, gap_words(scores) if scores else "") for row, scores in found]

    @property
    def numbers(self):
        """The same as a table: (row, [(head of the column, numbers as text)], distance of the time before in words)."""
        return [(row, cells, words) for (row, cells), (_, _, words) in zip(self.board.numbers, self.rows, strict=True)]

    @property
    def needs_care(self):
        """Whether another number of people took part, so that the two compare badly."""
        return self.before is not None and self.before["participants"] != self.last["participants"]


class ShownScores:
    """The shown scores of all conversations of a triangle that are vastgesteld, in two queries."""

    def __init__(self, triangle):
        self.by_conversation = read_scores(SHOWN_OF.ask(triangle=triangle.pk))
        self.texts = as_dicts(WORDING, TEXTS.ask()) if self.by_conversation else []

    def widest(self, conversation):
        """Return the names of the principles that lie furthest apart in a conversation (a key); '' when none do."""
        scores = self.by_conversation.get(conversation, {})
        gaps = {code: distance([value for _, value in pairs]) or 0 for code, pairs in scores.items()}
        most = max(gaps.values(), default=0)
        names = [text["name"].lower() for text in self.texts if most and gaps.get(text["principle__code"]) == most]
        return enumerate_words(names) if names else ""

    def trend(self, conversations):
        """Return the Trend of the newest two of `conversations`, dicts from new to old; None without any scores."""
        scored = [row for row in conversations if row["pk"] in self.by_conversation][:2]
        if not scored:
            return None
        last, before = (*scored, None)[:2]
        earlier = self.by_conversation[before["pk"]] if before else {}
        rows = order([self.row(text, self.by_conversation[last["pk"]]) for text in self.texts], last["focus"])
        return Trend(
            Board(last["display"], tuple(rows)), {code: arrange(earlier[code]) for code in earlier}, last, before
        )

    def row(self, text, scores):
        code = text["principle__code"]
        poles = text["pole_low"], text["pole_high"]
        return Row(code, text["name"], "", poles, (), shown=code in scores, scores=arrange(scores.get(code, ())))


def read_scores(rows):
    """Return {conversation: {code of principle: [(corner or None, value)]}}; of a naamloos conversation no corner.

    `rows` are those of SHOWN.
    """
    found = {}
    for key, display, code, corner, value in rows:
        place = corner if display == Conversation.Display.PER_HOEK else None
        found.setdefault(key, {}).setdefault(code, []).append((place, value))
    return found


def gap_words(scores):
    return distance_words(distance([value for _, value in scores]))
