"""Scores of somebody who is replaced: theirs to read, and nowhere at the table, so that no corner counts both."""

import json

import pytest
from django.core.cache import cache

from conversations.absence import confirm, tell
from conversations.board import build_board
from conversations.matrix import build_matrix
from conversations.models import Conversation, Participant, StandIn, show_scores
from conversations.progress import read_progress
from conversations.report import build_content
from conversations.report_page import compose
from conversations.room import welcome
from principles.models import Principle
from tests.by_link import address, enter, preparing, score_on, shows
from tests.factories import UserFactory
from tests.portable_files import run_export

pytestmark = pytest.mark.django_db
NEW = {"name": "Ilse Kramer", "function": "plv. directeur", "email": "ilse@dienst.example"}
CODE = "vertrouwen"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def meeting():
    return preparing()


@pytest.fixture
def first(meeting):
    """Who scored a 1 with words for the table beside it; the others scored 4."""
    for person, score in zip(meeting.people, "414", strict=True):
        tab = enter(person)
        text = {"text": "kanarie van de eerste", "visibility": "met_naam", "in_report": "on"} if score == "1" else {}
        assert score_on(tab, person, CODE, score=score, **text).status_code == 302
    meeting.people[1].tab = tab = enter(meeting.people[1])
    meeting.people[1].links.get().visits.let_read(True)
    return meeting.people[1]


@pytest.fixture
def fresh(first):
    """Who comes instead and scored a 5."""
    tell(first, **NEW)
    found = confirm(first, UserFactory()).person
    assert score_on(enter(found), found, CODE, score="5").status_code == 302
    return found


def held(meeting):
    """Hold the meeting and show the scores; return the conversation."""
    conversation = Conversation.objects.get(pk=meeting.pk)
    conversation.begin(meeting.facilitator)
    show_scores(conversation, list(Principle.objects.all()), meeting.facilitator)
    conversation.end(meeting.facilitator)
    return conversation


def row_of(conversation):
    return next(row for row in build_board(conversation).rows if row.code == CODE)


def test_n_of_m_counts_who_comes_and_not_who_is_replaced(meeting, first, fresh):
    assert (row_of(meeting).answered, row_of(meeting).expected) == (3, 3)
    told = {row.participant.pk: row.scores for row in read_progress(meeting)}
    assert (told[first.pk], told[fresh.pk]) == ("nog niet", "begonnen")


def test_what_is_shown_holds_one_score_per_person_that_came(meeting, first, fresh):
    conversation = held(meeting)
    assert row_of(conversation).scores == (("opdrachtgever", 4), ("opdrachtnemer", 5), ("eigenaar", 4))
    assert first.scores.get().shown_at is None
    assert welcome(conversation, meeting.facilitator, None)["absent_but_scored"] == []


def test_the_report_knows_neither_the_score_nor_the_words_beside_it(meeting, first, fresh):
    conversation = held(meeting)
    conversation.release_draft(meeting.facilitator)
    content = build_content(conversation)
    row = next(row for row in content["board"]["rows"] if row["code"] == CODE)
    assert sorted(value for _, value in row["scores"]) == [4, 4, 5]
    assert content["entry"] == {"ways": {"zelf": 3}, "people": 3}
    assert [one["scored"] for one in content["table"] if one["name"] == first.name] == [False]
    assert "kanarie" not in json.dumps(content) + str(compose(content))


@pytest.mark.parametrize("options", [[], ["--include-confidential"]])
def test_no_export_holds_the_score(meeting, first, fresh, options):
    held(meeting)
    exported = run_export(meeting.pk, *options)[0]
    assert sorted(score["value"] for score in json.loads(exported)["conversation"]["scores"]) == [4, 4, 5]
    assert "kanarie" not in exported


def test_the_facilitator_enters_nothing_for_who_is_replaced(meeting, first, fresh):
    names = [row.person.name for row in build_matrix(meeting, meeting.facilitator)]
    assert first.name not in names
    assert fresh.name in names


def test_the_score_stays_on_their_own_page_with_a_line_that_it_does_not_count(meeting, first, fresh):
    line = "Deze scores tellen daarom niet mee."
    page = shows(first.tab.get(address(first, "antwoorden/")))
    assert "Uw score: <strong>1</strong>" in page
    assert "kanarie van de eerste" in page
    assert line in page
    other = meeting.people[0]
    tab = enter(other)
    other.links.get().visits.let_read(True)
    assert line not in shows(tab.get(address(other, "antwoorden/")))


def test_without_anybody_in_the_place_or_once_they_came_after_all_the_score_counts(meeting, first):
    tell(first, "", "", "")
    confirm(first, UserFactory())
    assert (row_of(meeting).answered, row_of(meeting).expected) == (3, 3)
    StandIn.objects.all().delete()
    Participant.objects.filter(pk=first.pk).update(attendance="")
    tell(first, **NEW)
    confirm(first, UserFactory())
    assert (row_of(meeting).answered, row_of(meeting).expected) == (2, 3)
    Participant.objects.filter(pk=first.pk).update(attendance="aanwezig")
    assert (row_of(meeting).answered, row_of(meeting).expected) == (3, 4)


def test_who_comes_instead_and_sits_alone_is_told_that_they_can_be_recognised(fresh):
    tab = enter(fresh)
    fresh.links.get().visits.let_read(True)
    told = shows(tab.get(address(fresh, "scores/rolbewustzijn/")))
    assert "In het verslag staat uw hoek. Zo bent u herkenbaar." in told
