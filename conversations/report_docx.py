"""The report in Word: a walk along the HTML that becomes the PDF, so that both say the same in the same order.

A drawing becomes text: a strip is a table of five columns with a letter per mark, and the sentence that says it aloud.
"""

import re
from dataclasses import dataclass, replace

import tinyhtml5

from driehoek.word import (
    INK,
    PALE,
    SOFT,
    TEXT_WIDTH,
    Look,
    add_paragraph,
    add_table,
    colour,
    describe,
    highlight,
    keep_whole,
    new_document,
    run_along,
    shade,
    to_bytes,
)

from .report import printable, render_html
from .report_page import cover
from .strip import MARKS, SVG, corner_of, marks_of

COPY = "Kopie in Word. De vastgestelde PDF geldt."
ACCENT = "0B7568"
LOOKS = {
    "Normal": Look(before=3),
    "Heading 1": Look(22, bold=True, after=8, keep=True),
    "Heading 2": Look(15, bold=True, before=18, after=5, keep=True),
    "Heading 3": Look(12, bold=True, before=12, after=3, keep=True),
    "List Bullet": Look(indent=0.1, hang=0.5),
    "Header": Look(8.5, colour=SOFT, after=0, is_spread=True),
    "Footer": Look(8.5, colour=SOFT, after=0, is_spread=True),
    "Merk": Look(13, bold=True, after=2),
    "Stand": Look(12, after=14),
    "Soort": Look(11, colour=SOFT, after=2),
    "Gegeven": Look(after=2, hang=4),
    "Toelichting": Look(9.5, colour=SOFT, after=3),
    "Strip in woorden": Look(9.5, colour=SOFT, before=3, after=3, keep=True),
    "Toen en nu": Look(before=6, keep=True),
    "Polen": Look(8.5, colour=SOFT, before=2, after=2, is_spread=True),
    "Kernvraag": Look(9.5, colour=SOFT, after=3, keep=True),
    "Kader": Look(13, indent=0.5, edge=ACCENT),
    "Kader kop": Look(9.5, bold=True, indent=0.5, edge=ACCENT, before=6, keep=True),
    "Vraag": Look(9, colour=SOFT, before=8, after=2, indent=0.5, edge=INK, keep=True),
    "Citaat": Look(11.5, after=2, indent=0.5, edge=INK, keep=True),
    "Schrijver": Look(9, colour=SOFT, indent=0.5, edge=INK),
    "Afspraak": Look(before=3, fill="EEF1F4"),
    "Legenda": Look(9, after=4, keep=True),
    "Bijschrift": Look(9.5, colour=SOFT, after=4, keep=True),
    "Tabel": Look(9.5, after=2),
    "Tabelkop": Look(9.5, bold=True, after=2),
    "Stripcel": Look(11, before=1, after=0, align="center"),
    "Striphoofd": Look(9.5, bold=True, after=0, keep=True, align="center"),
}
STYLES = {
    **{"r-brand": "Merk", "r-state": "Stand", "r-kind": "Soort", "r-facts": "Gegeven", "r-legend": "Legenda"},
    **dict.fromkeys(("r-soft", "r-absent", "r-ok"), "Toelichting"),
    **{"r-key": "Kader", "r-key-name": "Kader kop", "r-q": "Vraag", "r-words": "Citaat", "r-by": "Schrijver"},
    **{"r-agreed": "Afspraak", "r-poles": "Polen", "r-expl": "Kernvraag", "r-pair-strips": "Toen en nu"},
}
OF_TAGS = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "li": "List Bullet"}
WIDTHS = {  # cm
    "r-table--people": (3.9, 4.3, 4.2, 4.2),
    "r-table--deals": (1, 6.6, 3.2, 2.9, 2.9),
    "r-table--judged": (7.4, 5.2, 4),
    "r-table--wording": (5.2, 3.8, 3.8, 3.8),
    "r-summary": (5.1, *[1.6] * 5, 3.5),
}
STRIP = ("1", "2", "3", "4", "5")
OVERVIEW = ("Principe", *STRIP, "Verschil")
BLOCKS = {"p", "div", "ul", "table", "section", "article", "header", "main", "blockquote", *OF_TAGS}
FIRST = 4.6  # cm, the first column of a table without widths of its own
WHOLE = {"r-summary", "r-table--people", "r-table--numbers"}  # on one page
UNSEEN = "only-screen"
MIRROR = "dh-strip--mirror"
SPACE = re.compile("[ \t\n\r\f]+")  # what HTML takes together; other spaces stay


