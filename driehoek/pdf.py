"""From HTML to a PDF that is made to be PDF/A-2a and PDF/UA-1 at once: equal HTML gives equal bytes.

`driehoek.pdf_drawing` draws. It is loaded at the first PDF of a process: that takes as long as all the rest of a start,
and most processes never draw.
"""

import io

from .deadline import deadline
from .errors import NotNowError

DRAW_SECONDS = 20  # forty pages take four; gunicorn ends a worker after thirty


class NotDrawnError(NotNowError):
    """No PDF came of it. What was being made is not kept; what was kept before is still there."""

    words = "De PDF kon niet worden gemaakt. Er is niets veranderd. Wat al is vastgesteld, blijft te downloaden."


def render_pdf(html):
    """Return the PDF of a whole HTML document with lang, title and the metas dcterms.created and dcterms.modified.

    Raises NotDrawnError, also when it takes longer than DRAW_SECONDS.
    """
    try:
        from . import pdf_drawing

        with deadline(DRAW_SECONDS):
            return pdf_drawing.draw(html)
    except Exception as why:  # whatever the engine stumbles on, a visitor hears that there is no PDF
        raise NotDrawnError from why


def render_on_one_page(documents):
    """Return the PDF of the first of `documents` (HTML, the roomiest first) that takes one page, else of the last."""
    drawn = b""
    for html in documents:
        drawn = render_pdf(html)
        if count_pages(drawn) == 1:
            break
    return drawn


def count_pages(drawn):
    """Return how many pages a PDF (bytes) has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as found:
        return len(found.pages)
