"""The matrix in which the facilitator enters scores: participants by principles, without a value that another gave."""

from dataclasses import dataclass

from . import route
from .board import held_with
from .forms.meeting import NO_VIEW
from .models import Op, Participant, Score
from .speaking import people_of


@dataclass(frozen=True)
class Cell:
    """One score in the matrix. `state` is leeg, eigen (typed by who looks), ander (by another) or zelf (no value)."""

    part: str
    name: str
    code: str
    version: int
    state: str
    value: str = ""
    is_shown: bool = False
    error: str = ""  # what is wrong with what was sent, to be said here

    @property
    def explanation(self):
        """The part of the explanation beside this score."""
        return self.part.replace("score", "toelichting", 1)


@dataclass(frozen=True)
class MatrixRow:
    person: Participant
    cells: list[Cell]

    @property
    def is_own(self):
        """Whether this participant scored everything without help."""
        return all(cell.state == "zelf" for cell in self.cells)


def build_matrix(conversation, user):
    """Return the MatrixRows of whoever counts, in the order of the corners, in four queries."""
    names = {text["principle__code"]: text["name"] for text in held_with(conversation)}
    people = people_of(conversation)
    scores = conversation.scores.select_related("principle")
    given = {(score.participant_id, score.principle.code): score for score in scores}
    typed = typed_parts(conversation, "score:")
    codes = route.put_focus_first(list(names), conversation.focus)
    return [
        MatrixRow(person, [to_cell(person, code, names[code], given, typed, user) for code in codes])
        for person in people
    ]


def to_cell(person, code, name, given, typed, user):
    score = given.get((person.pk, code))
    part = f"score:{person.pk}:{code}"
    if score is None:  # a score that was cleared had versions too
        return Cell(part, name, code, max((version for known, version in typed if known == part), default=0), "leeg")
    shown = score.shown_at is not None
    if score.entry == Score.Entry.ZELF:
        return Cell(part, name, code, score.version, "zelf")
    if typed.get((part, score.version)) != user.pk:
        return Cell(part, name, code, score.version, "ander", is_shown=shown)
    value = NO_VIEW if score.value is None else str(score.value)
    return Cell(part, name, code, score.version, "eigen", value, shown)


def typed_parts(conversation, prefix):
    """Return {(part, version): user or None} of all saves; who reads a page may see again what they typed."""
    saves = Op.objects.filter(conversation=conversation, part__startswith=prefix)
    return {(part, version): user for part, version, user in saves.values_list("part", "version", "user_id")}
