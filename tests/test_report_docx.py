"""The report in Word: the sentences of the PDF, real headings and tables, and nothing from elsewhere."""

import datetime as dt
import html.parser
import json
from itertools import pairwise

import pytest
from docx.oxml.ns import qn

from conversations.report import build_content, establish, render_html
from conversations.report_docx import render_docx
from driehoek.word import CONTENT_TYPE
from tests.comparing.conftest import freeze
from tests.factories import MembershipFactory, UserFactory
from tests.held import hold, read_case
from tests.test_report_pdf import HOSTILE, hostile_case, poisoned
from tests.word_reading import everything, opened, parts, rows, said, strips

pytestmark = pytest.mark.django_db
CASES = ("kustregister", "jeugdhulpregio", "warmtenet-in-voorbereiding")  # per hoek, naamloos, not held yet
LETTERS = {"opdrachtgever": "G", "opdrachtnemer": "N", "eigenaar": "E", None: "●"}


@pytest.fixture
def kust():
    return hold(read_case("kustregister"))


@pytest.fixture
def draft(kust):
    return render_docx(build_content(kust))


class Reader(html.parser.HTMLParser):
    """Collects the texts of the HTML that becomes the PDF; of a drawing only the sentence of a strip by itself."""

    VOID = ("br", "meta", "link")

    def __init__(self):
        super().__init__()
        self.path, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.path.append(f"{tag}.{dict(attrs).get('class', '')}")

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.path.pop()

    def handle_startendtag(self, tag, attrs):
        """Pass by what holds nothing."""

    def handle_data(self, data):
        drawn = [name for name in self.path if name.startswith("svg")]
        is_told = drawn == ["svg.dh-strip"] and self.path[-1].startswith("title") and "td.r-strip" not in self.path
        unseen = any(name.startswith("head.") or "only-screen" in name for name in self.path)
        if (is_told or not drawn) and not unseen:
            self.texts.append(data)


def told_by_the_pdf(content):
    reader = Reader()
    reader.feed(render_html(content))
    return reader.texts


def pressed(texts):
    """Return texts without any white space, in their order."""
    return "".join("".join(texts).split())


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_the_pdf_says_in_the_same_order(name):
    content = build_content(hold(read_case(name)))
    assert pressed(said(render_docx(content))) == pressed(told_by_the_pdf(content))
    assert len(said(render_docx(content))) > 20


def test_it_says_what_the_pdf_says_of_hostile_texts_as_well():
    content = build_content(hold(hostile_case()))
    assert pressed(said(render_docx(content))) == pressed(told_by_the_pdf(content))


def test_the_page_that_compares_is_in_it_as_well(kust):
    before = hold(read_case("kustregister-vorige-keer"))
    freeze(before)
    kust.triangle = before.triangle
    kust.save()
    content = build_content(kust)
    body = render_docx(content)
    assert pressed(said(body)) == pressed(told_by_the_pdf(content))
    assert "Vergeleken met vorige keer" in said(body)
    assert len(strips(body)) == 5 + 10  # with their principle; then and now


@pytest.mark.parametrize("name", CASES[:2])
def test_a_strip_is_five_columns_with_a_letter_for_every_score(name):
    content = build_content(hold(read_case(name)))
    drawn = {row["code"]: row["scores"] for row in content["board"]["rows"]}
    expected = [
        [" ".join(LETTERS[corner] for corner, given in scores if given == value) for value in range(1, 6)]
        for scores in drawn.values()
    ]
    assert strips(render_docx(content)) == expected
    assert len(expected) == 5


def test_a_strip_follows_its_sentence_and_has_it_as_its_description(draft):
    document = opened(draft)
    said_of = [found.get(qn("w:val")) for found in document.element.iter(qn("w:tblDescription"))]
    assert len(said_of) == 5
    assert said_of[2] == "Vertrouwen. 2 punten uit elkaar: opdrachtgever 3 en 3, opdrachtnemer 2 en 2, eigenaar 4."
    assert said_of == [found.text for found in document.paragraphs if found.style.name == "Strip in woorden"]


def test_a_strip_is_shaded_from_the_lowest_to_the_highest_score(draft):
    table = next(found for found in opened(draft).tables if len(found.columns) == 5 and len(found.rows) == 2)
    shaded = [cell._tc.tcPr.find(qn("w:shd")) is not None for cell in table.rows[1].cells]
    assert shaded == [True, True, True, True, False]  # 1 to 4


def test_headings_are_those_of_the_pdf_and_skip_no_level(draft):
    headings = [(found.style.name, found.text) for found in opened(draft).paragraphs if "Heading" in found.style.name]
    assert headings[0] == ("Heading 1", "Hoe werken wij samen na het drukste seizoen ooit?")
    assert [text for level, text in headings if level == "Heading 2"] == [
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
    levels = [int(level[-1]) for level, _ in headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_repeats_its_heads_and_breaks_no_row(draft):
    tables = opened(draft).tables
    assert len(tables) == 1 + 5 + 4  # all strips, each by itself; people, agreements, numbers, words
    for table in tables:
        first, *others = [row._tr.trPr for row in table.rows]
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))
    assert rows(tables[0])[0] == ["Principe", "1", "2", "3", "4", "5", "Verschil"]


