"""The rows of the overview as HTML: written here and not in a template, as fifty of them are most of the page."""

from functools import cache

from driehoek.dates import spoken
from driehoek.html import fill, together
from triangles.models import Corner

from .attention import address
from .ledger_rows import capitalised, marked

ROW = """
<tr class="utrecht-table__row" role="row">
<th class="utrecht-table__cell" scope="row" role="rowheader">
{}
<ul class="dh-oversight__sides dh-small" role="list">{}</ul>
</th>
<td class="utrecht-table__cell" role="cell">
<span class="dh-oversight__label" aria-hidden="true">Ritme</span>{}</td>
<td class="utrecht-table__cell" role="cell">
<span class="dh-oversight__label" aria-hidden="true">Laatste gesprek</span>{}</td>
<td class="utrecht-table__cell" role="cell">
<span class="dh-oversight__label" aria-hidden="true">Volgend gesprek</span>{}</td>
<td class="utrecht-table__cell" role="cell">
<span class="dh-oversight__label" aria-hidden="true">Vraagt aandacht</span>{}</td>
</tr>"""
LINK = '<a class="nl-link" href="{}">{}</a>'
SIDE = '\n<li>{}<span><span class="dh-hidden">{}: </span>{}</span></li>'
NOBODY = fill('<span class="dh-soft">nu leeg</span>')
TEXT = "<span>{}</span>"
NEVER = fill(TEXT, "Nog geen gesprek")
DAY = '<span><span class="dh-nowrap">{}</span></span>'
PLANNED = '<span><span class="dh-nowrap">{}</span> <span class="dh-oversight__stand">{}</span></span>'
ASKS = '<ul class="dh-oversight__asks" role="list">{}</ul>'
NOTHING = fill('<span class="dh-soft">Niets</span>')


def write_rows(rows, about=None):
    """Return the rows of an Oversight as HTML; `about` is the key of the opdrachtnemer that the page is about."""
    side = cache(write_side)  # for this page alone: the same organisations stand in many rows
    return together(write(row, about, side) for row in rows)


def write(row, about, write_side):
    name = row["triangle__name"]
    return fill(
        ROW,
        fill(LINK, address("conversations:triangle", row["triangle"]), name) if row["advises"] else name,
        together(
            write_side(corner, tuple(found)) for corner, found in row["sides"] if not says_no_more(corner, found, about)
        ),
        fill(TEXT, capitalised(row["rhythm_words"])),
        fill(DAY, spoken(row["last_day"])) if row["last_day"] else NEVER,
        write_next(row["next_day"], capitalised(row["stand_words"])),
        write_asks(row),
    )


def says_no_more(corner, organisations, about):
    """Whether a corner is held by the opdrachtnemer alone that the page is about."""
    return about is not None and corner == Corner.OPDRACHTNEMER and [key for key, _ in organisations] == [about]


def write_side(corner, organisations):
    linked = corner == Corner.OPDRACHTNEMER
    names = [
        fill(LINK, address("conversations:opdrachtnemer", key), name) if linked else name for key, name in organisations
    ]
    return fill(SIDE, marked(corner, 18), corner, listed(names) if names else NOBODY)


def listed(names):
    return together(fill(", {}" if place else "{}", name) for place, name in enumerate(names))


def write_next(day, stand):
    return fill(PLANNED, spoken(day), stand) if day else fill(TEXT, stand)


def write_asks(row):
    asks = [f"{capitalised(corner)} ontbreekt" for corner in row["empty_corners"]]
    asks += [row["late_words"]] if row["late_words"] else []
    asks += [capitalised(words) for words in row["sign_words"]]
    return fill(ASKS, together(fill("<li>{}</li>", one) for one in asks)) if asks else NOTHING
