"""The PDF of the report as an assistive reader, an archive and a printer meet it."""

import json
import re
import subprocess
from functools import lru_cache
from itertools import pairwise

import pytest

from conversations.report import build_content, establish, render_html, render_pdf
from principles.models import Principle
from tests.factories import ParticipantFactory, ScoreFactory, UserFactory
from tests.held import hold, read_case
from tests.pdf_reading import fonts, nodes, opened, pagination_artifacts, qpdf_check, shown_outside_tags, tagged, texts

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
MM = 72 / 25.4
FIXED = {  # keys whose values are codes, dates and choices
    *("code", "principle", "principle__code", "corner", "corners", "lead", "scores", "kind", "state", "status"),
    *("at", "held_on", "start", "created_at", "due_on", "next_on", "responses_until", "display", "rhythm", "form"),
    *("applied", "shared_view", "attendance", "answer"),
}
LONG_WORD = "onafscheidelijkheid" * 11
HOSTILE = [
    '<script>alert("x")</script>',
    "{% load strips %}{{ settings.SECRET_KEY }}",
    '"><img src="file:///etc/passwd"><link rel=stylesheet href="http://127.0.0.1:1/x.css">',
    LONG_WORD[:200],
    "مرحبا بكم في المحادثة",
    "\u202eomgekeerd",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🧭",
    "</p></td></table></section>",
    "=HYPERLINK(1)\n\n- punt\n- punt",
]


@pytest.fixture
def kust():
    return hold(read_case("kustregister"))


@lru_cache
def drawn(content):
    return render_pdf(json.loads(content))


@pytest.fixture
def draft(kust):
    return drawn(json.dumps(build_content(kust)))


@pytest.fixture
def made(draft):
    return opened(draft)


def hostile_case():
    """Seven people of whom four opdrachtgevers, forty agreements, and every text hostile or long."""
    case = read_case("kustregister")
    triangle, told = case["triangle"], case["conversation"]
    for nr in (3, 4):
        seat = triangle["seats"][0] | {"id": f"og{nr}", "coordinating": False, "person": LONG_WORD[:200]}
        triangle["seats"].append(seat)
        told["participants"].append(seat["id"])
    triangle |= {"name": LONG_WORD[:200], "purpose": "\n\n".join(HOSTILE)}
    told |= {"title": LONG_WORD[:200], "purpose": "Woord " * 3333, "place": HOSTILE[2], "parked": HOSTILE}
    for nr, text in enumerate(HOSTILE):
        told["insights"].append({"principle": "vertrouwen", "text": text})
        told["reflections"][nr % 6] |= {"text": text * 20, "visibility": "met_naam", "in_report": True}
    told["agreements"] = [
        {**told["agreements"][nr % 4], "text": HOSTILE[nr % 9] * (20 if nr == 7 else 1), "most_important": nr == 3}
        for nr in range(40)
    ]
    told["agreements"][5]["text"] = "Afspraak " * 2222
    return case


