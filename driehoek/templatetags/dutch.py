"""Moments and small numbers as Dutch prints them."""

from datetime import datetime, timedelta

from django import template

from driehoek import dates

register = template.Library()
register.filter("spoken", dates.spoken)
register.filter("spoken_in_full", dates.spoken_in_full)
NUMBERS = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]


@register.filter
def in_words(number):
    """Write a whole number up to twelve as a word, a larger one in digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


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
