"""A stand-in for the drawing of papers, for tests that are about who gets a paper and what stands in it.

Drawing takes most of the time of such a test and only leaves out: what is printed stands in the HTML. What is really
drawn is read in tests/access/test_every_file_mail_and_command.py.
"""

import io

import pikepdf


def drawn_as_html(html):
    """Return a PDF of one empty page that carries its HTML."""
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.Root.Html = paper.make_stream(html.encode())
        paper.save(out := io.BytesIO(), compress_streams=False, deterministic_id=True)
    return out.getvalue()


def first_as_html(documents):
    """Return the first of `documents`, the roomiest: it holds most."""
    return drawn_as_html(next(iter(documents)))


def html_in(content):
    """Return the HTML that a paper carries, or None for one that was really drawn."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        return paper.Root.Html.read_bytes().decode() if "/Html" in paper.Root else None
