"""Keeping the signals, and what overviews tell, up to date: after a change of one triangle, and once a day for all.

Pages only read them.
"""

from django.db import transaction
from django.utils import timezone

from triangles.models import Triangle

from .facts import read_facts
from .models import Signal, SignalRound
from .overseeing import refresh_overviews
from .signs import find_signs

BATCH = 200


def refresh(triangle):
    """Bring the signals of a triangle (its key) up to date. Safe to call again; do it after the change is committed."""
    refresh_batch([triangle], timezone.localdate())


def refresh_all():
    """Bring the signals of all triangles up to date, once a day; return in Dutch how many changed, or ''.

    A day that was missed needs no catching up: every round starts from the facts. A round that fails is done again.
    """
    day, last, changed = timezone.localdate(), 0, 0
    if SignalRound.objects.filter(day=day).exists():
        return ""
    triangles = Triangle.objects.order_by("pk").values_list("pk", flat=True)
    while keys := list(triangles.filter(pk__gt=last)[:BATCH]):
        changed += refresh_batch(keys, day)
        last = keys[-1]
    SignalRound.objects.get_or_create(day=day)
    SignalRound.objects.filter(day__lt=day).delete()
    return f"Signalen die veranderden: {changed}." if changed else ""


def refresh_batch(keys, day):
    """Write what is new or said otherwise, remove what is over; return how many signals that were.

    The triangles are locked before anything is read, so of two at once the second starts from what the first left. The
    rows that stay keep the moment they were raised and until when they are hidden.
    """
    with transaction.atomic():
        list(Triangle.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
        facts = read_facts(keys, day)
        found = {key: find_signs(known, day) for key, known in facts.items()}
        wanted = {(key, sign.kind, sign.subject): sign.why for key, mine in found.items() for sign in mine}
        rows = Signal.objects.filter(triangle__in=keys).values_list("pk", "triangle", "kind", "subject", "why")
        there = {tuple(place): (pk, why) for pk, *place, why in rows}
        gone = [pk for place, (pk, _) in there.items() if place not in wanted]
        news = [(place, why) for place, why in wanted.items() if there.get(place, (None, None))[1] != why]
        if gone:
            Signal.objects.filter(pk__in=gone).delete()
        write(news)
        refresh_overviews(keys, facts, found, day)
    return len(gone) + len(news)


def write(news):
    made = [Signal(triangle_id=key, kind=kind, subject=subject, why=why) for (key, kind, subject), why in news]
    place = ["triangle", "kind", "subject"]
    Signal.objects.bulk_create(made, update_conflicts=True, unique_fields=place, update_fields=["why"])