def test_it_is_a4_in_dutch_with_a_title_an_author_and_the_moment_of_the_content(kust):
    document = opened(render_docx(build_content(kust)))
    page, told = document.sections[0], document.core_properties
    assert (page.page_width.twips, page.page_height.twips) == (11906, 16838)
    assert {found.get(qn("w:val")) for found in document.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    assert (told.title, told.language) == ("Verslag Kustregister, 12 maart 2026 (concept)", "nl-NL")
    assert (told.author, told.comments) == ("Yara Nijland", "")
    assert told.created.date() == dt.date(2026, 3, 12)


def test_header_and_footer_say_the_state_the_rubricering_and_the_page(kust):
    kust.classification = "Alleen voor de tafel"
    section = opened(render_docx(build_content(kust))).sections[0]
    assert section.header.paragraphs[0].text == "Kustregister, 12 maart 2026\tCONCEPT, versie 1"
    footer = section.footer.paragraphs[0].text.replace("\N{NO-BREAK SPACE}", " ")
    assert footer.startswith("Alleen voor de tafel\tPagina ")
    fields = [found.get(qn("w:instr")) for found in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_draft_says_concept_and_what_is_vastgesteld_that_the_pdf_goes_before_it(kust, draft):
    assert opened(draft).paragraphs[1].text.startswith("CONCEPT ")
    assert "Kopie in Word" not in everything(draft)
    established = render_docx(establish(kust, UserFactory()).content)
    assert "concept" not in everything(established).lower()
    assert "Kopie in Word. De vastgestelde PDF geldt." in opened(established).sections[0].footer.paragraphs[0].text


def test_it_is_made_of_the_content_alone(kust, django_assert_num_queries):
    content = json.loads(json.dumps(build_content(kust)))
    kust.insights.update(text="Anders.")
    with django_assert_num_queries(0):
        assert "Anders." not in everything(render_docx(content))


def external(body):
    return [name for name, part in parts(body).items() if b"External" in part]


def test_sec_12_hostile_text_stays_text_and_points_at_nothing_outside():
    body = render_docx(poisoned(build_content(hold(hostile_case()))))
    held = parts(body)
    assert external(body) == []
    assert not [name for name in held if "vba" in name or "embed" in name or "media" in name or "customXml" in name]
    assert not [name for name in held if name.endswith((".bin", ".jpeg", ".png"))]
    instructions = [found.get(qn("w:instr")) for found in opened(body).element.iter(qn("w:fldSimple"))]
    assert instructions == []
    assert HOSTILE[0] in " ".join(said(body))
    assert HOSTILE[2] in " ".join(said(body))


def test_characters_that_no_document_can_hold_are_left_out(kust):
    content = build_content(kust)
    content["conversation"]["title"] = "Een\x00 twee\x0b drie\x1f vier\ud800 vijf\ufffe\u202e."
    assert "Een twee drie vier vijf." in said(render_docx(content))


@pytest.mark.parametrize("leftover", ["Ilse\nBrandsma" * 30, "x" * 300])
def test_a_long_name_or_title_fits_the_properties(kust, leftover):
    content = build_content(kust)
    content["conversation"] |= {"facilitator": leftover, "title": leftover}
    assert opened(render_docx(content)).core_properties.author


@pytest.fixture
def adviser(kust, client):
    user = MembershipFactory(triangle=kust.triangle).user
    client.force_login(user)
    return user


def test_it_is_downloaded_from_the_page_of_the_draft(client, kust, adviser):
    page = client.get(f"/gesprekken/{kust.pk}/verslag/").content.decode()
    assert f'href="/gesprekken/{kust.pk}/verslag.docx"' in page
    answer = client.get(f"/gesprekken/{kust.pk}/verslag.docx")
    assert answer["Content-Type"] == CONTENT_TYPE
    assert answer["Content-Disposition"] == 'attachment; filename="verslag-kustregister-2026-03-12-concept.docx"'
    assert opened(answer.content).paragraphs[1].text.startswith("CONCEPT ")


def test_each_version_has_its_own(client, kust, adviser):
    first = establish(kust, adviser)
    changed = {**first.content, "parked": ["Iets anders"]}
    establish(kust, adviser, reason="Een naam stond er fout.", corrected=changed)
    old, new = (client.get(f"/gesprekken/{kust.pk}/verslag/versie/{number}.docx") for number in (1, 2))
    assert "versie-1.docx" in old["Content-Disposition"]
    assert "Iets anders" not in everything(old.content)
    assert "Iets anders" in everything(new.content)
    newest = client.get(f"/gesprekken/{kust.pk}/verslag.docx")
    assert said(newest.content) == said(new.content)
    assert client.get(f"/gesprekken/{kust.pk}/verslag/versie/3.docx").status_code == 404
    page = client.get(f"/gesprekken/{kust.pk}/verslag/versies/").content.decode()
    assert page.count(".docx") == 2
    assert (
        f"/gesprekken/{kust.pk}/verslag/versie/1.docx"
        in client.get(f"/gesprekken/{kust.pk}/verslag/versie/1/").content.decode()
    )
