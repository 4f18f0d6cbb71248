"""The strip for a phone: the marks and the scale are drawn once per page and used again; colours come by style sheet.

Pure, and the same figure as in strip.py, which is for paper and a big screen: only lighter.
"""

from html import escape

from .scoring import distance, piles, tallest
from .strip import MARKS, describe

SIZE, STEP, FOOT = 22, 26, 26  # px: a mark, from mark to mark in a stack, and the room for the numbers under the axis
SHAPES = {
    "opdrachtgever": '<rect x="-10" y="-10" width="20" height="20"/>',
    "opdrachtnemer": '<circle r="11"/>',
    "eigenaar": '<path d="M0-13L13 0 0 13-13 0Z"/>',
    None: '<circle r="11"/>',
}


def draw_parts(corners):
    """Return the hidden drawing that holds the marks of `corners` and the scale, once per page."""
    return f'<svg class="dh-parts" aria-hidden="true">{"".join(map(_mark, corners))}{_scale()}</svg>'


def _name(corner):
    return f"m{MARKS[corner][0]}"


def _mark(corner):
    return f'<g id="{_name(corner)}">{SHAPES[corner]}<text y="4">{MARKS[corner][0]}</text></g>'


def _scale():
    ticks = "".join(
        f'<svg x="{_x(value)}"><path d="M0-4V4"/><text y="18">{value}</text></svg>' for value in range(1, 6)
    )
    return f'<g id="schaal"><line x1="10%" x2="90%"/>{ticks}</g>'


def _x(value):
    return f"{20 * value - 10}%"


def draw(scores, name):
    """Return the strip of `scores`, pairs as in strip.py; it uses the parts that `draw_parts` put on the page."""
    axis = STEP * tallest(scores) + SIZE // 2
    marks = "".join(
        _standing(corner, count, value, axis - SIZE + 3 - STEP * step)
        for value in range(1, 6)
        for step, (corner, count) in enumerate(piles(scores, value))
    )
    return (
        f'<svg class="dh-strip" role="img" height="{axis + FOOT}"><title>{escape(name)}. {describe(scores)}</title>'
        f'<use href="#schaal" y="{axis}"/>{_band(scores, axis)}{marks}</svg>'
    )


def _standing(corner, count, value, y):
    """Return a mark on its value, with a count beside it when it stands for more scores."""
    drawn = f'<use href="#{_name(corner)}" x="{_x(value)}" y="{y}"/>'
    if count == 1:
        return drawn
    return f'<g class="dh-counted">{drawn}<text x="{_x(value)}" y="{y + 5}">{count}×</text></g>'


def _band(scores, axis):
    values = [value for _, value in scores if value is not None]
    if not distance(values):
        return ""
    return f'<line x1="{_x(min(values))}" x2="{_x(max(values))}" y1="{axis}" y2="{axis}"/>'


def small_mark(corner):
    """Return a mark beside the word that names its corner; it has no name itself."""
    return f'<svg class="dh-small-mark" viewBox="-13 -13 26 26" aria-hidden="true"><use href="#{_name(corner)}"/></svg>'
