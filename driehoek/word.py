"""The frame of a Word document: A4, Dutch, our own styles, header and footer, tables that say what their columns are.

It holds no macro, field from elsewhere or address outside itself; all text goes in as text.
"""

import datetime as dt
import io
from dataclasses import dataclass

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE, FONT = "nl-NL", "Arial"
INK, SOFT, LINE, PALE = "14202B", "465462", "98A3AE", "DDE2E7"  # colours, hex
TEXT_WIDTH = 16.6  # cm between the margins
LONGEST = 255  # characters of a property
KEPT = {"Normal", "Heading1", "Heading2", "Heading3", "ListBullet", "Header", "Footer", "TableNormal", "TableGrid"}
AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
LEFT_OUT = ("thumbnail", "customXml", "stylesWithEffects", "extended-properties")  # what is blank, or untrue


@dataclass(frozen=True)
class Look:
    """A paragraph style: sizes and distances in pt, `indent` and `hang` in cm, `edge` and `fill` a colour or ''."""

    size: float = 10.5
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 4
    indent: float = 0
    hang: float = 0
    edge: str = ""
    fill: str = ""
    keep: bool = False  # on one page with what follows
    align: str = "left"
    is_spread: bool = False  # a tab goes to the right margin


def new_document(looks, *, title, author, moment, state):
    """Return an empty document with the styles {name: Look}; `moment` is an ISO date or moment, `state` one word."""
    document = docx.Document()
    for package in (document.part.package.rels, document.part.rels):
        for key in [key for key, found in package.items() if found.reltype.endswith(LEFT_OUT)]:
            del package[key]
    set_page(document.sections[0])
    set_language(document)
    set_age(document.settings.element)
    keep_styles(document, looks)
    tell(document.core_properties, title=title, author=author, last_modified_by=author, content_status=state)
    tell(document.core_properties, language=LANGUAGE, comments="", keywords="")
    document.core_properties.created = document.core_properties.modified = utc(moment)
    return document


def tell(properties, **told):
    """Put texts in the properties of a document, as far as Word lets them."""
    for name, text in told.items():
        setattr(properties, name, text[:LONGEST])


def utc(moment):
    found = dt.datetime.fromisoformat(moment)
    return found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found


def set_page(section):
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
    section.header_distance = section.footer_distance = Cm(1.1)


def set_language(document):
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), LANGUAGE)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)


def set_age(settings):
    """Make it a document of Word as it is now, or Word would show it as one to be compatible with."""
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def keep_styles(document, looks):
    """Leave only the styles that are used, and give each the look it has here."""
    styles = document.styles
    for found in list(styles.element.style_lst):
        if found.styleId in KEPT or found.default:
            for tie in found.findall(qn("w:link")):
                found.remove(tie)
        else:
            styles.element.remove(found)
    form = styles["Table Grid"].element.find(qn("w:tblPr"))
    for edge in form.find(qn("w:tblBorders")):
        edge.set(qn("w:color"), LINE)
    for side in ("top", "bottom"):
        form.find(f"{qn('w:tblCellMar')}/{qn(f'w:{side}')}").set(qn("w:w"), "40")  # twentieths of a point
    for name, look in looks.items():
        known = {style.name for style in styles}
        dress(styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), look)


def dress(style: ParagraphStyle, look):
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, False
    font.color.rgb = RGBColor.from_string(look.colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # those of the theme go before a name
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.15
    form.left_indent, form.first_line_indent = Cm(look.indent + look.hang), Cm(-look.hang)
    form.keep_with_next = look.keep
    form.alignment = WD_ALIGN_PARAGRAPH[look.align.upper()]
    form.tab_stops.clear_all()
    if look.hang:
        form.tab_stops.add_tab_stop(Cm(look.indent + look.hang))
    if look.is_spread:
        form.tab_stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    frame(style.element.get_or_add_pPr(), look)


def frame(properties, look):
    """Put a line along the left edge and a colour behind it, where the look has them; Word asks for a fixed order."""
    if look.edge:
        edges = made("w:pBdr", made("w:left", val="single", sz="18", space="8", color=look.edge))
        properties.insert_element_before(edges, *AFTER_BORDER)
    if look.fill:
        properties.insert_element_before(made("w:shd", val="clear", color="auto", fill=look.fill), *AFTER_BORDER[1:])


def made(tag, *inside, **attributes):
    """Return an element of Word with the given elements in it and its attributes in the same namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(inside)
    return element


def run_along(document, top, bottom):
    """Put the pairs (left, right) of texts in the header and footer of every page; the page number follows `bottom`."""
    section = document.sections[0]
    for place, (left, right) in ((section.header, top), (section.footer, bottom)):
        paragraph = place.paragraphs[0]
        paragraph.add_run(f"{left}\t")
        paragraph.add_run(right).bold = True
        if place is not section.header:
            add_page_number(paragraph)


def add_page_number(paragraph):
    """Add 'Pagina 1 van 8' with spaces that do not break: a wide font moves the whole of it to the next line."""
    for words, name in (("Pagina\N{NO-BREAK SPACE}", "PAGE"), ("\N{NO-BREAK SPACE}van\N{NO-BREAK SPACE}", "NUMPAGES")):
        paragraph.add_run(words).bold = True
        shown = paragraph.add_run("1")
        shown.bold = True
        paragraph._p.append(made("w:fldSimple", shown._r, instr=name))


def add_paragraph(into, style):
    """Return a new paragraph in the document or in a cell, where the empty one it is born with goes first."""
    if isinstance(into, _Cell) and len(into.paragraphs) == 1 and not into.paragraphs[0].runs:
        into.paragraphs[0].style = style
        return into.paragraphs[0]
    return into.add_paragraph(style=style)


def add_table(document, count, widths):
    """Return a table of `count` rows and columns of `widths` in cm; its first row is repeated on the next page."""
    table = document.add_table(count, len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(made("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(made("w:tblHeader"))
    return table


def keep_whole(table):
    """Keep the rows of a table on one page, when one page holds them."""
    for row in table.rows[:-1]:
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True


def describe(table, words):
    """Give a table the text that a screen reader says of it."""
    table._tbl.tblPr.append(made("w:tblDescription", val=words))


def shade(cell, behind):
    cell._tc.get_or_add_tcPr().append(made("w:shd", val="clear", color="auto", fill=behind))


def colour(run, ink):
    run.font.color.rgb = RGBColor.from_string(ink)


def highlight(run, ink, behind):
    """Write a run in one colour on another, both hex."""
    colour(run, ink)
    run._r.get_or_add_rPr().append(made("w:shd", val="clear", color="auto", fill=behind))


def to_bytes(document):
    document.save(body := io.BytesIO())
    return body.getvalue()
