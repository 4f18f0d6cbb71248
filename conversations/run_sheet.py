"""The run sheet of one conversation: proposed by the rules of `route` until somebody changes or starts it.

Only then its parts are stored, so that reading a page writes nothing. Every function that writes is one transaction.
"""

from dataclasses import dataclass, replace
from datetime import time

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from principles.models import Card, CardText, Principle

from . import route
from .board import held_with
from .looking_back import earlier_agreements
from .models import Conversation, RunSheetItem

Kind = RunSheetItem.Kind
ADDED = (Kind.KAART, Kind.ONDERWERP)  # what somebody puts on it beside what the rules propose
SUBJECTS = ("principle", "card", "topic")
NAMES = {
    "welkom": "Welkom en spelregels",
    Kind.TERUGBLIK: "Afspraken van vorige keer",
    Kind.PAUZE: "Pauze",
    Kind.VERVOLG: "Afspraken en vervolg",
    Kind.AFSLUITING: "Verslag samen lezen",
}


@dataclass(frozen=True)
class Step:
    """One part as the page shows it. `key` names it in addresses; `starts` is a time or None; a welcome has no row."""

    key: str
    kind: str
    name: str
    minutes: int
    code: str = ""
    starts: time | None = None
    is_done: bool = False
    is_dropped: bool = False
    is_by_hand: bool = False  # whether somebody chose its minutes
    row: RunSheetItem | None = None


def build_run_sheet(conversation):
    """Return the Steps in order, the welcome first, dropped ones too; four queries at most."""
    texts = list(held_with(conversation))
    names = {text["principle__code"]: text["name"] for text in texts}
    stored = list(conversation.run_sheet.select_related(*SUBJECTS))
    is_kept = is_whole(stored)
    rows = renumber(stored, conversation.duration_minutes) if is_kept else propose(conversation, list(names), stored)
    titles = card_titles(rows)
    lengths = [divide(rows, conversation.duration_minutes)[0], *(0 if row.dropped else row.minutes for row in rows)]
    starts = route.clock_times(conversation.start, lengths)
    welcome = Step("welkom", "welkom", NAMES["welkom"], lengths[0], starts=starts[0])
    steps = [to_step(row, names | titles, at) for row, at in zip(rows, starts[1:], strict=True)]
    return [replace(welcome, is_done=conversation.begun_at is not None), *number_breaks(steps)]


def is_whole(rows):
    """Whether the run sheet was stored, and not just a card, a topic or the looking back put on it."""
    return any(row.kind not in {*ADDED, Kind.TERUGBLIK} for row in rows)


def propose(conversation, codes, stored=()):
    """Return unsaved rows by the rules, with what is `stored` of ADDED and the looking back in place, no welcome."""
    back = [row for row in stored if row.kind == Kind.TERUGBLIK]
    looks_back = bool(back) or earlier_agreements(conversation).exists()
    parts = route.plan(codes, conversation.focus, conversation.duration_minutes, looks_back)[1:]
    principles = {principle.code: principle for principle in Principle.objects.filter(code__in=codes)}
    rows = [
        RunSheetItem(
            conversation=conversation, kind=part.kind, principle=principles.get(part.code), minutes=part.minutes
        )
        for part in parts
    ]
    rows = [*back, *rows[1:]] if back else rows
    for row in stored:
        if row.kind in ADDED:
            put_in_place(rows, row)
    return renumber(rows, conversation.duration_minutes)


def put_in_place(rows, row):
    """Put a card before the end, and a topic before the agreements, so that it can lead to one."""
    after = {Kind.VERVOLG, Kind.AFSLUITING} if row.kind == Kind.ONDERWERP else {Kind.AFSLUITING}
    rows.insert(next((place for place, one in enumerate(rows) if one.kind in after), len(rows)), row)


def renumber(rows, duration):
    """Give rows their place and their minutes again; what is dropped leaves its minutes to the others."""
    for row, minutes in zip([row for row in rows if not row.dropped], divide(rows, duration)[1:], strict=True):
        row.minutes = minutes
    for place, row in enumerate(rows, 1):
        row.position = place * 10
    return rows


def divide(rows, duration):
    """Return the minutes of the welcome and of the rows that are not dropped; see `route`."""
    kept = [row for row in rows if not row.dropped]
    by_hand = [row.minutes if row.by_hand else None for row in kept]
    return route.divide(["welkom", *(row.kind for row in kept)], duration, [None, *by_hand])


def card_titles(rows):
    codes = [row.card.code for row in rows if row.card_id]
    if not codes:
        return {}
    texts = CardText.objects.newest().filter(card__code__in=codes)
    return {f"kaart-{text.card.code}": text.title for text in texts}


def to_step(row, names, starts):
    code = row.principle.code if row.principle else row.card.code if row.card else ""
    key = f"kaart-{code}" if row.card else f"onderwerp-{row.topic_id}" if row.topic else code or row.kind
    return Step(
        key=key,
        kind=row.kind,
        name=row.topic.title if row.topic else names.get(key) or NAMES.get(row.kind, key),
        minutes=row.minutes,
        code=code,
        starts=starts,
        is_done=row.done_at is not None,
        is_dropped=row.dropped,
        is_by_hand=row.by_hand,
        row=row,
    )


def number_breaks(steps):
    """Return the steps with a key of its own for every break, and for a card that stands there twice."""
    seen, numbered = {}, []
    for step in steps:
        seen[step.key] = count = seen.get(step.key, 0) + 1
        numbered.append(replace(step, key=f"{step.key}-{count}") if count > 1 else step)
    return numbered


