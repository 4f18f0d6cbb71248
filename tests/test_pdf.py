"""From HTML to PDF: nothing is fetched but our own files, nothing falls out of the tags, equal in is equal out."""

import io
import socket

import pikepdf
import pytest
from weasyprint.urls import URLFetcher

from driehoek import pdf_drawing
from driehoek.pdf import render_pdf
from driehoek.pdf_drawing import BASE_URL, OWN_FILES, OwnFiles, UntaggedTextError, draw
from tests.pdf_reading import fonts, nodes, opened, shown_outside_tags, tagged, texts

PAGE = """<!doctype html><html lang="nl"><head><title>Proef</title><meta name="dcterms.created" content="2026-03-12">
<meta name="dcterms.modified" content="2026-03-12"><link rel="stylesheet" href="css/theme.css">
<link rel="stylesheet" href="css/report.css"></head><body><article class="r" data-name="Naam" data-state="Stand"
data-class="Rubricering">{}</article></body></html>"""

HOSTILE = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "http://127.0.0.1:8000/livez",
    "https://voorbeeld.example/beeld.png",
    "//voorbeeld.example/beeld.png",
    "ftp://voorbeeld.example/beeld.png",
    "data:text/css,body{color:red}",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    "../manage.py",
    "css/../../driehoek/settings.py",
    "css/theme.css?x=1",
    "css/driehoek.css",
    "vendor/nlds/nlds-tokens.css",
    f"{BASE_URL}css/%74heme.css",
    "https://eigen.invalid.voorbeeld.example/css/theme.css",
    "",
]


@pytest.fixture
def asked(monkeypatch):
    """Record every address that WeasyPrint asks for, and whether it was served."""
    asked = {}
    fetch = OwnFiles.fetch

    def record(fetcher, url, headers=None):
        asked[url] = False
        answer = fetch(fetcher, url, headers)
        asked[url] = True
        return answer

    monkeypatch.setattr(OwnFiles, "fetch", record)
    monkeypatch.setattr(URLFetcher, "open", lambda *args, **kwargs: pytest.fail("an opener of the library was used"))
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("a connection was made"))
    return asked


@pytest.mark.parametrize("url", HOSTILE)
def test_sec_12_fetcher_refuses_everything_but_our_own_files_by_name(url):
    with pytest.raises(ValueError, match="geweigerd"):
        OwnFiles().fetch(url)


@pytest.mark.parametrize("name", OWN_FILES)
def test_fetcher_serves_our_own_files(name):
    assert len(OwnFiles().fetch(BASE_URL + name).read()) > 1000


def test_sec_12_hostile_html_makes_no_request_and_attaches_nothing(asked):
    parts = "".join(
        f"""<img src="{url}" alt="x"><object data="{url}"></object><embed src="{url}"><iframe src="{url}"></iframe>
        <link rel="stylesheet" href="{url}"><link rel="attachment" href="{url}"><p style="background:url('{url}')">x</p>
        <style>@import "{url}"; @font-face {{ font-family: x; src: url("{url}"), local("DejaVu Sans") }}</style>
        <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><image href="{url}"/>
        <use href="{url}#a"/></svg>"""
        for url in HOSTILE[:-1]
    )
    made = opened(render_pdf(PAGE.format(f'<div style="font-family: x">{parts}</div>')))
    served = {url for url, was_served in asked.items() if was_served}
    assert served <= {BASE_URL + name for name in OWN_FILES}
    assert len(made.attachments) == 0
    assert not [
        name for page in made.pages for name in page.get("/Resources", {}).get("/XObject", {}) if "image" in name
    ]


def test_text_stays_text_and_presentational_hints_do_nothing():
    html = (
        '<h1>Kop</h1><p>&lt;script&gt;alert(1)&lt;/script&gt; {% load x %} {{ settings }}</p><p align="right">Links</p>'
    )
    text = texts(render_pdf(PAGE.format(html)))[0]
    assert "<script>alert(1)</script> {% load x %} {{ settings }}" in text
    assert "\nLinks" in text


def test_equal_html_gives_equal_bytes_and_other_html_another_identifier():
    one, same, other = (render_pdf(PAGE.format(f"<h1>{text}</h1>")) for text in ("Kop", "Kop", "Kap"))
    assert one == same
    assert opened(one).trailer.ID != opened(other).trailer.ID


def test_headers_and_footers_are_artifacts_and_the_text_itself_is_not():
    made = opened(render_pdf(PAGE.format("<h1>Kop</h1>" + "<p>Regel.</p>" * 90)))
    assert len(made.pages) > 1
    assert len(tagged(made, "P")) >= 90


def test_text_that_falls_out_of_the_tags_is_refused(monkeypatch):
    """As another version of WeasyPrint could do: a paragraph that is painted but that the tree does not hold."""
    finish = pdf_drawing.finish

    def lose_a_paragraph(source, names):
        broken = opened(source)
        parent = next(node for node in nodes(broken) if len(node.get("/K", [])) > 1)
        parent.K = pikepdf.Array(list(parent.K)[1:])
        broken.save(out := io.BytesIO())
        return finish(out.getvalue(), names)

    monkeypatch.setattr(pdf_drawing, "finish", lose_a_paragraph)
    with pytest.raises(UntaggedTextError):
        draw(PAGE.format("<h1>Kop</h1><p>Een</p><p>Twee</p>"))


def test_a_page_that_is_drawn_in_other_lines_is_refused(monkeypatch):
    """As another version of WeasyPrint could do: then its marks are not found, and nothing may pass for finished."""
    finish = pdf_drawing.finish

    def draw_otherwise(source, names):
        other = opened(source)
        page = other.pages[0]
        page.Contents = other.make_stream(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)))
        other.save(out := io.BytesIO())
        return finish(out.getvalue(), names)

    monkeypatch.setattr(pdf_drawing, "finish", draw_otherwise)
    with pytest.raises(ValueError, match="unexpected marks"):
        draw(PAGE.format("<h1>Kop</h1><p>Een</p>"))


def test_words_that_look_like_a_mark_stay_words():
    words = "/Span <</MCID 0>> BDC"
    made = render_pdf(PAGE.format(f"<h1>Kop</h1><pre>{words.replace('<', '&lt;').replace(' ', chr(10))}</pre>"))
    assert " ".join(texts(made)[0].split()).count(words) == 1
    assert shown_outside_tags(opened(made)) == 0


def test_a_link_gets_its_own_words_as_name_and_a_link_without_words_is_refused():
    made = opened(render_pdf(PAGE.format('<h1 id="x">Kop</h1><p><a href="#x">Naar <b>de\nkop</b></a></p>')))
    assert {str(link.Contents) for page in made.pages for link in page.get("/Annots", [])} == {"Naar de kop"}
    with pytest.raises(ValueError, match="zonder tekst"):
        draw(PAGE.format('<h1 id="x">Kop</h1><p><a href="#x"><svg width="9" height="9"></svg></a></p>'))


def test_a_drawing_without_a_name_is_decoration_and_one_with_a_name_is_a_figure():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}<rect width="9" height="9"/></svg>'
    made = opened(render_pdf(PAGE.format(f"<p>a{svg.format('')}b{svg.format('<title>Een vlak</title>')}c</p>")))
    assert [str(node.Alt) for node in tagged(made, "Figure")] == ["Een vlak"]


def test_our_own_fonts_are_embedded():
    embedded = fonts(opened(render_pdf(PAGE.format("<h1>Kop</h1><p>Łódź <b>vet</b></p>"))))
    assert embedded
    assert all(embedded.values())
    assert all("Source-Sans" in name for name in embedded)
