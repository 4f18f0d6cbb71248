"""The strip and the corner marks for templates; what they draw is escaped where it is made."""

from django import template
from django.utils.safestring import mark_safe

from .. import strip as drawing

register = template.Library()


@register.simple_tag
def strip(row, size=26, rows=None, previous=None):
    """Draw the scores of a board row, `previous` below it; a row that is not shown draws the empty scale."""
    return mark_safe(drawing.strip(row.scores, row.name, previous=previous, size=size, rows=rows))  # nosec B308 B703


@register.simple_tag
def corner_mark(corner, size=18):
    """Draw the mark of a corner beside its word; the mark itself is hidden from screen readers."""
    return mark_safe(drawing.small_mark(corner, size))  # nosec B308 B703
