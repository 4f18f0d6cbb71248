"""Draw the strip: the scale from 1 to 5, a mark per participant, the distance between lowest and highest.

At a large table the marks of one corner on one value are one mark with a count beside it, '5×'.

Pure. One strip is one SVG that stretches sideways while its marks keep their size, so the same drawing serves a phone,
a big screen and paper. Colours are attributes, because a PDF needs them; a style sheet may override them through the
classes. `scores` are pairs (corner, value): a value is 1-5 or None for 'geen beeld', a corner of None is naamloos.
"""

from collections import Counter
from functools import cache
from html import escape

from .scoring import HIGHEST, LOWEST, distance, is_large, lies_where, piles, tallest

MARKS = {  # letter and colour
    "opdrachtgever": ("G", "#5a2d91"),
    "opdrachtnemer": ("N", "#0b7568"),
    "eigenaar": ("E", "#b04a06"),
    None: ("", "#465462"),
}
MANY = {"opdrachtgever": "opdrachtgevers", "opdrachtnemer": "opdrachtnemers", "eigenaar": "eigenaren", None: "scores"}
INK, MUTED, LINE = "#14202b", "#586673", "#98a3ae"
SVG = "{http://www.w3.org/2000/svg}"


def enumerate_words(words):
    """Return words as Dutch prints a list: 'a', 'a en b', 'a, b en c'."""
    *most, last = map(str, words)
    return f"{', '.join(most)} en {last}" if most else last


def distance_words(gap):
    """Say a distance of 0-4, or None, in words."""
    if gap is None:
        return "te weinig scores"
    return "alle scores gelijk" if gap == 0 else f"{gap} {'punt' if gap == 1 else 'punten'} uit elkaar"


def abstention_words(scores):
    """Say who has 'geen beeld', per corner: '1 × eigenaar'; an empty text when nobody."""
    absent = [(corner, values.count(None)) for corner, values in lies_where(scores).items()]
    return ", ".join(f"{count} × {corner or 'iemand'}" for corner, count in absent if count)


def describe(scores):
    """Say in one or two sentences what the strip shows, abstentions included."""
    absent = abstention_words(scores)
    none = f" Geen beeld: {absent}." if absent else ""
    given = {corner: [v for v in values if v is not None] for corner, values in lies_where(scores).items()}
    parts = [(corner, values) for corner, values in given.items() if values]
    if not parts:
        return f"Er is geen score.{none}"
    gap = distance_words(distance([v for _, v in scores])).capitalize()
    if is_large(scores):
        return f"{gap}. {' '.join(f'{many(*part)}: {counted_words(part[1])}.' for part in parts)}{none}"
    said = [f"{corner or 'scores'} {enumerate_words(values)}" for corner, values in parts]
    return f"{gap}: {', '.join(said)}.{none}"


def many(corner, values):
    """Return the head of a list of `values` of one corner: 'Opdrachtgevers', of one value 'Opdrachtgever'."""
    return (MANY[corner] if len(values) > 1 or corner is None else corner).capitalize()


def counted_words(values):
    """Return values from low to high, equal ones taken together: '2, 3 (2 keer), 4 (5 keer)'."""
    return ", ".join(f"{value} ({count} keer)" if count > 1 else str(value) for value, count in Counter(values).items())


@cache
def mark(corner, size=26, hollow=False):
    """Return one corner mark centred on 0,0 as an SVG group: square, circle or diamond, with its letter."""
    letter, colour = MARKS[corner]
    fill, text, edge = ("#fff", colour, colour) if hollow else (colour, "#fff", "#fff")
    classes = f"dh-mark dh-mark--{corner or 'naamloos'}" + " dh-mark--hollow" * hollow
    label = _text(letter, size * 0.2, size * 0.56, 700, text)
    shape = f'{_shape(corner, size / 2)} fill="{fill}" stroke="{edge}" stroke-width="{size * 0.06:g}"/>'
    return f'<g class="{classes}">{shape}{label if letter else ""}</g>'


def _text(text, y, size, weight, colour):
    look = f'font-size="{size:g}" font-family="Source Sans 3, sans-serif" font-weight="{weight}" fill="{colour}"'
    return f'<text y="{y:g}" text-anchor="middle" {look}>{text}</text>'


def _line(ends, colour, width, kind=""):
    return f'<line{kind} {ends} stroke="{colour}" stroke-width="{width:g}"/>'


def _shape(corner, radius):
    if corner == "opdrachtgever":
        side = radius * 0.92
        return f'<rect x="{-side:g}" y="{-side:g}" width="{side * 2:g}" height="{side * 2:g}"'
    if corner == "eigenaar":
        tip = radius * 1.2
        return f'<path d="M0 {-tip:g}L{tip:g} 0L0 {tip:g}L{-tip:g} 0Z"'
    return f'<circle r="{radius:g}"'


@cache
def small_mark(corner, size=18, hollow=False):
    """Return a mark as a drawing of its own, beside the word that names the corner; it has no name itself."""
    box = f"{-size / 2:g} {-size / 2:g} {size:g} {size:g}"
    return (
        f'<svg class="dh-small-mark" width="{size:g}" height="{size:g}" viewBox="{box}" '
        f'xmlns="http://www.w3.org/2000/svg" aria-hidden="true">{mark(corner, size / 1.22, hollow)}</svg>'
    )


