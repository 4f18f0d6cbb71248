"""The report of a table of twelve as PDF and in Word: tagged, whole, with every score counted in words and marks."""

import json
from functools import lru_cache

import pytest

from conversations.report import build_content, render_pdf
from conversations.report_docx import render_docx
from tests.large_table import twelve
from tests.pdf_reading import fonts, opened, qpdf_check, shown_outside_tags, tagged, texts
from tests.word_reading import everything, strips

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
HELDER = (
    "Heldere afspraken. 2 punten uit elkaar. Opdrachtgevers: 2, 3 (2 keer), 4 (5 keer). Opdrachtnemers: 2 (2 keer). "
    "Eigenaar: 3. Geen beeld: 1 × eigenaar."
)


@lru_cache
def drawn(content):
    return render_pdf(json.loads(content))


@pytest.fixture
def content():
    return build_content(twelve())


@pytest.fixture
def pdf(content):
    return drawn(json.dumps(content))


def test_every_strip_is_a_figure_that_says_how_often_and_nothing_is_untagged(pdf):
    made = opened(pdf)
    said = [str(node.Alt) for node in tagged(made, "Figure")]
    assert said.count(HELDER) == 2  # on the first page and with its principle
    assert len(said) == 10
    assert shown_outside_tags(made) == 0
    assert all(fonts(made).values())


def test_the_file_is_sound_and_the_counts_are_on_paper(pdf, tmp_path):
    assert qpdf_check(pdf, tmp_path) == ""
    first, *others = texts(pdf)
    assert first.count("5×") == 2  # of heldere afspraken and opgavegericht
    assert "Rolbewustzijn" in first  # all five strips stand on the first page
    rest = " ".join(" ".join(others).split())
    assert "2, 3 (2" in rest  # the table of numbers, in which a column may break
    assert rest.count("vertegenwoordigd") == 3


def test_no_heading_stands_alone_at_the_foot_of_a_page(pdf):
    for page in texts(pdf):
        words = [line.strip() for line in page.splitlines() if line.strip()]
        assert not words[-2].startswith(("Meegegeven", "Teksten van vooraf"))


def test_everybody_at_the_table_stands_in_a_row_of_their_own(pdf, content):
    rows = tagged(opened(pdf), "TR")
    assert len(content["table"]) == 12
    assert len(rows) >= 12 + 5 + 5  # and two tables with the five principles
    told = " ".join(" ".join(texts(pdf)).split())
    assert [row["name"] for row in content["table"] if row["name"].split()[0] not in told] == []


def test_word_has_a_letter_with_its_count_and_the_same_sentence(content):
    body = render_docx(content)
    assert ["", "G N 2×", "G 2× E", "G 5×", ""] in strips(body)
    assert HELDER in everything(body)