def find_step(steps, key):
    """Return the step with this key, or None."""
    return next((step for step in steps if step.key == key), None)


def store(conversation):
    """Store the run sheet as it is proposed, when it is not stored yet; return its Steps, each with a saved row."""
    Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    steps = build_run_sheet(conversation)
    for step in steps[1:]:
        if step.row.pk is None:
            step.row.save(force_insert=True)
    RunSheetItem.objects.bulk_update([step.row for step in steps[1:]], ["position", "minutes"])
    return steps


def change(conversation, key, act):
    """Carry out one act on one part: omhoog, omlaag, vervalt, terug or berekend (its minutes). Raises Http404."""
    with transaction.atomic():
        steps = store(conversation)[1:]
        rows = [step.row for step in steps]
        place = next((place for place, step in enumerate(steps) if step.key == key), None)
        if place is None:
            raise Http404
        if act in {"vervalt", "terug"}:
            rows[place].dropped = act == "vervalt"
        elif act == "berekend":
            rows[place].by_hand = False
        else:
            swap(rows, place, place - 1 if act == "omhoog" else place + 1)
        save(rows, conversation)


def set_minutes(conversation, chosen):
    """Keep the minutes that were chosen, {key of a part: whole minutes, or None to compute them}; others stay."""
    with transaction.atomic():
        steps = store(conversation)[1:]
        for step in steps:
            if step.key in chosen:
                step.row.by_hand = chosen[step.key] is not None
                step.row.minutes = chosen[step.key] or step.row.minutes
        save([step.row for step in steps], conversation)


def total(steps):
    """Return how many minutes all Steps that are not dropped take together."""
    return sum(step.minutes for step in steps if not step.is_dropped)


def swap(rows, place, other):
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def save(rows, conversation):
    renumber(rows, conversation.duration_minutes)
    RunSheetItem.objects.bulk_update(rows, ["position", "minutes", "dropped", "by_hand"])


def add_card(conversation, card):
    """Put a Card on the run sheet, before the end; one that stands there is put back when it was dropped."""
    with transaction.atomic():
        rows = [step.row for step in store(conversation)[1:]]
        found = next((row for row in rows if row.card_id == card.pk), None)
        if found is None:
            found = RunSheetItem.objects.create(conversation=conversation, kind=Kind.KAART, card=card, position=0)
            put_in_place(rows, found)
        found.dropped = False
        save(rows, conversation)


def put_looking_back(conversation):
    """Put the agreements of last time on the run sheet, first of all; they come back when they were dropped.

    The rest stays a proposal when it is one, so that it goes on following the focus and the duration.
    """
    with transaction.atomic():
        Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        rows = list(conversation.run_sheet.select_related(*SUBJECTS))
        found = next((row for row in rows if row.kind == Kind.TERUGBLIK), None)
        if found is None:
            found = RunSheetItem.objects.create(conversation=conversation, kind=Kind.TERUGBLIK, position=0)
            rows.insert(0, found)
        found.dropped = False
        save(rows, conversation) if is_whole(rows) else found.save(update_fields=["dropped"])


def put_topic(conversation, topic):
    """Put an AgendaTopic on the run sheet, before the agreements; the rest stays a proposal when it is one."""
    with transaction.atomic():
        Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        rows = list(conversation.run_sheet.select_related(*SUBJECTS))
        found = RunSheetItem.objects.create(conversation=conversation, kind=Kind.ONDERWERP, topic=topic, position=0)
        put_in_place(rows, found)
        if is_whole(rows):
            save(rows, conversation)


def leave_out_principles(conversation):
    """Let every principle drop from the run sheet, each to be put back: to get acquainted nobody gives a score."""
    with transaction.atomic():
        rows = [step.row for step in store(conversation)[1:]]
        for row in rows:
            row.dropped = row.dropped or row.kind == Kind.PRINCIPE
        save(rows, conversation)


def start_over(conversation):
    """Forget every change, so that the rules propose it again; cards and topics stay. Not once the meeting is open."""
    with transaction.atomic():
        conversation.run_sheet.exclude(kind__in=ADDED).delete()
        conversation.run_sheet.update(dropped=False, by_hand=False)


def finish(conversation, key):
    """Mark one part as done and return the key of the next one, or of the part itself when it is the last."""
    with transaction.atomic():
        steps = [step for step in store(conversation) if not step.is_dropped]
        place = next((place for place, step in enumerate(steps) if step.key == key), None)
        if place is None:
            raise Http404
        row = steps[place].row
        if row and row.done_at is None:
            RunSheetItem.objects.filter(pk=row.pk).update(done_at=timezone.now())
        return steps[min(place + 1, len(steps) - 1)].key


def put_widest_first(conversation, board):
    """Give the principles that are left their order by what is shown now; the caller is in a transaction."""
    rows = [step.row for step in store(conversation)[1:]]
    left = {row.principle.code: row for row in rows if row.principle and not row.done_at and not row.dropped}
    order = route.put_widest_first(list(left), {row.code: row.scores for row in board.shown})
    places = [place for place, row in enumerate(rows) if row in left.values()]
    for place, code in zip(places, order, strict=True):
        rows[place] = left[code]
    save(rows, conversation)


def find_card(code):
    """Return the Card in use with this code, or None."""
    return Card.objects.filter(code=code, retired_at__isnull=True).first()
