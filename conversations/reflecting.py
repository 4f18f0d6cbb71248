"""The questions that the adviser chose for a conversation, and the answers that a participant gives beforehand."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from principles.models import QuestionText

from .models import Phase, Reflection
from .writing_by_link import ClosedError, claim, emptied, legible, lock, lower, put_text, take_back

MINUTES_EACH = 1.6


@dataclass(frozen=True)
class Asked:
    """One question as this conversation asks it; `pk` is that of the Question."""

    pk: int
    code: str
    text: str


def asked_of(conversation):
    """Return the Asked questions that the adviser chose, in their order and in the wording of this conversation."""
    texts = conversation.question_texts.all() if conversation.pinned_at else QuestionText.objects.current()
    chosen = texts.filter(question__in=conversation.questions.values("pk"))
    rows = chosen.order_by("question__position", "question__code").values_list("question", "question__code", "text")
    return [Asked(*row) for row in rows]


def answered(participant):
    """Return the keys of the questions that `participant` answered, or skipped on purpose."""
    return set(participant.reflections.answered().order_by().values_list("question", flat=True))


def progress(participant):
    """Return (how many questions are answered or skipped, how many there are, the code of the first that is not).

    When all are answered that is the first of all; without questions it is ''.
    """
    asked, done = asked_of(participant.conversation), answered(participant)
    left = [question for question in asked if question.pk not in done]
    return len(asked) - len(left), len(asked), next((question.code for question in left or asked), "")


def is_open(conversation):
    """Whether the questions can be answered: invited, and the preparation not closed."""
    return conversation.phase in {Phase.VOORBEREIDING, Phase.GESPREK} and not conversation.preparation_closed_at


def find_asked(conversation, code):
    """Return (the questions, the place of `code` among them). Raises Http404."""
    questions = asked_of(conversation)
    place = next((nr for nr, question in enumerate(questions) if question.code == code), None)
    if place is None:
        raise Http404
    return questions, place


def find_reflection(participant, question):
    """Return the answer of `participant` to an Asked question, unsaved when there is none."""
    found = participant.reflections.filter(question=question.pk).first()
    row = found or Reflection(question_id=question.pk, corner=participant.corner)
    row.participant, row.conversation = participant, participant.conversation
    return row


def read_reflection(participant, question):
    """Return the answer as its author may see it by link, with what they typed and did not save; see `legible`."""
    found = find_reflection(participant, question)
    row = legible(found)
    row.typed, row.typed_at, row.typed_in = found.typed_here, found.typed_at, found.typed_in
    return row


def unread_reflection(participant, question):
    """Return an empty answer, so that nothing shows of what was saved elsewhere."""
    return emptied(find_reflection(participant, question))


def save_reflection(visit, code, given, pages=()):
    """Save what was Given to a question, all or nothing; return whether anything changed.

    What was typed and not saved on one of `pages` is done with by it. Raises Http404 and the errors of
    `writing_by_link`.
    """
    with transaction.atomic():
        row = claimed(visit, code)
        was_written = bool(row.text) and not row.is_shut
        is_changed = put_text(row, given)
        is_done = row.typed_in in pages or is_same_text(row.typed, given.text)
        if is_done or not row.typed_here or (was_written and not given.text):
            forget_typed(row)
        if given.text:
            Reflection.objects.filter(pk=row.pk, skipped=True).update(skipped=False)
        return is_changed


def is_same_text(one, other):
    """Whether two texts say the same; browsers end their lines in different ways."""
    return one.strip().splitlines() == other.strip().splitlines()


def forget_typed(row):
    """Drop what was typed and not saved; the answer itself stays as it is."""
    if row.pk and row.typed:
        Reflection.objects.filter(pk=row.pk).update(typed="", typed_at=None, typed_in="")


def take_back_reflection(visit, code):
    """Take an answer back, with what was typed since; return whether there was one. Raises as `save_reflection`."""
    with transaction.atomic():
        row = claimed(visit, code)
        is_taken = take_back(row)
        forget_typed(row)
        return is_taken


def claimed(visit, code):
    """Return the answer to `code`, locked for writing in this browser."""
    conversation, participant = lock(visit)
    questions, place = find_asked(conversation, code)
    if not is_open(conversation):
        raise ClosedError
    claim(visit)
    return find_reflection(participant, questions[place])


def lower_reflection(visit, code, level, in_report):
    """Let fewer people read an answer. Raises Http404, ClosedError and ElsewhereError."""
    with transaction.atomic():
        conversation, participant = lock(visit)
        questions, place = find_asked(conversation, code)
        claim(visit)
        row = find_reflection(participant, questions[place])
        if row.pk is None:
            raise Http404
        lower(row, level, in_report)
