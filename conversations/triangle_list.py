"""The list of somebody's triangles: which corners are filled and when they talk."""

from django.db.models import Max, Min, Q

from triangles.models import Corner, Seat, Triangle

from .models import AHEAD, HELD


def list_triangles(user, day):
    """Return the triangles `user` advises as dicts, in two lists: those in use, and the archived ones; two queries.

    Each has `corners`, pairs (corner, how many sit there on `day`), and the days `next_on` and `last_on` or None.
    """
    ahead = Q(conversations__phase__in=AHEAD)
    held = Q(conversations__phase__in=HELD)
    rows = Triangle.objects.visible_to(user).values("pk", "name", "purpose", "archived_at", "rehearsal_until")
    rows = rows.annotate(
        next_on=Min("conversations__held_on", filter=ahead & Q(conversations__held_on__gte=day)),
        last_on=Max("conversations__held_on", filter=held),
    ).order_by("name", "pk")
    seats = Seat.objects.on(day).filter(triangle__in=Triangle.objects.visible_to(user))
    filled = {}
    for key in seats.values_list("triangle", "corner"):
        filled[key] = filled.get(key, 0) + 1
    rows = list(rows)
    for row in rows:
        row["corners"] = [(corner, filled.get((row["pk"], corner), 0)) for corner in Corner.values]
        row["empty"] = [corner for corner, number in row["corners"] if not number]
    return [row for row in rows if not row["archived_at"]], [row for row in rows if row["archived_at"]]
