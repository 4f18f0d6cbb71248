"""Moments and small numbers as Dutch prints them."""

from datetime import datetime, timedelta

from django import template
from django.conf import settings

from driehoek import dates

register = template.Library()
register.filter("spoken", dates.spoken)
register.filter("spoken_in_full", dates.spoken_in_full)
NUMBERS = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]


@register.filter
def in_words(number):
    """Write a whole number up to twelve as a word, a larger one in digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


@register.filter
def days(number):
    """Write a number of days: '1 dag', '14 dagen'."""
    return f"{number} dag" if number == 1 else f"{number} dagen"


@register.simple_tag
def kept_for(term):
    """Return for how long this installation keeps something, as '14 dagen'; `term` names one of its Terms."""
    return days(getattr(settings.KEEP, term))


@register.simple_tag
def period(start, minutes):
    """Say from when until when: '9.30 – 12.00 uur'. `start` is a time or None, `minutes` a whole number or None."""
    if start is None:
        return ""
    if not minutes:
        return f"{clock(start)} uur"
    end = datetime.combine(datetime.min, start) + timedelta(minutes=minutes)
    return f"{clock(start)} – {clock(end)} uur"


@register.filter
def clock(moment):
    """Write a time as '9.30'; nothing for None."""
    return f"{moment.hour}.{moment.minute:02}" if moment else ""
