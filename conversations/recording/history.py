"""The earlier versions of a shared part as its page shows them, each with what a form sends to put it back."""

import datetime as dt
from dataclasses import dataclass

from conversations.earlier import name_of

SHOWN = 20  # newest versions on a page


@dataclass(frozen=True)
class Earlier:
    """`told` is (label, words) per field; `fields` is (name, text) of each field that puts it back."""

    until: dt.datetime
    by: object  # the User who changed it or took it away; None when they are gone
    told: list
    fields: list


def earlier_versions(kind, form, conversation):
    """Return what the row of `form` said before, newest first."""
    if not kind.has_history or not form.row.pk:
        return []
    kept = conversation.earlier_texts.filter(part=name_of(kind, form.row)).select_related("replaced_by")
    return [read(kind, form, text) for text in kept[:SHOWN]]


def taken_away(kind, form, conversation):
    """Return the last words of every row of this kind that was taken away and does not stand there again."""
    if not kind.is_added or not kind.has_history or form.row.pk:
        return []
    kept = conversation.earlier_texts.filter(part__startswith=f"{kind.word}:").select_related("replaced_by")
    newest = {text.part: text for text in reversed(kept)}
    rows = kind.rows(conversation) if newest else []
    standing = [kind.value_of(row) for row in rows]
    there = {name_of(kind, row) for row in rows}
    gone = sorted((text for part, text in newest.items() if part not in there), key=lambda text: -text.pk)
    return [read(kind, form, text) for text in gone[:SHOWN] if text.value not in standing]


def read(kind, form, text):
    return Earlier(text.replaced_at, text.replaced_by, kind.tell(form, text.value), sent_fields(text.value))


def sent_fields(value):
    """Return (name, text) of every field that a plain form sends for `value`; an empty one is not sent."""
    sent = []
    for name, content in value.items():
        texts = content if isinstance(content, list) else ["on" if content is True else content]
        sent += [(name, text) for text in texts if text not in ("", None, False)]
    return sent
