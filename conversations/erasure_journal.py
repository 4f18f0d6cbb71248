"""What people had erased or held, line by line in a file outside the database: a restored backup gets it again.

A line says what kind of act it was, when, and on which rows, by number; never a name, an address or a text. What goes
by its term is not in it: that goes again by itself.
"""

import json
import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import HeldError

UNWRITABLE = "Er is niets gewist of bewaard: het journaal van het wissen is niet te schrijven. Vraag het de beheerder."
replaying = ContextVar("replaying", default=False)


class JournalError(HeldError):
    """The act cannot be written down, so it is not done."""


def begin():
    """Have the journal there from the first backup on: one that is missing later is lost. Raises JournalError."""
    if settings.ERASURE_JOURNAL:
        append(settings.ERASURE_JOURNAL, "")


def note(kind, **keys):
    """Write an act to the journal once its transaction is done; `keys` are numbers. Raises JournalError beforehand."""
    path = settings.ERASURE_JOURNAL
    if not path or replaying.get():
        return
    append(path, "")  # can it be written?
    transaction.on_commit(lambda: append(path, json.dumps({"at": timezone.now().isoformat(), "kind": kind} | keys)))


def note_person(person, approved_by, confirmed_by):
    """Note that a Person was erased in one triangle, and by which two accounts."""
    rows = {"participants": list(person.participants), "seats": list(person.seats), "shares": person.shares}
    note("persoon", triangle=person.triangle, by=[approved_by.pk, confirmed_by.pk], **rows)


def append(path, line):
    """Add one line, on the disk when this returns. Raises JournalError."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if line:
                os.write(number, f"{line}\n".encode())
                os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        raise JournalError(UNWRITABLE) from error


@contextmanager
def unwritten():
    """What is done meanwhile stands in a journal already."""
    token = replaying.set(True)
    try:
        yield
    finally:
        replaying.reset(token)


def read(paths, since):
    """Return the acts of several journals since a moment, in order. Raises OSError, and ValueError for half a line."""
    acts = [act for path in paths for act in acts_in(path) if act["at"] >= since]
    return sorted(acts, key=lambda act: act["at"])


def acts_in(path):
    """Yield every act of one journal with its moment."""
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                act = json.loads(line)
                yield act | {"at": datetime.fromisoformat(act["at"]), "kind": str(act["kind"])}
            except (ValueError, TypeError, KeyError) as error:
                raise ValueError(f"{path}, regel {number}: dit is geen hele regel van het journaal.") from error
