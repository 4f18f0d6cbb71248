"""The save contract: every part is its own row with a version, and every save has a number.

A save sends a part ('score:12:vertrouwen'), the version it was typed over, a value and an operation number. The same
number again gets the same answer and writes nothing; another version meanwhile answers 409 with what stands there now.
"""

import inspect
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from .earlier import keep_changed
from .models import Conversation, Op

SAVED, CONFLICT, REFUSED = 200, 409, 422
PART = re.compile(r"[a-zA-Z0-9_:-]{1,80}")


@dataclass(frozen=True)
class Save:
    """One save as it came in. `base_version` is 0 for a part that is not there yet."""

    part: str
    base_version: int
    value: Any
    op_id: UUID

    @classmethod
    def parse(cls, sent):
        """Read the parsed JSON of a request. Raises ValidationError with one Dutch sentence."""
        try:
            save = cls(sent["part"], sent["base_version"] or 0, sent["value"], UUID(sent["op_id"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ValidationError("Dit is geen geldige wijziging.") from None
        if not isinstance(save.part, str) or not PART.fullmatch(save.part) or type(save.base_version) is not int:
            raise ValidationError("Dit is geen geldige wijziging.")
        return save

    @classmethod
    def make(cls, part, base_version, value):
        """Return the Save of a plain form, with a number of its own."""
        return cls(part, base_version, value, uuid4())


class Kind:
    """What one kind of part knows. A subclass per kind, made known with `register`."""

    word = ""  # the first word of its parts
    is_added = False  # whether rows are added by saving under a key that begins with 'nieuw-'
    has_history = False  # whether what it said before is kept for thirty days; of shared texts only

    def may_save(self, user, conversation):
        """Whether `user` may write this kind; by default the facilitator."""
        return Conversation.objects.led_by(user).filter(pk=conversation.pk).exists()

    def find(self, conversation, *keys):
        """Return the row of the part, unsaved with version 0 when it is not there yet. Raises Http404."""
        raise NotImplementedError

    def value_of(self, row):
        """Return what stands in `row` now, as plain JSON. It may be answered to anybody who may write the part."""
        raise NotImplementedError

    def write(self, row, value, user):
        """Put `value` in `row` and save it. Raises ValidationError in Dutch; the version is counted by the caller."""
        raise NotImplementedError


KINDS = {}


def register(name):
    """Make a Kind known under the first word of its parts."""

    def add(kind):
        KINDS[name] = kind()
        KINDS[name].word = name
        return kind

    return add


def find_kind(user, conversation, part):
    """Return (kind, keys) of a part such as 'score:12:vertrouwen'. Raises Http404 when `user` may not write it."""
    name, *keys = part.split(":")
    kind = KINDS.get(name)
    if kind is None or not fits(kind, keys) or not kind.may_save(user, conversation):
        raise Http404
    return kind, keys


def fits(kind, keys):
    """Whether a part has as many words as its kind looks for."""
    try:
        inspect.signature(kind.find).bind(None, *keys)
    except TypeError:
        return False
    return True


def save_part(user, conversation, save):
    """Carry out one Save by `user` on a conversation that they may see; return (status, answer as dict).

    The conversation's row is locked meanwhile, so of two saves over the same version exactly one wins. Raises Http404
    for a part that does not exist or may not be written.
    """
    kind, keys = find_kind(user, conversation, save.part)
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        done = Op.objects.filter(pk=save.op_id).first()
        if done:
            return repeat(done, user, conversation, save)
        row = kind.find(conversation, *keys)
        if row.version != save.base_version:
            return CONFLICT, answer(save, row.version, kind.value_of(row))
        return write(kind, row, user, conversation, save)


def write(kind, row, user, conversation, save):
    row.version = save.base_version + 1
    is_first = kind.is_added and row.pk is None
    try:
        with transaction.atomic():
            put(kind, row, user, conversation, save)
    except ValidationError as refused:
        told = explain(refused) | ({"unfinished": True} if is_first and lacks_only(refused) else {})
        return REFUSED, answer(save, save.base_version, save.value) | told
    Op.objects.create(
        op_id=save.op_id,
        user=user,
        conversation=conversation,
        part=save.part,
        status=SAVED,
        version=row.version,
        made=row.pk if is_first else None,
    )
    return SAVED, answer(save, row.version, kind.value_of(row))


def put(kind, row, user, conversation, save):
    """Have the kind write the value, and keep what a shared text said until then."""
    before = kind.value_of(row) if kind.has_history and row.pk else None
    kind.write(row, save.value, user)
    if before is not None:
        keep_changed(kind, row, before, user, conversation, save)


def explain(refused):
    """Return why a save is refused: all messages, and those that belong to a field of its form by its name."""
    fields = refused.message_dict if hasattr(refused, "error_dict") else {}
    return {"errors": refused.messages, "fields": fields}


def lacks_only(refused):
    """Whether nothing is wrong but that something is not filled in yet: somebody is still typing."""
    errors = [error for errors in getattr(refused, "error_dict", {}).values() for error in errors]
    return bool(errors) and all(error.code == "required" for error in errors)


def repeat(done, user, conversation, save):
    """Answer a number that was seen before as it was answered then; it is nobody else's and means nothing else."""
    if (done.user_id, done.conversation_id, done.part) != (user.pk, conversation.pk, save.part):
        raise Http404
    return done.status, answer(save, done.version, save.value)


def answer(save, version, value):
    return {"op_id": str(save.op_id), "part": save.part, "version": version, "value": value}