@dataclass(frozen=True)
class Words:
    """A piece of a paragraph; `colours` are (of the text, behind it), hex."""

    text: str
    bold: bool | None = None
    soft: bool = False
    colours: tuple[str, str] | None = None
    is_made: bool = False  # a line's end or a tab of ours, and no white space of the HTML


PLAIN = Words("")
BREAK, TAB = Words("\n", is_made=True), Words("\t", is_made=True)
FOLLOWED_BY = {"r-label": TAB, "r-mark": Words("   ", is_made=True)}


def render_docx(content):
    """Return the Word document (bytes) of a content."""
    content = printable(content)
    told = cover(content)
    state = "concept" if told["is_concept"] else "vastgesteld"
    known = {name: told[name] for name in ("title", "author", "moment")}
    document = new_document(LOOKS, **known, state=state)
    running = told["running"]
    left = running["classification"] if told["is_concept"] else f"{running['classification']}. {COPY}"
    run_along(document, (running["name"], running["state"]), (left, ""))
    tree = tinyhtml5.parse(render_html(content), namespace_html_elements=False)
    write(tree.find("body"), document, "Normal")
    return to_bytes(document)


def write(element, into, style):
    """Write what a block says into the document or a cell, in its own style or else that of what it stands in."""
    classes = classes_of(element)
    if UNSEEN in classes:
        return
    if element.tag == "table":
        write_table(element, into)
    elif is_strip(element):
        write_strip(element, into)
    elif "r-poles" in classes:
        left, right = element
        put([*words_of(left), TAB, *words_of(right)], into, "Polen")
    else:
        flow(element, into, style_of(element, style))


def style_of(element, style):
    """Return the style of a block: that of its tag, else of its class, else `style`."""
    named = (STYLES[name] for name in classes_of(element) if name in STYLES)
    return OF_TAGS.get(element.tag) or next(named, style)


def flow(element, into, style):
    """Write the blocks in an element one under the other, and the loose words between them as paragraphs of `style`."""
    loose = [Words(element.text or "")]
    for child in element:
        if child.tag in BLOCKS or is_strip(child):
            put(loose, into, style)
            write(child, into, style)
            loose = []
        else:
            loose += words_of(child)
        loose.append(Words(child.tail or ""))
    put(loose, into, style)


def classes_of(element):
    return element.get("class", "").split()


def is_strip(element):
    return element.tag == f"{SVG}svg" and "dh-strip" in classes_of(element)


def words_of(element, look=PLAIN):
    """Yield the Words of an element inside a paragraph."""
    classes = classes_of(element)
    look = replace(look, bold=look.bold or element.tag == "strong" or None, soft=look.soft or "r-soft" in classes)
    if element.tag == "br":
        yield BREAK
    elif element.tag == f"{SVG}svg":
        yield from (mark(corner_of(group), is_open(group)) for group in element.iter(f"{SVG}g"))
    elif "r-band" in classes:
        yield Words("\xa0" * 6, colours=(INK, PALE))
    else:
        yield replace(look, text=element.text or "", soft=look.soft or "r-label" in classes)
        for child in element:
            yield from words_of(child, look)
            yield replace(look, text=child.tail or "")
    yield from (FOLLOWED_BY[name] for name in classes if name in FOLLOWED_BY)


def is_open(group):
    return "dh-mark--hollow" in classes_of(group)


def mark(corner, is_open=False):
    """Return the letter of a corner on its colour, an open one in its colour; who is naamloos has a dot."""
    letter, colour = MARKS[corner]
    if not letter:
        return Words("●")
    colours = ("FFFFFF", colour.removeprefix("#").upper())
    return Words(f"\xa0{letter}\xa0", bold=True, colours=colours[::-1] if is_open else colours)


