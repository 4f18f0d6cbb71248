"""How the author of private text is told when it goes."""

from django.conf import settings
from django.utils import timezone

from driehoek.dates import spoken
from driehoek.templatetags.dutch import days

from .ends import day_of, last_day
from .holds import find_hold
from .rules import is_due


def when_it_goes(conversation):
    """Say in a sentence or two when private text goes, or since when a legal hold keeps it."""
    hold = find_hold(conversation)
    if hold:
        return (
            f"Nu nog niet: op dit gesprek ligt sinds {spoken(day_of(hold.placed_at))} een bewaarplicht. "
            "Dat betekent: er mag niets weg, ook niet als u dat vraagt. "
            "Vraag uw adviseur ernaar. We wissen pas als de bewaarplicht is opgeheven."
        )
    return say(conversation, last_day(conversation))


def say(conversation, last):
    """Say when private text goes while nothing holds it; `last` is the day."""
    day, keep = spoken(last), settings.KEEP
    if conversation.triangle.rehearsal_until:
        return f"Dit is een oefening. Alles gaat vanzelf weg, uiterlijk op {day}."
    if conversation.established_at or conversation.cancelled_at:
        is_over = is_due(last, timezone.localdate())
        return f"Die termijn was op {day} voorbij." if is_over else f"Dat wissen we uiterlijk op {day}."
    if conversation.held_on:
        return f"Dat wissen we {days(keep.established)} na het vaststellen van het verslag. Uiterlijk op {day}."
    return f"Er is nog geen datum. Dat wissen we {days(keep.undated)} na de laatste wijziging, nu is dat {day}."
