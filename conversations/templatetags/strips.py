"""The strip and the corner marks for templates; what they draw is escaped where it is made."""

from django import template

from .. import strip as drawing
from .light import drawn

register = template.Library()


@register.simple_tag
def strip(row, size=26, rows=None, previous=None):
    """Draw the scores of a board row, `previous` below it; a row that is not shown draws the empty scale."""
    return drawn(drawing.strip(row.scores, row.name, previous=previous, size=size, rows=rows))


@register.simple_tag
def corner_mark(corner, size=18):
    """Draw the mark of a corner beside its word; the mark itself is hidden from screen readers."""
    return drawn(drawing.small_mark(corner, size))


@register.simple_tag
def mirror_strip(side, name, size=26):
    """Draw what one corner gave and what the others thought; `name` says on what."""
    label = " ".join([f"{name}, over {side.about}.", *side.sentences])
    return drawn(drawing.mirror_strip(side.given, side.guesses, label, size))


@register.simple_tag
def open_mark(corner, size=18):
    """Draw the open mark of what a corner thought beside its word."""
    return drawn(drawing.small_mark(corner, size, hollow=True))
