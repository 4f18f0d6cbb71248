"""What asks somebody's attention today, read as values in a flat number of queries however much there is."""

from dataclasses import dataclass, field

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
    current = read_current(user)
    count_answers(current)
    behind = read_behind(user, before)
    notices = [notice for row in current if (notice := about_conversation(row, day))]
    notices += [about_agreement(row) for row in read_overdue(user, day)]
    notices += [about_triangle(row) for row in read_incomplete_triangles(user, day)]
    return Today(
        items=sorted(notices, key=lambda notice: notice.urgency),
        items_shown=items_shown,
        ahead=[row for row in current if row["phase"] in AHEAD],
        behind=behind[:EARLIER_SHOWN],
        has_older=len(behind) > EARLIER_SHOWN,
    )


def read_current(user):
    """Return the conversations that still ask something of `user`, by date, those without a date last."""
    rows = Conversation.objects.visible_to(user).filter(phase__in=[*AHEAD, Phase.VERSLAG])
    rows = rows.order_by(F("held_on").asc(nulls_last=True), "start", "pk")
    return list(rows.values(*FIELDS, triangle_name=F("triangle__name"), account_name=F("facilitator__name")))


def read_behind(user, before):
    """Return the conversations that are done, the newest first: one more than is shown, from `before` back."""
    rows = Conversation.objects.visible_to(user).filter(phase__in=BEHIND)
    if before:
        day, key = before
        rows = rows.filter(Q(held_on__lte=day) & ~Q(held_on=day, pk__gte=key) | Q(held_on__isnull=True))
    rows = rows.order_by(F("held_on").desc(nulls_last=True), "-pk")
    return list(rows.values(*FIELDS, triangle_name=F("triangle__name"))[: EARLIER_SHOWN + 1])


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


def read_overdue(user, day):
    """Return the open actions past their date in the triangles that `user` advises, the oldest first."""
    advised = Membership.objects.filter(user=user).values("triangle")
    agreements = Agreement.objects.overdue(day).filter(conversation__triangle__in=advised)
    agreements = agreements.filter(kind=Agreement.Kind.ACTIE).order_by("due_on", "pk")
    return list(
        agreements.values(
            "text", "due_on", "owner_name", "conversation_id", triangle_name=F("conversation__triangle__name")
        )[:OVERDUE_SHOWN]
    )


def read_incomplete_triangles(user, day):
    """Return the triangles that `user` advises with an empty corner on `day`: dicts of `name` and `has_<corner>`."""
    mine = Membership.objects.filter(user=user, triangle__archived_at__isnull=True)
    seats = mine.order_by("triangle__name", "triangle")
    filled = {}
    for key, name, corner, begins_on, ends_on in seats.values_list(
        "triangle", "triangle__name", *(f"triangle__seats__{part}" for part in ("corner", "begins_on", "ends_on"))
    ):
        corners = filled.setdefault((key, name), set())
        if corner and (begins_on or day) <= day <= (ends_on or day):
            corners.add(corner)
    return [
        {"name": name} | {f"has_{corner}": corner in corners for corner in Corner.values}
        for (_, name), corners in filled.items()
        if len(corners) < len(Corner)
    ]
