"""The scores and agreements on the page of a conversation as HTML: a template takes most of that page's time."""

from driehoek.dates import spoken
from driehoek.html import fill, together

from .ledger_rows import FACT, FIRST, capitalised, legend
from .strip import strip
from .templatetags.light import drawn

SHOWN = """
<li>
<p class="dh-strips__name">{}<small>{}</small>{}</p>
<div class="dh-flow-sm">
{}
<div class="dh-poles dh-small"><p>{}</p><p>{}</p></div>
</div>
</li>"""
HIDDEN = """
<li>
<p class="dh-strips__name">{}<small>nog niet getoond</small></p>
<p class="dh-soft">{} van {} scoorden</p>
</li>"""
ABSTAINED = "<small>geen beeld: {}</small>"
HEAD = '\n<th class="utrecht-table__cell utrecht-table__header-cell" scope="col">{}</th>'
CELL = '\n<td class="utrecht-table__cell">{}</td>'
NUMBERS = """
<tr class="utrecht-table__row">
<th class="utrecht-table__cell" scope="row">{}</th>{}
<td class="utrecht-table__cell">{}</td>
</tr>"""
DEAL = """
<article class="dh-deal{}">
<div>{}
<h3>{}</h3>{}
</div>
<dl class="dh-meta">{}
<div><dt>Van</dt><dd><span class="dh-legend">{}</span></dd></div>{}{}
</dl>
</article>"""
DUE = {"actie": "Uiterlijk", "besluit": "Genomen op"}
SIGN = '\n<p class="dh-small dh-soft dh-gap-top">Zo merken we dat het werkt</p>\n<p>{}</p>'


def write_strips(board):
    """Return the rows of a Board with their strips; of one that is not shown only how many scored."""
    return together(write_strip(row) for row in board.rows)


def write_strip(row):
    if not row.shown:
        return fill(HIDDEN, row.name, row.answered, row.expected)
    absent = row.abstentions
    picture = drawn(strip(row.scores, row.name))
    return fill(
        SHOWN,
        row.name,
        row.distance_words,
        fill(ABSTAINED, absent) if absent else "",
        picture,
        row.poles[0],
        row.poles[1],
    )


def write_heads(board):
    """Return the heads of the columns with numbers."""
    return together(fill(HEAD, column) for column in board.columns)


def write_numbers(board):
    """Return the shown rows of a Board as those of a table."""
    return together(
        fill(NUMBERS, row.name, together(fill(CELL, cell) for _, cell in cells), row.distance_words)
        for row, cells in board.numbers
    )


def write_deals(agreements):
    """Return Agreements as HTML."""
    return together(write_deal(agreement) for agreement in agreements)


def write_deal(agreement):
    stand = "" if agreement.status == "open" else f", {agreement.get_status_display()}"
    return fill(
        DEAL,
        " dh-deal--first" if agreement.most_important else "",
        FIRST if agreement.most_important else "",
        agreement.text,
        fill(SIGN, agreement.sign) if agreement.sign else "",
        fill(FACT, "Soort", capitalised(agreement.get_kind_display()), stand),
        legend(tuple(agreement.corners)),
        fill(FACT, "Wie", agreement.owner_name, "") if agreement.owner_name else "",
        fill(FACT, DUE.get(agreement.kind, "Terugkijken"), spoken(agreement.due_on), "") if agreement.due_on else "",
    )
