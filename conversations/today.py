"""What asks somebody's attention today, read as values in a flat number of queries however much there is."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from triangles.models import Corner, Membership

from .attention import about_agreement, about_conversation, about_triangle
from .models import Agreement, Conversation, Participant, Phase

AHEAD = (Phase.CONCEPT, Phase.VOORBEREIDING, Phase.GESPREK)
BEHIND = (Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD)
ITEMS_SHOWN = 7
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
    "draft_released_at",
    "responses_until",
    "self_facilitated",
    "facilitator_name",
    "facilitator__name",
    "triangle__name",
)


@dataclass(frozen=True)
class Today:
    """`items` are Notices, most pressing first; `ahead` and `behind` rows of values; `has_older`: more lie behind."""

    items: list = field(default_factory=list)
    items_shown: int = ITEMS_SHOWN
    ahead: list = field(default_factory=list)
    behind: list = field(default_factory=list)
    has_older: bool = False

    @property
    def first(self):
        return self.items[0] if self.items else None

    @property
    def next(self):
        return self.items[1 : self.items_shown]

    @property
    def more(self):
        """How many things are not shown."""
        return max(len(self.items) - self.items_shown, 0)

    @property
    def is_empty(self):
        return not (self.items or self.ahead or self.behind)


def build_today(user, day, before=None, items_shown=ITEMS_SHOWN):
    """Return the Today of `user` on `day` in five queries. `before` is (date, key) to page back from, or None."""
    visible = Conversation.objects.visible_to(user)
    current = read_current(visible)
    count_answers(current)
    behind = read_behind(visible, before)
    triangles = read_triangles(user, day)
    notices = [notice for row in current if (notice := about_conversation(row, day))]
    notices += [about_agreement(row) for row in read_overdue(triangles, day)]
    notices += [about_triangle(row) for row in triangles if not all(row["filled"].values())]
    return Today(
        items=sorted(notices, key=lambda notice: notice.urgency),
        items_shown=items_shown,
        ahead=[row for row in current if row["phase"] in AHEAD],
        behind=behind[:EARLIER_SHOWN],
        has_older=len(behind) > EARLIER_SHOWN,
    )


def read_current(visible):
    """Return the conversations in the queryset `visible` that ask something, by date, those without a date last."""
    rows = visible.filter(phase__in=[*AHEAD, Phase.VERSLAG]).order_by("held_on", "start", "pk").values(*FIELDS)
    return sorted(rows, key=lambda row: row["held_on"] or date.max)


def read_behind(visible, before):
    """Return the conversations that are done, the newest first: one more than is shown, from `before` back."""
    rows = visible.filter(phase__in=BEHIND)
    if before:
        day, key = before
        rows = rows.filter(Q(held_on__lte=day) & ~Q(held_on=day, pk__gte=key) | Q(held_on__isnull=True))
    rows = rows.order_by(F("held_on").desc(nulls_last=True), "-pk")
    return list(rows.values("pk", "title", "phase", "held_on", "triangle__name")[: EARLIER_SHOWN + 1])


def count_answers(rows):
    """Add to each row its `participants`, each with that they answered the questions beforehand, never what.

    Only a conversation in preparation asks for it; elsewhere the list is empty.
    """
    preparing = [row["pk"] for row in rows if row["phase"] == Phase.VOORBEREIDING]
    people = Participant.objects.filter(conversation__in=preparing).order_by("pk")
    found = {}
    for pk, conversation, name, corner, reflection in people.values_list(
        "pk", "conversation", "name", "corner", "reflections"
    ):
        answered = reflection is not None
        found.setdefault(conversation, {})[pk] = {"name": name, "corner": corner, "answered": answered}
    for row in rows:
        row["participants"] = sorted(found.get(row["pk"], {}).values(), key=by_corner)


def by_corner(person):
    return Corner.values.index(person["corner"])


def read_triangles(user, day):
    """Return the triangles that `user` advises: dicts of `pk`, `name` and `filled`, {corner: whether so on `day`}."""
    mine = Membership.objects.filter(user=user, triangle__archived_at__isnull=True)
    seats = mine.order_by("triangle__name", "triangle").values_list(
        "triangle", "triangle__name", *(f"triangle__seats__{part}" for part in ("corner", "begins_on", "ends_on"))
    )
    found = {}
    for pk, name, corner, begins_on, ends_on in seats:
        triangle = found.setdefault(pk, {"pk": pk, "name": name, "filled": dict.fromkeys(Corner.values, False)})
        if corner and (begins_on or day) <= day <= (ends_on or day):
            triangle["filled"][corner] = True
    return list(found.values())


def read_overdue(triangles, day):
    """Return the open actions past their date in `triangles`, the oldest first."""
    overdue = Agreement.objects.overdue(day).filter(conversation__triangle__in=[row["pk"] for row in triangles])
    actions = overdue.filter(kind=Agreement.Kind.ACTIE).order_by("due_on", "pk")
    fields = ("text", "due_on", "owner_name", "conversation_id", "conversation__triangle__name")
    return list(actions.values(*fields)[:OVERDUE_SHOWN])
