"""The page of the verslag on what people thought of one another: only what was shown, the same words everywhere."""

import json

import pytest
from django.test import Client

from conversations.models import Conversation, Guess, Phase, show_guesses
from conversations.report import build_content, establish, render_pdf
from conversations.report_docx import render_docx
from conversations.report_page import compose
from conversations.report_sections import changed_since, prints_of, sections_of
from tests.by_link import enter
from tests.factories import MembershipFactory
from tests.held import hold, read_case
from tests.meetings import principle
from tests.mirror.guesses import CODE, held
from tests.pdf_reading import opened, shown_outside_tags, tagged, texts
from tests.test_report_docx import pressed, told_by_the_pdf
from tests.word_reading import opened as opened_in_word
from tests.word_reading import rows, said

pytestmark = pytest.mark.django_db
HEADING = "Hoe we dachten over elkaar"
SENTENCE = "Opdrachtgever dacht dat eigenaar 5 gaf; eigenaar gaf 2."


@pytest.fixture
def shown(meeting):
    """The conversation after its scores and guesses were shown; everybody thought 5 of everybody."""
    found = held(meeting, value=5)
    Conversation.objects.filter(pk=found.pk).update(phase=Phase.VERSLAG)
    found.refresh_from_db()
    return found


@pytest.fixture
def hidden(meeting):
    found = held(meeting, shows_guesses=False, value=5)
    Conversation.objects.filter(pk=found.pk).update(phase=Phase.VERSLAG)
    found.refresh_from_db()
    return found


def test_prv_02_two_worlds_that_differ_in_hidden_guesses_have_one_report(hidden):
    seen = []
    for value in (1, 5):
        Guess.objects.update(value=value)
        content = build_content(hidden)
        seen.append((content, render_pdf(content), said(render_docx(content))))
    assert seen[0] == seen[1]
    assert "mirror" not in seen[0][0]
    assert HEADING not in "".join(seen[0][2])


def test_the_same_sentences_stand_on_the_page_in_the_pdf_and_in_word(client, shown):
    content = build_content(shown)
    sentences = compose(content)["mirrors"][0].sentences
    assert len(sentences) == 6
    assert SENTENCE in sentences
    client.force_login(shown.facilitator)
    page = client.get(f"/gesprekken/{shown.pk}/verslag/").text
    assert all(sentence in page for sentence in [HEADING, *sentences])
    assert pressed(said(render_docx(content))) == pressed(told_by_the_pdf(content))
    screen = client.get(f"/gesprekken/{shown.pk}/verslag/scherm/").text
    assert SENTENCE in screen


@pytest.mark.drawn
def test_the_pdf_is_tagged_and_every_strip_says_its_sentences(shown):
    drawn = render_pdf(build_content(shown))
    made = opened(drawn)
    assert shown_outside_tags(made) == 0
    alts = [str(node.Alt) for node in tagged(made, "Figure")]
    assert any(SENTENCE in alt for alt in alts)
    assert all(alts)
    assert HEADING in " ".join("".join(texts(drawn)).split())


def test_word_has_a_row_for_what_was_given_and_one_for_what_was_thought(shown):
    tables = [rows(table) for table in opened_in_word(render_docx(build_content(shown))).tables]
    mirrored = [table for table in tables if table[0] == ["1", "2", "3", "4", "5"] and len(table) == 3]
    assert len(mirrored) == 3
    about_owner = [[" ".join(cell.split()) for cell in row] for row in mirrored[2][1:]]
    assert about_owner == [["", "E", "", "", ""], ["", "", "", "", "G N"]]


def test_a_content_goes_through_json_and_an_older_one_has_no_such_section(shown):
    content = build_content(shown)
    assert compose(json.loads(json.dumps(content)))["mirrors"] == compose(content)["mirrors"]
    older = {key: value for key, value in content.items() if key != "mirror"}
    assert compose(older)["mirrors"] == []
    assert "spiegel" not in [section.key for section in sections_of(older)]


def test_a_reader_sees_it_and_can_remark_on_it(shown):
    shown.release_draft(shown.facilitator)
    person = shown.participants.first()
    tab = enter(person)
    assert SENTENCE in tab.get(f"/deelnemen/{person.pk}/verslag/").text
    assert HEADING in tab.get(f"/deelnemen/{person.pk}/verslag/opmerking/spiegel/").text


def test_what_is_shown_later_counts_as_a_change_of_its_section(hidden):
    before = prints_of(sections_of(build_content(hidden)))
    show_guesses(hidden, principle(CODE), hidden.facilitator)
    after = sections_of(build_content(hidden))
    assert "spiegel" not in before
    assert "spiegel" in [section.key for section in after]
    seen = prints_of(after)
    Guess.objects.update(value=1)
    assert [section.key for section in changed_since(seen, build_content(hidden))] == ["spiegel"]


def test_vastgesteld_keeps_it_for_good(client, shown):
    adviser = MembershipFactory(triangle=shown.triangle).user
    report = establish(shown, adviser)
    assert SENTENCE in " ".join(compose(report.content)["mirrors"][0].sentences)
    client.force_login(adviser)
    assert SENTENCE in client.get(f"/gesprekken/{shown.pk}/verslag/").text


@pytest.mark.parametrize("case", ["kustregister", "jeugdhulpregio"])
def test_without_the_mirror_question_no_report_knows_of_it(case):
    content = build_content(hold(read_case(case)))
    assert "mirror" not in content
    assert HEADING not in "".join(told_by_the_pdf(content))


def test_nobody_without_a_right_to_the_report_reads_it(shown):
    assert SENTENCE not in Client().get(f"/gesprekken/{shown.pk}/verslag/", follow=True).text
