"""What asks somebody's attention today, read as values in a flat number of queries however much there is."""

from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from triangles.models import Corner, Membership

from .attention import (
    about_absence,
    about_agreement,
    about_conversation,
    about_proposal,
    about_triangle,
    tell_stand,
)
from .models import Agreement, AgreementStep, Conversation, Participant, Phase, Reflection, TipNote
from .noticing import read_notices

AHEAD = (Phase.CONCEPT, Phase.VOORBEREIDING)
CURRENT = (*AHEAD, Phase.GESPREK, Phase.VERSLAG)
BEHIND = (Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD)
TIPS = 6
TICKS = [[place < ready for place in range(TIPS)] for ready in range(TIPS + 1)]  # by how many tips are ready
ITEMS_SHOWN = 7
AHEAD_SHOWN = 10
WRITING_SHOWN = 3
EARLIER_SHOWN = 12
OVERDUE_SHOWN = 5
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
# What home reads, as far as it is the same for everybody: building a queryset costs more than running it here.
CONVERSATION_ROWS = Conversation.objects.order_by().values(*FIELDS)
READY = (
    TipNote.objects.filter(done=True, conversation=OuterRef("pk"))
    .order_by()
    .values("conversation")
    .annotate(number=Count("pk"))
    .values("number")
)
CURRENT_ROWS = CONVERSATION_ROWS.filter(phase__in=CURRENT).annotate(ready=Coalesce(Subquery(READY), 0))
SEAT_ROWS = (
    Membership.objects.filter(triangle__archived_at__isnull=True)
    .order_by()
    .values_list(
        "triangle",
        "triangle__name",
        *(f"triangle__seats__{part}" for part in ("corner", "begins_on", "ends_on")),
        *(f"triangle__proposals{part}" for part in ("", "__closed_at", "__participant__name")),
    )
)
NEEDS_HELP = Q(last_step__what=AgreementStep.What.HULP)  # so says who sees to it; the next step ends that
SAID_DONE = Q(last_step__what=AgreementStep.What.GEDAAN)
ACTION_ROWS = (
    Agreement.objects.open()
    .filter(NEEDS_HELP | Q(kind=Agreement.Kind.ACTIE) & ~SAID_DONE)
    .order_by(Case(When(NEEDS_HELP, then=0), default=1), "due_on", "pk")
    .values(
        "pk",
        "last_step__what",
        "text",
        "due_on",
        "owner_name",
        "conversation__triangle",
        "conversation__triangle__name",
        *(f"of_{corner}" for corner in Corner.values),
    )
)


@dataclass(frozen=True)
class Today:
    """`items` are Notices, most pressing first; the conversations by phase are rows of values.

    `running` are in the room, `ahead` in concept or preparation, `writing` have a draft; of `behind` there is one page,
    and `has_older` says that more lies behind. `triangles` are those that are advised. What `is_all` shows no limits.
    """

    items: list = field(default_factory=list)
    running: list = field(default_factory=list)
    ahead: list = field(default_factory=list)
    writing: list = field(default_factory=list)
    behind: list = field(default_factory=list)
    has_older: bool = False
    triangles: list = field(default_factory=list)
    is_all: bool = False

    @property
    def first(self):
        return self.items[0] if self.items else None

    @property
    def next(self):
        return self.items[1:] if self.is_all else self.items[1:ITEMS_SHOWN]

    @property
    def more(self):
        """How many things are not shown."""
        return 0 if self.is_all else max(len(self.items) - ITEMS_SHOWN, 0)

    @property
    def ahead_shown(self):
        return self.ahead if self.is_all else self.ahead[:AHEAD_SHOWN]

    @property
    def ahead_more(self):
        """How many coming conversations are not shown."""
        return len(self.ahead) - len(self.ahead_shown)

    @property
    def writing_shown(self):
        return self.writing if self.is_all else self.writing[:WRITING_SHOWN]

    @property
    def writing_more(self):
        return len(self.writing) - len(self.writing_shown)

    @property
    def begin_url(self):
        """The address to plan a conversation: in the one triangle, or where to choose among more of them."""
        if len(self.triangles) == 1:
            return reverse("conversations:new", args=[self.triangles[0]["pk"]])
        return reverse("conversations:triangles")

    @property
    def is_empty(self):
        return not (self.triangles or self.items or self.running or self.ahead or self.writing or self.behind)