def strip(scores, name, previous=None, size=26, rows=None):
    """Return the strip as SVG; `size` is that of a mark in px. `name` says what was scored.

    `previous` hangs the scores of last time, open, below the scale. `rows` fixes the height in marks, so that strips
    under one another line up.
    """
    label = f"{name}. {describe(scores)}"
    if previous is not None:
        label += f" Vorige keer: {describe(previous)}"
    return picture(scores, label, below=previous, size=size, rows=rows)


def picture(scores, label, below=None, size=26, rows=None, kind=""):
    """Return the drawing of a strip with the name `label`; the scores `below` hang open under the scale.

    A `kind`, a class more, has no band under the scale: what hangs there is not one conversation.
    """
    axis = size * (0.5 + 1.16 * (rows or tallest(scores)))
    numbers = axis + size * 0.84
    height, hanging = numbers + size * 0.3, ""
    if below is not None:
        under = numbers + size * 0.62
        height = under + size * (0.34 + 1.16 * tallest(below))
        hanging = _lane(below, under, size * 0.84, up=False, hollow=True, band=not kind)
    look = f'class="dh-strip{kind}" role="img" xmlns="http://www.w3.org/2000/svg" width="100%" height="{height:g}"'
    drawn = f"{_scale(scores, axis, numbers, size)}{_lane(scores, axis, size)}{hanging}"
    return f"<svg {look}><title>{escape(label)}</title>{drawn}</svg>"


def mirror_strip(given, guesses, label, size=26):
    """Return the strip of one corner: what it gave, and open below the scale what the others thought that it gave."""
    return picture(given, label, below=guesses, size=size, kind=" dh-strip--mirror")


def marks_of(drawing, hollow=False):
    """Yield (corner, value, count) of every filled mark of a strip, from the tree of its SVG; or of every open one."""
    for place in drawing.findall(f"{SVG}svg"):
        group, beside = place.find(f".//{SVG}g[@class]"), place.find(f".//{SVG}text[@class]")
        if group is not None and group.get("class").endswith("--hollow") is hollow:
            count = 1 if beside is None else int(beside.text.rstrip("×"))
            yield corner_of(group), int(place.get("x").rstrip("%")) // 20 + 1, count


def corner_of(group):
    """Return the corner of a mark, from the tree of its SVG group; None for naamloos."""
    name = group.get("class").split()[1].removeprefix("dh-mark--")
    return name if name in MARKS else None


def _x(value):
    return f"{10 + 20 * (value - 1)}%"


def _scale(scores, axis, numbers, size):
    """Return the line, its five ticks and their numbers; a number somebody gave is bold."""
    given = {value for _, value in scores}
    line = _line(f'x1="{_x(1)}" x2="{_x(5)}" y1="{axis:g}" y2="{axis:g}"', LINE, size * 0.06)
    return line + "".join(_tick(value, value in given, axis, numbers, size) for value in range(1, 6))


@cache
def _tick(value, is_given, axis, numbers, size):
    weight, colour = (700, INK) if is_given else (400, MUTED)
    line = _line(f'y1="{axis - size * 0.2:g}" y2="{axis + size * 0.2:g}"', LINE, size * 0.06)
    return f'<svg x="{_x(value)}" overflow="visible">{line}{_text(value, numbers, size * 0.58, weight, colour)}</svg>'


def _lane(scores, axis, size, up=True, hollow=False, band=True):
    """Return the band and the marks of one conversation, stacked away from the axis."""
    drawn = [_band(scores, axis, size, hollow) if band else ""]
    for value in range(LOWEST, HIGHEST + 1):
        pile = piles(scores, value)
        most = max((count for _, count in pile), default=1)
        for step, (corner, count) in enumerate(pile):
            away = size * (0.86 + 1.16 * step)
            y = axis - away if up else axis + away
            told = _counted(corner, count, most, size, hollow) if most > 1 else mark(corner, size, hollow)
            drawn.append(f'<svg x="{_x(value)}" y="{y:g}" overflow="visible">{told}</svg>')
    return "".join(drawn)


@cache
def _counted(corner, count, most, size, hollow):
    """Return a mark that stands for `count` scores, with that beside it: both together above their value.

    `most` is the highest count of the pile, which leans to the left by the digits of that.
    """
    lean = size * (0.15 + 0.15 * len(str(most)))
    start = f'<text class="dh-count" x="{size * 0.62:g}" y="{size * 0.18:g}" text-anchor="start"'
    look = f'font-size="{size * 0.5:g}" font-family="Source Sans 3, sans-serif" font-weight="700" fill="{INK}"'
    beside = f"{start} {look}>{count}×</text>" if count > 1 else ""
    return f'<g transform="translate({-lean:g} 0)">{mark(corner, size, hollow)}{beside}</g>'


def _band(scores, axis, size, hollow):
    values = [value for _, value in scores if value is not None]
    if not distance(values):
        return ""
    colour, width = (MUTED, size * 0.12) if hollow else (INK, size * 0.26)
    ends = f'x1="{_x(min(values))}" x2="{_x(max(values))}" y1="{axis:g}" y2="{axis:g}"'
    return _line(ends, colour, width, ' class="dh-band"')
