"""The engine behind `driehoek.pdf`: WeasyPrint draws and tags, `driehoek.pdf_tags` finishes what it leaves open.

Nothing outside our own static files can be fetched, whatever the HTML says.
"""

import hashlib
import io
import logging
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import woff2
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import MarginBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .pdf_tags import finish

BASE_URL = "https://eigen.invalid/"  # resolves relative addresses; it does not exist, and nothing is ever asked of it
OWN_FILES = (
    "css/theme.css",
    "css/report.css",
    "css/briefing.css",
    "css/introduction.css",
    "css/papers.css",
    "css/agenda_item.css",
    "css/personal.css",
    "vendor/source-sans-3/source-sans-3-latin-400.woff2",
    "vendor/source-sans-3/source-sans-3-latin-600.woff2",
    "vendor/source-sans-3/source-sans-3-latin-ext-400.woff2",
    "vendor/source-sans-3/source-sans-3-latin-ext-600.woff2",
)
OPTIONS = {"pdf_variant": "pdf/a-2a", "presentational_hints": False, "optimize_images": False}
logging.getLogger("weasyprint").setLevel(logging.ERROR)  # its warnings quote the characters of private text


class UntaggedTextError(Exception):
    """Text of the document, and not of a header or footer, fell out of the tags that a screen reader follows."""


class OwnFiles(URLFetcher):
    """Serves the files of `OWN_FILES` by their name and refuses every other address."""

    def fetch(self, url, headers=None):
        name = url.removeprefix(BASE_URL)
        if name not in OWN_FILES or name == url:
            raise ValueError("geweigerd: alleen eigen bestanden")
        kind = "text/css" if name.endswith(".css") else "font/ttf"
        return URLFetcherResponse(url, own_file(name), {"Content-Type": kind})


@lru_cache
def own_file(name):
    """Return the bytes of one of our own static files; a font comes unpacked, to do that only once."""
    packed = Path(finders.find(name)).read_bytes()
    if not name.endswith(".woff2"):
        return packed
    woff2.decompress(io.BytesIO(packed), plain := io.BytesIO())
    return plain.getvalue()


def draw(html):
    """Return the PDF of a whole HTML document, as `driehoek.pdf.render_pdf` does, however long it takes.

    Raises UntaggedTextError, and ValueError for a link without text.
    """
    source = HTML(string=html, base_url=BASE_URL, url_fetcher=OwnFiles())
    document = source.render(font_config=FontConfiguration(), **OPTIONS)
    margin_texts = sum(map(count_margin_texts, document.pages))
    drawn = document.write_pdf(pdf_identifier=identifier(html), uncompressed_pdf=True, **OPTIONS)  # `finish` does that
    finished, artifacts = finish(drawn, link_names(source.etree_element))
    if artifacts != margin_texts:
        raise UntaggedTextError(f"{artifacts} stukken tekst buiten de structuur, waar {margin_texts} in de marge staan")
    return finished


def identifier(html):
    """Return the file identifier, as 32 hex digits, that belongs to this content alone."""
    return hashlib.sha256(html.encode()).hexdigest()[:32].encode()


def count_margin_texts(page):
    """Return how many pieces of text the header and footer of a drawn page hold."""
    boxes = [child for child in page._page_box.children if isinstance(child, MarginBox)]
    return sum(isinstance(box, TextBox) for margin in boxes for box in margin.descendants())


def link_names(root):
    """Return {name of the anchor: text of the link} for every link. Raises ValueError for a link without text."""
    names = {}
    for link in root.iter("a"):
        target, text = link.get("href", "").removeprefix("#"), " ".join("".join(link.itertext()).split())
        if not text:
            raise ValueError(f"de link naar {target!r} is zonder tekst")
        names[target] = text
    return names
