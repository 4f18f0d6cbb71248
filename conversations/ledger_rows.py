"""The rows of the ledger as HTML: written here and not in a template, as fifty of them are most of the page."""

from functools import cache
from itertools import groupby

from django.utils.text import Truncator

from driehoek.dates import spoken
from driehoek.html import fill, together

from .attention import address
from .strip import small_mark
from .templatetags.light import drawn

LONGEST, LONGEST_NOTE = 300, 160  # characters
FIRST = fill('<span class="dh-tag dh-tag--strong">Belangrijkste afspraak</span>')
ROW = """
<article class="dh-deal{}">
<div>{}
<h3><a class="nl-link" href="{}">{}</a></h3>{}{}{}{}
</div>
<dl class="dh-meta">{}{}
<div><dt>Van</dt><dd><span class="dh-legend">{}</span></dd></div>{}{}
<div><dt>Gesprek</dt><dd><a class="nl-link" href="{}#afspraken">{}</a>{}</dd></div>
</dl>
</article>"""
FACT = "\n<div><dt>{}</dt><dd>{}{}</dd></div>"
LATE = '\n<div class="dh-late"><dt>{}</dt><dd>{}{}</dd></div>'
SIGN = '\n<p class="dh-soft dh-prose dh-gap-top">Het werkt als: {}</p>'
JUDGED = '\n<p class="dh-small dh-soft dh-gap-top">Nagekomen?{}</p>\n<ul class="dh-verdicts" role="list">{}</ul>'
LAST = '\n<p class="dh-small dh-gap-top"><span class="dh-soft">Laatste stap:</span> {}{}</p>'
QUIET = '\n<p class="dh-small dh-soft dh-gap-top">Gaat stil. {}</p>'
CORNER = '<span class="dh-corner">{} {}</span>'
VERDICT = "\n<li>{} <span>{}: <strong>{}</strong></span></li>"


def group(rows, triangle):
    """Return (heading, hint, HTML of the rows) of each group of `rows`, that are told as ledger.tell does."""
    return [
        (heading, mine[0]["hint"], together(write(row, triangle) for row in mine))
        for heading, mine in ((heading, list(rows)) for heading, rows in groupby(rows, lambda row: row["group"]))
    ]


def write(row, triangle):
    """Return one row as HTML; `triangle` is the key of its triangle."""
    is_first, held_on = row["most_important"], row["conversation__held_on"]
    return fill(
        ROW,
        " dh-deal--first" if is_first else "",
        FIRST if is_first else "",
        address("conversations:agreement", triangle, row["pk"]),
        shortened(row["text"], LONGEST),
        fill(SIGN, shortened(row["sign"], LONGEST)) if row["sign"] else "",
        write_verdicts(row) if row["verdicts"] else "",
        write_last(row) if row["last"] else "",
        fill(QUIET, row["quiet"]) if row["quiet"] else "",
        "" if row["is_open"] else write_stand(row),
        fill(FACT, "Soort", capitalised(row["kind"]), "") if row["status"] == "geparkeerd" else "",
        legend(tuple(row["corners"])),
        fill(FACT, "Wie", row["owner_name"], "") if row["owner_name"] else "",
        write_due(row) if row["due_on"] else "",
        address("conversations:conversation", row["conversation_id"]),
        row["conversation__title"],
        f", {spoken(held_on)}" if held_on else "",
    )


def write_verdicts(row):
    when = f" Op {spoken(row['judged_on'])} zei elke hoek apart:" if row["judged_on"] else ""
    return fill(JUDGED, when, together(verdict(*said) for said in row["verdicts"]))


def write_last(row):
    note = row["last_step__note"]
    return fill(LAST, row["last"], f": ‘{shortened(note, LONGEST_NOTE)}’" if note else "")


def write_stand(row):
    until = row["parked_until"]
    return fill(FACT, "Stand", capitalised(row["stand"]), f" tot {spoken(until)}" if until else "")


def write_due(row):
    late = row["late"]
    return fill(LATE if late else FACT, row["due_label"], spoken(row["due_on"]), f", {late}" if late else "")


@cache
def legend(corners):
    """Return the corners (a tuple of a few fixed words) with their marks."""
    return together(fill(CORNER, marked(corner, 18), corner) for corner in corners)


@cache
def verdict(corner, said):
    """Return what a corner said: both are one of a few fixed words."""
    return fill(VERDICT, marked(corner, 20), corner, said)


@cache
def marked(corner, size):
    return drawn(small_mark(corner, size))


def shortened(text, length):
    return text if len(text) <= length else Truncator(text).chars(length)


def capitalised(text):
    return text[:1].upper() + text[1:]