def pages_with_boxes(pdf, folder):
    """Return, page by page, (x from, x to, y from, y to) in points of every word."""
    (folder / "woorden.pdf").write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-bbox", str(folder / "woorden.pdf"), "-"], capture_output=True, check=True)
    word = re.compile(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"')
    return [
        [tuple(map(float, found)) for found in word.findall(page)] for page in made.stdout.decode().split("<page ")[1:]
    ]


def test_a11y_09_document_is_tagged_dutch_and_named(made):
    root = made.Root
    assert root.MarkInfo.Marked
    assert "/StructTreeRoot" in root
    assert str(root.Lang) == "nl"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(made.docinfo["/Title"]) == "Verslag Kustregister, 12 maart 2026 (concept)"


def test_a11y_09_headings_are_in_order(made):
    levels = [int(str(node.S)[2]) for node in tagged(made, "H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(next_level <= level + 1 for level, next_level in pairwise(levels))


def test_a11y_09_every_figure_is_a_strip_with_its_whole_sentence(made):
    said = [str(node.Alt) for node in tagged(made, "Figure")]
    assert len(said) == 10  # five on the first page, five with their principle
    assert said.count("Vertrouwen. 2 punten uit elkaar: opdrachtgever 3 en 3, opdrachtnemer 2 en 2, eigenaar 4.") == 2


def test_a11y_09_header_cells_have_a_scope_of_their_own_kind(made):
    cells = tagged(made, "TH")
    assert {str(cell.A.Scope) for cell in cells} == {"/Column", "/Row"}
    columns = [cell for cell in cells if str(cell.A.Scope) == "/Column"]
    assert len(columns) == 4 + 5 + 5 + 4  # people, agreements, numbers, words


def test_a11y_09_links_have_contents_and_are_printed(made):
    links = [link for page in made.pages for link in page.get("/Annots", [])]
    assert {str(link.Contents) for link in links} >= {"Vertrouwen", "Heldere afspraken", "Afspraak 1", "Afspraak 4"}
    assert all(int(link.F) == 4 for link in links)


def test_a11y_09_no_text_is_outside_the_tags_but_headers_and_footers(made):
    assert shown_outside_tags(made) == 0
    assert pagination_artifacts(made) == [2] + [4] * (len(made.pages) - 1)


def test_a11y_09_fonts_are_embedded(made):
    assert fonts(made)
    assert all(fonts(made).values())


def test_bookmarks_follow_the_headings(made):
    with made.open_outline() as outline:
        top = outline.root[0]
        assert top.title == "Hoe werken wij samen na het drukste seizoen ooit?"
        assert [item.title for item in top.children] == [
            "In het kort",
            "Waar de hoeken verschillen",
            "Aan tafel",
            "Waar het om ging",
            "Meegegeven",
            "De principes",
            "Afspraken",
            "Vervolg",
            "Geparkeerd",
            "Over dit verslag",
            "De principes in woorden",
        ]


def test_it_is_marked_as_pdf_a_2a_and_pdf_ua_1(made):
    with made.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("name", ["kustregister", "jeugdhulpregio", "warmtenet-in-voorbereiding"])
def test_qpdf_finds_nothing(name, tmp_path):
    assert qpdf_check(render_pdf(build_content(hold(read_case(name)))), tmp_path) == ""


def test_kustregister_is_four_to_nine_pages_and_small(draft):
    assert 4 <= len(opened(draft).pages) <= 9
    assert len(draft) < 300_000


def test_equal_content_gives_equal_bytes(kust, draft):
    assert render_pdf(build_content(kust)) == draft
    kust.insights.update(text="Anders.")
    assert render_pdf(build_content(kust)) != draft


def test_a_draft_says_concept_on_every_page_and_what_is_vastgesteld_on_none(kust, draft):
    pages = texts(draft)
    assert len(pages) >= 4
    assert all("CONCEPT" in page for page in pages)
    assert not any("CONCEPT" in page for page in texts(bytes(establish(kust, UserFactory()).pdf)))


def test_every_page_has_its_number_the_rubricering_and_the_date_of_the_content(kust):
    kust.held_on = kust.held_on.replace(year=2031)
    kust.classification = "Alleen voor de tafel"
    pages = texts(render_pdf(build_content(kust)))
    for nr, page in enumerate(pages, 1):
        assert f"Pagina {nr} van {len(pages)}" in page
        assert "Alleen voor de tafel" in page
        assert "12 maart 2031" in page
    assert "2026" not in pages[1].splitlines()[0]


@pytest.fixture
def hostile():
    conversation = hold(hostile_case())
    return build_content(conversation)


def test_hostile_text_stays_text_in_the_page(hostile):
    html = render_html(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in html
    assert "{% load strips %}{{ settings.SECRET_KEY }}" in html
    assert html.count("</article>") == html.count("<article") == 1


def poisoned(value, key=""):
    """Return the content with an attack in every text that is not one of the fixed words."""
    if isinstance(value, dict):
        return {name: poisoned(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [poisoned(part, key) for part in value]
    return HOSTILE[0] + HOSTILE[2] if value and isinstance(value, str) and key not in FIXED else value


def test_no_text_of_the_content_is_ever_read_as_html(kust):
    html = render_html(poisoned(build_content(kust)))
    assert html.count("&lt;script&gt;") > 100
    assert "<script" not in html
    assert "<img" not in html


def test_hostile_text_breaks_no_layout(hostile, tmp_path):
    pdf = render_pdf(hostile)
    made = opened(pdf)
    assert qpdf_check(pdf, tmp_path) == ""
    assert shown_outside_tags(made) == 0
    assert all(fonts(made).values())
    for boxes in pages_with_boxes(pdf, tmp_path):
        assert boxes
        assert min(box[0] for box in boxes) >= 20 * MM
        assert max(box[2] for box in boxes) <= (210 - 20) * MM
        assert max(box[3] for box in boxes) <= 297 * MM - 6 * MM
        header = [box for box in boxes if box[1] < 22 * MM]
        body = [box for box in boxes if box[1] >= 22 * MM]
        assert max((box[3] for box in header), default=0) <= min(box[1] for box in body)
    words = " ".join(texts(pdf))
    assert '<script>alert("x")</script>' in words
    assert words.count("Woord") == 3333


def test_many_marks_on_one_value_still_fit_the_first_page(kust):
    for corner in ("opdrachtgever", "eigenaar"):
        person = ParticipantFactory(conversation=kust, corner=corner)
        for principle in Principle.objects.all():
            ScoreFactory(participant=person, principle=principle, value=4, shown_at=kust.created_at)
    first = texts(render_pdf(build_content(kust)))[0]
    assert "In het kort" in first
    assert first.count("uit elkaar") >= 5


def test_a_reader_hears_the_same_order_as_the_eye_sees(made):
    """The quotes come before the principles, and no quote stands inside a principle."""
    kinds = [str(node.S) for node in nodes(made)]
    assert kinds.count("/BlockQuote") == 3
    last_quote = len(kinds) - 1 - kinds[::-1].index("/BlockQuote")
    assert kinds.index("/Figure") < last_quote
    assert kinds[last_quote:].count("/Figure") == 5
