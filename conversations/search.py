"""Searching triangles, people and conversations, within what somebody may see."""

from dataclasses import dataclass

from django.db.models import F, Q

from triangles.models import Seat, Triangle

from .models import Conversation

SHORTEST, LONGEST, SHOWN = 2, 100, 20


@dataclass(frozen=True)
class Found:
    """Rows of values per kind, at most SHOWN of each; `has_more` tells that some kind had more."""

    triangles: list
    seats: list
    conversations: list
    has_more: bool

    @property
    def count(self):
        return len(self.triangles) + len(self.seats) + len(self.conversations)


def find(user, words):
    """Return the Found of what `user` may see that holds every one of `words`, a text; three queries."""
    words = words.split()
    triangles = Triangle.objects.visible_to(user).filter(holding(words, "name", "purpose"))
    seats = Seat.objects.filter(triangle__in=Triangle.objects.visible_to(user))
    seats = seats.filter(holding(words, "person", "function", "organisation__name")).order_by("person", "pk")
    fields = "title", "place", "participants__name"
    conversations = Conversation.objects.visible_to(user).filter(holding(words, *fields)).distinct()
    kinds = (
        list(triangles.values("pk", "name", "purpose", "archived_at")[: SHOWN + 1]),
        list(
            seats.values("person", "function", "corner", "begins_on", "ends_on", "triangle_id").annotate(
                organisation_name=F("organisation__name"), triangle_name=F("triangle__name")
            )[: SHOWN + 1]
        ),
        list(
            conversations.order_by(F("held_on").desc(nulls_first=True), "-pk")
            .values("pk", "title", "phase", "held_on")
            .annotate(triangle_name=F("triangle__name"))[: SHOWN + 1]
        ),
    )
    return Found(*(rows[:SHOWN] for rows in kinds), has_more=any(len(rows) > SHOWN for rows in kinds))


def holding(words, *fields):
    """Return the condition that each word stands in at least one of `fields`."""
    condition = Q()
    for word in words:
        condition &= Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    return condition
