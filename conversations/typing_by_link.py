"""What a participant types at a question, kept before it is saved; and leaving a question on purpose.

Nobody but its author reads what is typed: it is no answer, has no reader, and enters no page but theirs.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from driehoek.encryption import sealed

from .models import Reflection
from .reflecting import claimed, find_asked, find_reflection, forget_typed, is_same_text
from .writing_by_link import MeanwhileError, claim, lock


@dataclass(frozen=True)
class Typed:
    """Words as they stood in the field. `page` names the page where they were typed.

    `base` is the page whose words that one began with, '' for none.
    """

    text: str
    page: str
    base: str = ""


def keep_typed(visit, code, typed):
    """Keep what was Typed at a question beside its answer, which stays as it is; all or nothing.

    Raises Http404, ClosedError, ElsewhereError, and MeanwhileError when another page keeps other words.
    """
    with transaction.atomic():
        row = claimed(visit, code)
        if row.typed_here and row.typed_in not in {typed.page, typed.base}:
            raise MeanwhileError
        store(row, typed)


def store(row, typed):
    """Write what was Typed over what was there; words that are saved already need no keeping."""
    is_saved = is_same_text(typed.text, "" if row.is_shut else row.text)
    if is_saved or not typed.text:
        forget_typed(row)
        return
    begin(row)
    same = Reflection.objects.filter(pk=row.pk)
    same.update(typed=sealed(row, "typed", typed.text), typed_at=timezone.now(), typed_in=typed.page)


def begin(row):
    """Make room for an answer that is not there yet: to a page that shows none, nothing came in between."""
    if row.pk is None:
        row.version = 0
        row.save()


def drop_typed(visit, code):
    """Drop what was typed and not saved, also after the preparation was closed. Raises Http404 and ElsewhereError."""
    with transaction.atomic():
        conversation, participant = lock(visit)
        questions, place = find_asked(conversation, code)
        claim(visit)
        forget_typed(find_reflection(participant, questions[place]))


def skip_question(visit, code, typed):
    """Note that a question stays without an answer on purpose; what was Typed at it is kept.

    Raises as `keep_typed`, MeanwhileError where there is an answer.
    """
    with transaction.atomic():
        row = claimed(visit, code)
        if row.text:
            raise MeanwhileError
        if typed.text:
            store(row, typed)
        begin(row)
        Reflection.objects.filter(pk=row.pk).update(skipped=True)
