"""What home reads of the database, as far as it is the same for everybody.

Building a queryset costs more than running it here, so each question is put into SQL once.
"""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import Coalesce

from driehoek.prepared import Prepared, as_dicts
from triangles.models import Corner, Membership, User

from .models import (
    AHEAD,
    ESTABLISHED,
    Agreement,
    AgreementStep,
    Conversation,
    ErasureRequest,
    GuideRequest,
    Phase,
    Reflection,
    TipNote,
)

CURRENT = (*AHEAD, Phase.VERSLAG)
BEHIND = (*ESTABLISHED, Phase.GEANNULEERD)
EARLIER_SHOWN = 12
ACTIONS_READ = 50  # so that help that is asked stands among what is late
NO_DAY = date.min  # a conversation without a date stands behind all that have one
FIELDS = (
    "pk",
    "title",
    "phase",
    "held_on",
    "start",
    "duration_minutes",
    "place",
    "preparation_closes_on",
    "preparation_closed_at",
    "briefing_read_at",
    "draft_released_at",
    "responses_until",
    "self_facilitated",
    "facilitator_name",
    "facilitator",
    "second_facilitator",
    "facilitator__name",
    "triangle",
    "triangle__name",
    "triangle__rehearsal_until",
)
CONVERSATION_ROWS = Conversation.objects.order_by().values(*FIELDS)
READY = (
    TipNote.objects.filter(done=True, conversation=OuterRef("pk"))
    .order_by()
    .values("conversation")
    .annotate(number=Count("pk"))
    .values("number")
)
WRITTEN = Reflection.objects.answered().filter(participant=OuterRef("participants")).order_by()
PEOPLE_ROWS = Conversation.objects.order_by("participants").values_list(
    "pk",
    Subquery(READY),
    *("participants", "participants__name", "participants__corner"),
    Exists(WRITTEN),
    *("participants__stand_in", "participants__stand_in__confirmed_at"),
)
SEAT_ROWS = Membership.objects.order_by().values_list(
    "triangle",
    *(f"triangle__{part}" for part in ("name", "archived_at")),
    *(f"triangle__seats__{part}" for part in ("corner", "begins_on", "ends_on")),
    Exists(ErasureRequest.objects.waiting().filter(triangle=OuterRef("triangle"))),
    *(f"triangle__proposals{part}" for part in ("", "__closed_at", "__participant__name")),
)
QUESTION_ROWS = (
    GuideRequest.objects.open()
    .order_by("pk")
    .values_list("pk", "conversation__triangle__name", "conversation__held_on")
)
QUESTIONS_OF = Prepared(lambda user: QUESTION_ROWS.filter(user=user), user=-9001)
SEATS_OF = Prepared(lambda user: SEAT_ROWS.filter(user=user), user=-9001)
PEOPLE_OF = Prepared(lambda keys: PEOPLE_ROWS.filter(pk__in=keys), keys=[-91_000])
NEEDS_HELP = Q(last_step__what=AgreementStep.What.HULP)  # so says who sees to it; the next step ends that
ACTION_FIELDS = (
    "pk",
    "last_step__what",
    "text",
    "due_on",
    "owner_name",
    "conversation__triangle",
    "conversation__triangle__name",
    *(f"of_{corner}" for corner in Corner.values),
)
ACTION_ROWS = (
    Agreement.objects.open()
    .filter(NEEDS_HELP | Q(kind=Agreement.Kind.ACTIE))
    .order_by("due_on", "pk")
    .values(*ACTION_FIELDS)
)


def ask_visible(user, triangles):
    """Ask for the conversations that the user with this key may open, who advises `triangles` (keys)."""
    return CONVERSATION_ROWS.visible_to(User(pk=user), triangles)


def ask_current(user, triangles):
    return ask_visible(user, triangles).filter(phase__in=CURRENT)


def ask_behind(user, triangles, before=None):
    rows = ask_visible(user, triangles).filter(phase__in=BEHIND)
    if before:
        rows = rows.filter(TupleLessThan(Tuple(Coalesce("held_on", Value(NO_DAY)), F("pk")), before))
    return rows.order_by(F("held_on").desc(nulls_last=True), "-pk")[: EARLIER_SHOWN + 1]


def ask_overdue(triangles, day):
    return ACTION_ROWS.filter(NEEDS_HELP | Q(due_on__lt=day), conversation__triangle__in=triangles)[:ACTIONS_READ]


CURRENT_OF = Prepared(ask_current, user=-9001, triangles=[-91_000])
BEHIND_OF = Prepared(ask_behind, user=-9001, triangles=[-91_000])
OVERDUE_OF = Prepared(ask_overdue, triangles=[-91_000], day=date(1, 1, 2))


def read_current(visible):
    """Return the rows that ask something; `visible` are the keys of `ask_visible`."""
    return as_dicts(FIELDS, CURRENT_OF.ask(**visible))


def read_behind(visible, before):
    """Return what is done, the newest first: one more than is shown, from `before` back.

    `visible` are the keys of `ask_visible`. Those without a date come last, the newest of them first.
    """
    if before is None:
        return as_dicts(FIELDS, BEHIND_OF.ask(**visible))
    day, key = before
    return list(ask_behind(**visible, before=(day or NO_DAY, key)))


def read_actions(triangles, day):
    """Return the open agreements in `triangles` (keys) that need help or were to be done before `day`."""
    return as_dicts(ACTION_FIELDS, OVERDUE_OF.ask(triangles=triangles, day=day)) if triangles else []
