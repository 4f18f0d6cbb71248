"""What asks somebody's attention today, read as values in a flat number of queries however much there is."""

from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q

from triangles.models import Corner, Seat, Triangle

from .attention import about_agreement, about_conversation, about_triangle
from .models import Agreement, Conversation, Participant, Phase, Reflection

AHEAD = (Phase.CONCEPT, Phase.VOORBEREIDING, Phase.GESPREK)
BEHIND = (Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD)
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
    ahead: list = field(default_factory=list)
    behind: list = field(default_factory=list)
    has_older: bool = False

    @property
    def is_empty(self):
        return not (self.items or self.ahead or self.behind)


def build_today(user, day, before=None):
    """Return the Today of `user` on `day` in five queries. `before` is (date, key) to page back from, or None."""
    current = read_current(user)
    count_answers(current)
    behind = read_behind(user, before)
    notices = [notice for row in current if (notice := about_conversation(row, day))]
    notices += [about_agreement(row) for row in read_overdue(user, day)]
    notices += [about_triangle(row) for row in read_incomplete_triangles(user, day)]
    return Today(
        items=sorted(notices, key=lambda notice: notice.urgency),
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
    """Add to each row its `participants`, each with that they answered the questions beforehand, never what."""
    by_conversation = {row["pk"]: [] for row in rows}
    for row in rows:
        row["participants"] = by_conversation[row["pk"]]
    answered = Exists(Reflection.objects.filter(participant=OuterRef("pk")))
    people = Participant.objects.filter(conversation__in=by_conversation).annotate(answered=answered).order_by("pk")
    for person in people.values("conversation_id", "name", "corner", "answered"):
        by_conversation[person["conversation_id"]].append(person)


def read_overdue(user, day):
    """Return the open actions past their date in what `user` may see, the oldest first."""
    agreements = Agreement.objects.overdue(day).filter(conversation__in=Conversation.objects.visible_to(user))
    agreements = agreements.filter(kind=Agreement.Kind.ACTIE).order_by("due_on", "pk")
    return list(
        agreements.values(
            "text", "due_on", "owner_name", "conversation_id", triangle_name=F("conversation__triangle__name")
        )[:OVERDUE_SHOWN]
    )


def read_incomplete_triangles(user, day):
    """Return the triangles that `user` advises in which a corner is empty on `day`, with which."""
    filled = {
        f"has_{corner}": Exists(Seat.objects.on(day).filter(triangle=OuterRef("pk"), corner=corner))
        for corner in Corner.values
    }
    triangles = Triangle.objects.editable_by(user).annotate(**filled)
    incomplete = triangles.exclude(**dict.fromkeys(filled, True)).order_by("name", "pk")
    return list(incomplete.values("name", *filled))
