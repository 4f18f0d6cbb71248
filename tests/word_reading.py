"""Read a Word document back: as text, and as the parts that it is made of."""

import io
import re
import zipfile
from itertools import chain

import docx
from docx.table import Table

MARK = re.compile("\xa0[GNE]\xa0|●|\xa0{6}")  # what a drawing became
TAG = re.compile("<[^>]+>")
STRIP = ["1", "2", "3", "4", "5"]


def opened(body):
    return docx.Document(io.BytesIO(body))


def parts(body):
    """Return {name: bytes} of all that the file holds."""
    with zipfile.ZipFile(io.BytesIO(body)) as found:
        return {name: found.read(name) for name in found.namelist()}


def everything(body):
    """Return every word in the file, those that no reader sees included."""
    return " ".join(" ".join(TAG.sub(" ", part.decode("utf-8", "replace")).split()) for part in parts(body).values())


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def said(body):
    """Return the texts of the document one after the other, without what a strip draws."""
    blocks = opened(body).iter_inner_content()
    texts = chain.from_iterable(texts_of(block) if isinstance(block, Table) else [block.text] for block in blocks)
    return [MARK.sub("", text) for text in texts]


def texts_of(table):
    head, *others = rows(table)
    if head == STRIP:
        return []
    if head[1:6] == STRIP:
        return [text for row in others for text in (row[0], row[6])]
    return [text for row in (head, *others) for text in row]


def strips(body):
    """Return the letters of each strip that stands by itself, per value, like ['', 'N N', 'G', 'E', '']."""
    tables = [rows(table) for table in opened(body).tables]
    return [[" ".join(cell.split()) for cell in table[1]] for table in tables if table[0] == STRIP]


def every_text(body):
    """Return the texts of the document one after the other, with what a strip draws."""
    for block in opened(body).iter_inner_content():
        yield from chain.from_iterable(rows(block)) if isinstance(block, Table) else [block.text]
