"""What a new conversation begins with when there is an occasion for it: a sign, or the rhythm that the table agreed.

Nothing is made by reading it: the adviser sees what is filled in, changes it, and begins.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, Q, Value
from django.utils import timezone

from driehoek.dates import spoken
from principles.models import PrincipleText
from triangles.models import Corner, Triangle

from . import signs
from .models import AHEAD, ESTABLISHED, HELD, Agreement, Conversation, Phase
from .planning import NEWEST_FIRST, start_conversation
from .rhythm import propose_next
from .run_sheet import leave_out_principles, put_looking_back

NEXT = "volgende"  # no sign: the rhythm
TITLE = "Hoe werken wij samen?"
SHORT = 30  # minutes, for getting acquainted
KEY = 19  # digits that no key of a row has
PLAN = ("held_on", "duration_minutes", "purpose", "initiative")
ACQUAINT = "Kennismaken met {0}. Samen doornemen wat er staat, en horen wat {0} nodig heeft om mee te kunnen doen."
KEEPING = "Terugkijken op de afspraak {} Wat is er nodig om die na te komen, of past iets anders beter?"


@dataclass(frozen=True)
class Occasion:
    """Why a conversation is planned, and what it begins with.

    `why` is a Dutch sentence, `day_why` where the proposed `held_on` comes from, `minutes` None when nothing says how
    long. `focus` is the code of a principle. `table_on` is the day whose seats come to the table when there is no date.
    """

    why: str
    title: str = TITLE
    purpose: str = ""
    held_on: date | None = None
    day_why: str = ""
    minutes: int | None = None
    focus: str = ""
    table_on: date | None = None
    is_next: bool = False  # in the rhythm: of these there is one at a time
    is_short: bool = False  # to get acquainted: without the principles on the run sheet


def find_occasion(triangle, asked, today):
    """Return the Occasion that an address asks for by `teken` and `over`, or None: what makes no sense asks nothing."""
    read = READERS.get(asked.get("teken", ""))
    return read and read(triangle, asked.get("over", ""), today)


def read_next(triangle, subject, today):
    """Read the rhythm: none when a conversation is coming already, or when the last one has no vastgesteld verslag."""
    if triangle.conversations.filter(coming(today)).exists():
        return None
    fields = ("held_on", "phase", "rhythm", "duration_minutes", "follow_up__next_on")
    held = list(triangle.conversations.filter(phase__in=HELD).order_by(*NEWEST_FIRST).values(*fields))
    if not held or held[0]["phase"] == Phase.VERSLAG:
        return None
    last, rhythm = held[0], next((row["rhythm"] for row in held if row["rhythm"]), "")
    found = propose_next(last["held_on"], rhythm, last["follow_up__next_on"], today)
    why = f"Jullie spraken elkaar op {spoken(last['held_on'])}." if last["held_on"] else "Jullie spraken elkaar eerder."
    return Occasion(
        why,
        title="Hoe werken wij nu samen?",
        purpose="Terugkijken op wat we afspraken, en bespreken wat er in de samenwerking veranderde.",
        held_on=found and found.day,
        day_why=found.words if found else "",
        minutes=next((row["duration_minutes"] for row in held if (row["duration_minutes"] or 0) > SHORT), None),
        is_next=True,
    )


def coming(today):
    """Limit to conversations that lie ahead; a plan without a day that was left lying is none."""
    undated = Q(held_on=None, changed_at__date__gte=today - signs.LEFT_LYING)
    return Q(phase__in=AHEAD) & (Q(held_on__gte=today) | undated | Q(phase=Phase.GESPREK))


def asks_next(conversation, today):
    """Return the expression whether the next one may be planned: this is the last, vastgesteld, and no one-off."""
    if conversation.phase not in ESTABLISHED or conversation.rhythm == signs.ONCE:
        return Value(False)
    day, key = conversation.held_on or date.min, conversation.pk
    later = Q(phase__in=HELD) & (Q(held_on__gt=day) | Q(held_on=conversation.held_on, pk__gt=key))
    return ~Exists(Conversation.objects.filter(later | coming(today), triangle=conversation.triangle_id))


def next_talk(rows, follow_up, today):
    """Return the NextTalk of a triangle, or None when one is planned, or the last one has no vastgesteld verslag.

    `rows` are dicts of its conversations, newest first; `follow_up` is the FollowUp of the last that has one, or None.
    """
    held = [row for row in rows if row["phase"] in HELD]
    if not held or any(is_ahead(row, today) for row in rows):
        return None
    last = max(held, key=lambda row: (row["held_on"] or date.min, row["pk"]))
    if last["phase"] == Phase.VERSLAG:
        return None
    rhythm = next((row["rhythm"] for row in held if row["rhythm"]), "")
    next_on = follow_up.next_on if follow_up and follow_up.conversation_id == last["pk"] else None
    return propose_next(last["held_on"], rhythm, next_on, today)


def is_ahead(row, today):
    if row["phase"] == Phase.GESPREK:
        return True
    return row["phase"] in AHEAD and (row["held_on"] is None or row["held_on"] >= today)


def read_newcomer(triangle, subject, today):
    seat = read_row(who_stays(triangle, today), subject)
    if seat is None:
        return None
    begins_on = seat.begins_on or today
    since = f"{'is sinds' if begins_on <= today else 'wordt op'} {spoken(begins_on)}" if seat.begins_on else "is"
    return Occasion(
        f"{seat.person} {since} {seat.corner}. Een half uur is genoeg om kennis te maken.",
        title=signs.shortened(f"Kennismaken met {seat.person}"),
        purpose=ACQUAINT.format(signs.shortened(seat.person)),
        minutes=SHORT,
        table_on=max(begins_on, today),
        is_short=True,
    )


def read_opdrachtgever(triangle, subject, today):
    seat = read_row(who_stays(triangle, today).filter(corner=Corner.OPDRACHTGEVER), subject)
    if seat is None:
        return None
    return Occasion(
        f"{seat.person} is nieuw als opdrachtgever. Met een nieuwe opdrachtgever verandert de opgave.",
        title=signs.shortened(f"Hoe werken wij samen met {seat.person}?"),
        purpose="Opnieuw vaststellen wat de opgave vraagt, wie waarover gaat en welke afspraken blijven.",
        table_on=max(seat.begins_on or today, today),
    )


def who_stays(triangle, today):
    """Return the seats whose last day is not over."""
    return triangle.seats.filter(Q(ends_on=None) | Q(ends_on__gte=today))


def read_agreement(triangle, subject, today):
    """Read the agreement that was not kept, or not in time. Participants read the purpose: no judge is named."""
    mine = Agreement.objects.open().filter(conversation__triangle=triangle, conversation__phase__in=ESTABLISHED)
    found = read_row(mine, subject)
    if found is None:
        return None
    quoted = f"‘{signs.shortened(found.text)}’"
    return Occasion(f"Het gaat om de afspraak {quoted}", purpose=KEEPING.format(quoted))


def read_distance(triangle, subject, today):
    name = dict(PrincipleText.objects.current().values_list("principle__code", "name")).get(subject)
    if name is None:
        return None
    return Occasion(
        f"Bij ‘{name}’ groeide de afstand tussen jullie. Daar ligt de nadruk op.",
        purpose=f"Begrijpen waarom we bij ‘{name}’ verder uit elkaar liggen, en wat daarbij helpt.",
        focus=subject,
    )


def read_row(rows, subject):
    """Return the row of the queryset with this key as text, or None."""
    return rows.filter(pk=int(subject)).first() if subject.isdecimal() and len(subject) < KEY else None


READERS = {
    NEXT: read_next,
    signs.LONG: read_next,
    signs.NO_DATE: read_next,
    signs.NEW_PERSON: read_newcomer,
    signs.NEW_OPDRACHTGEVER: read_opdrachtgever,
    signs.NOT_KEPT: read_agreement,
    signs.OVERDUE: read_agreement,
    signs.FURTHER_APART: read_distance,
}


def begin(triangle, occasion, chosen, by):
    """Begin the conversation that an adviser chose, with `chosen` the cleaned data of its form; one transaction.

    Returns None when somebody planned the next one meanwhile: then nothing is made.
    """
    plan = {name: chosen[name] for name in PLAN if chosen[name] is not None}
    focus = [occasion.focus] if occasion.focus else []
    with transaction.atomic():
        Triangle.objects.select_for_update(no_key=True).get(pk=triangle.pk)
        if occasion.is_next and triangle.conversations.filter(coming(timezone.localdate())).exists():
            return None
        made = start_conversation(triangle, chosen["title"], by, on=occasion.table_on, focus=focus, **plan)
        if chosen.get("look_back"):
            put_looking_back(made)
        if occasion.is_short:
            leave_out_principles(made)
    return made