def put(loose, into, style):
    """Write Words as one paragraph; nothing when they say nothing."""
    told = closed_up(loose)
    if not told:
        return
    paragraph = add_paragraph(into, style)
    for words in told:
        run = paragraph.add_run(words.text)
        run.bold = False if words.soft else words.bold
        if words.colours:
            highlight(run, *words.colours)
        elif words.soft:
            colour(run, SOFT)


def closed_up(loose):
    """Return the Words that say something, with white space taken together as HTML does, and none at either end."""
    told, last = [], " "
    for words in loose:
        text = words.text if words.is_made else SPACE.sub(" ", words.text)
        text = text.lstrip(" ") if last in " \n\t" else text
        if text:
            told.append(replace(words, text=text))
            last = text[-1]
    while told and not told[-1].text.rstrip(" \n\t"):
        told.pop()
    return [*told[:-1], replace(told[-1], text=told[-1].text.rstrip(" "))] if told else []


def write_table(element, document):
    """Write a table with its caption above it; one without heads becomes headings with text."""
    for caption in element.findall("caption"):
        put(words_of(caption), document, "Bijschrift")
    heads, rows = element.findall("thead/tr/th"), element.findall("tbody/tr")
    is_overview = "r-summary" in classes_of(element)
    told = OVERVIEW if is_overview else ["".join(head.itertext()) for head in heads]
    if not told:
        write_headed(rows, document)
        return
    table = add_table(document, 1 + len(rows), widths_of(element, len(told)))
    first, *others = table.rows
    for cell, head in zip(first.cells, told, strict=True):
        put([Words(head)], cell, "Striphoofd" if is_overview and head in STRIP else "Tabelkop")
    for row, into in zip(rows, others, strict=True):
        fill(row, into)
    if WHOLE.intersection(classes_of(element)):
        keep_whole(table)


def write_headed(rows, document):
    for row in rows:
        head, text = row
        put(words_of(head), document, "Heading 3")
        flow(text, document, "Normal")


def widths_of(element, count):
    """Return the widths of `count` columns in cm; of a table that is not named the first is wide, the others equal."""
    known = next((WIDTHS[name] for name in classes_of(element) if name in WIDTHS), None)
    return known or (FIRST, *[(TEXT_WIDTH - FIRST) / (count - 1)] * (count - 1))


def fill(row, into):
    """Fill a row of a table; a strip takes five cells."""
    cells = iter(into.cells)
    for element in row:
        drawing = element.find(f"{SVG}svg")
        if drawing is not None and is_strip(drawing):
            fill_strip(drawing, [next(cells) for _ in STRIP])
        else:
            flow(element, next(cells), "Tabelkop" if element.tag == "th" else "Tabel")


def fill_strip(drawing, cells, is_open=False):
    """Put the letters of a strip in five cells, and shade them from the lowest to the highest score."""
    marks = list(marks_of(drawing, is_open))
    values = [0] if is_open else [value for _, value, _ in marks] or [0]
    for value, cell in enumerate(cells, 1):
        letters = [(mark(corner, is_open), count) for corner, given, count in marks if given == value]
        add_paragraph(cell, "Stripcel")
        put([part for letter in letters for part in counted(*letter)], cell, "Stripcel")
        if min(values) <= value <= max(values) > min(values):
            shade(cell, PALE)


def counted(letter, count):
    """Return the Words of a mark; one that stands for more scores has their count behind it."""
    return letter, Words(f"\xa0{count}× " if count > 1 else " ")


def write_strip(drawing, document):
    """Write a strip as a table of its own, below the sentence that a screen reader hears in the PDF.

    One with open marks has a row more, and its sentences stand beside it already.
    """
    told, is_mirror = drawing.find(f"{SVG}title").text, MIRROR in classes_of(drawing)
    if not is_mirror:
        put([Words(told)], document, "Strip in woorden")
    table = add_table(document, 2 + is_mirror, [TEXT_WIDTH / 5] * 5)
    describe(table, told)
    heads, *below = table.rows
    for cell, number in zip(heads.cells, STRIP, strict=True):
        put([Words(number)], cell, "Striphoofd")
    for row, is_open in zip(below, (False, True), strict=False):
        fill_strip(drawing, row.cells, is_open)
