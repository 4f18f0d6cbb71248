"""When private text goes, as design choice 14 has it, and how its author is told."""

import datetime as dt

from django.utils import timezone

from driehoek.dates import spoken

AFTER_ESTABLISHED = dt.timedelta(days=14)
AFTER_MEETING = dt.timedelta(days=90)
AFTER_CANCELLED = dt.timedelta(days=14)
UNDATED = dt.timedelta(days=90)


def last_day(conversation):
    """Return the day on which private text of `conversation` goes at the latest, as things stand now (date)."""
    if conversation.triangle.rehearsal_until:
        return timezone.localdate(conversation.triangle.rehearsal_until)
    ends = [(conversation.established_at, AFTER_ESTABLISHED), (conversation.cancelled_at, AFTER_CANCELLED)]
    days = [timezone.localdate(moment) + term for moment, term in ends if moment]
    if conversation.held_on:
        days.append(conversation.held_on + AFTER_MEETING)
    return min(days) if days else timezone.localdate(conversation.changed_at) + UNDATED


def when_it_goes(conversation):
    """Say in a sentence or two when private text goes."""
    day = spoken(last_day(conversation))
    if conversation.triangle.rehearsal_until:
        return f"Dit is een oefening. Alles gaat vanzelf weg, uiterlijk op {day}."
    if conversation.established_at or conversation.cancelled_at:
        return f"Dat wissen we uiterlijk op {day}."
    if conversation.held_on:
        return f"Dat wissen we 14 dagen na het vaststellen van het verslag. Uiterlijk op {day}."
    return f"Er is nog geen datum. Dat wissen we 90 dagen na de laatste wijziging, nu is dat {day}."
