"""What keeps a page small: the strip of strip_light.py, and HTML without the spaces that indent it."""

import re

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import mark_safe

from .. import strip_light as drawing

register = template.Library()


def drawn(svg):
    """Return a drawing as it is: what it holds is escaped where it is made."""
    return mark_safe(svg)  # nosec B308 B703


@register.simple_tag
def strip_parts(board):
    """Draw, unseen, what the strips on this page are made of."""
    return drawn(drawing.draw_parts(board.legend or [None]))


@register.simple_tag
def light_strip(row):
    """Draw the scores of a board row with the parts of `strip_parts`."""
    return drawn(drawing.draw(row.scores, row.name))


@register.simple_tag
def light_mark(corner):
    """Draw the mark of a corner beside its word, with the parts of `strip_parts`."""
    return drawn(drawing.small_mark(corner))


@register.filter(is_safe=True)
@stringfilter
def tight(html):
    """Take the indents and the empty lines out of HTML; not for what holds a textarea."""
    return re.sub(r"\s*\n\s*", "\n", html)