def build_today(user, day, before=None, is_all=False):
    """Return the Today of `user` on `day` in six queries. `before` is (date or None, key) to page back from, or None.

    `is_all` shows everything that is asked and planned, not only its beginning.
    """
    visible = CONVERSATION_ROWS.visible_to(user)
    triangles = read_triangles(user, day)
    current = read_current(user, {row["pk"] for row in triangles})
    ahead = [row for row in current if row["phase"] in AHEAD]
    count_answers(current)
    running = [row for row in current if row["phase"] == Phase.GESPREK]
    writing = [row for row in current if row["phase"] == Phase.VERSLAG]
    behind = read_behind(visible, before)
    for row in (*running, *(writing if is_all else writing[:WRITING_SHOWN]), *behind):
        tell_stand(row)
    notices = [notice for row in current if (notice := about_conversation(row, day))]
    overdue = read_overdue(triangles, day)
    notices += [about_agreement(row) for row in overdue]
    names, told = {row["pk"]: row["name"] for row in triangles}, {str(row["pk"]) for row in overdue}
    notices += read_notices(user, names, told, day, is_all) if names else []
    notices += [
        about_absence(row, one) for row in current if row["advises"] for one in row["participants"] if one["away"]
    ]
    notices += [about_proposal(row, name) for row in triangles for name in sorted(row["proposals"].values())]
    notices += [about_triangle(row) for row in triangles if not all(row["filled"].values())]
    return Today(
        items=sorted(notices, key=lambda notice: notice.urgency),
        running=running,
        ahead=ahead,
        writing=writing,
        behind=behind[:EARLIER_SHOWN],
        has_older=len(behind) > EARLIER_SHOWN,
        triangles=triangles,
        is_all=is_all,
    )


def read_current(user, advised):
    """Return the rows of conversations that ask something of `user`, by date, those without a date last.

    `advised` are the keys of the triangles that they advise; each row tells whether they `advises` or `leads` it, and
    how many of the six tips are `ready`.
    """
    rows, me = CURRENT_ROWS.visible_to(user), user.pk
    found = sorted(rows, key=lambda row: (row["held_on"] or date.max, row["start"] or time.max, row["pk"]))
    for row in found:
        row["advises"] = row["triangle"] in advised
        unguided = row["advises"] and row["self_facilitated"] and row["facilitator"] is None
        row["leads"] = unguided or me in (row["facilitator"], row["second_facilitator"])
        row["tips"] = TICKS[min(row["ready"], TIPS)]
    return found


def read_behind(visible, before):
    """Return what is done of the rows `visible`, the newest first: one more than is shown, from `before` back.

    Those without a date come last, the newest of them first.
    """
    rows = visible.filter(phase__in=BEHIND)
    if before:
        day, key = before
        undated = Q(held_on__isnull=True)
        earlier = Q(held_on__lte=day) & ~Q(held_on=day, pk__gte=key) | undated
        rows = rows.filter(earlier if day else undated & Q(pk__lt=key))
    return list(rows.order_by(F("held_on").desc(nulls_last=True), "-pk")[: EARLIER_SHOWN + 1])


def count_answers(rows):
    """Add to each row its `participants`, each with that they answered the questions beforehand, never what.

    Only a conversation in preparation asks for it; else the list is empty.
    """
    preparing = [row["pk"] for row in rows if row["phase"] == Phase.VOORBEREIDING]
    found = read_people(preparing) if preparing else {}
    for row in rows:
        row["participants"] = sorted(found.get(row["pk"], {}).values(), key=by_corner)


def read_people(conversations):
    """Return {key of a conversation: {key of a participant: dict of `name`, `corner`, `answered` and `away`}}.

    Who is `away` said so, and no adviser saw to a replacement yet.
    """
    written = Reflection.objects.answered().filter(participant=OuterRef("pk")).order_by()
    people = Participant.objects.filter(conversation__in=conversations).order_by("pk")
    fields = ("pk", "conversation", "name", "corner", "answered", "stand_in", "stand_in__confirmed_at")
    found = {}
    for row in people.annotate(answered=Exists(written)).values(*fields):
        row["away"] = row.pop("stand_in") is not None and row.pop("stand_in__confirmed_at") is None
        found.setdefault(row.pop("conversation"), {})[row.pop("pk")] = row
    return found


def by_corner(person):
    return Corner.values.index(person["corner"])


def read_triangles(user, day):
    """Return the triangles that `user` advises: dicts of `pk`, `name`, `filled` and `proposals`.

    `filled` is {corner: whether so on `day`}; `proposals` is {key of an open one: name of who made it}.
    """
    found = {}
    for pk, name, corner, begins_on, ends_on, proposal, closed_at, proposer in SEAT_ROWS.filter(user=user.pk):
        fresh = {"pk": pk, "name": name, "filled": dict.fromkeys(Corner.values, False), "proposals": {}}
        triangle = found.setdefault(pk, fresh)
        if proposal and closed_at is None:
            triangle["proposals"][proposal] = proposer
        if corner and (begins_on or day) <= day <= (ends_on or day):
            triangle["filled"][corner] = True
    return sorted(found.values(), key=lambda row: (row["name"].lower(), row["pk"]))


def read_overdue(triangles, day):
    """Return the agreements in `triangles` that need help, then the open actions past their date, the oldest first."""
    mine = [row["pk"] for row in triangles]
    rows = ACTION_ROWS.filter(NEEDS_HELP | Q(due_on__lt=day), conversation__triangle__in=mine)
    return list(rows[:OVERDUE_SHOWN])
