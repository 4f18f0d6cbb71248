"""A score that somebody else gave for you: it keeps you from nothing, and shows only where a code was typed."""

import pytest

from conversations.following import own_score
from conversations.models import Score, Visit
from conversations.reaching import change_address
from conversations.visits import join_key, new_code, try_code
from tests.by_link import address, answer_to, enter, score_on
from tests.factories import ScoreFactory
from tests.meetings import adviser_of, principle
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
GIVEN = "Iemand anders vulde hier namens u een score in."


@pytest.fixture
def given(person):
    return ScoreFactory(participant=person, principle=principle(), value=4, entry="namens")


@pytest.fixture
def tab(given, person):
    return enter(person)


def newest_visit():
    return Visit.objects.latest("pk")


def says(tab, person, rest="scores/vertrouwen/"):
    return text_of(tab.get(address(person, rest)))


def chosen_on(tab, person):
    context = tab.get(address(person, "scores/vertrouwen/")).context
    return [button.data["value"] for button, *_ in context["options"] if button.data["selected"]]


def test_it_does_not_keep_them_from_their_own_answers(tab, person):
    assert tab.get(address(person, "vragen/dilemma/")).status_code == 200
    assert answer_to(tab, person, text="Een lastige keuze.").status_code == 302
    assert person.reflections.get().text == "Een lastige keuze."


def test_it_does_not_show_in_a_browser_that_wrote_without_the_code(tab, person, given):
    assert GIVEN in says(tab, person)
    assert chosen_on(tab, person) == []
    answer_to(tab, person, text="Een lastige keuze.")
    score_on(tab, person, code="rolbewustzijn", score="2")
    assert GIVEN in says(tab, person)
    assert chosen_on(tab, person) == []
    assert [one.score for one in tab.get(address(person, "antwoorden/")).context["scores"]] == ["2"]
    assert own_score(newest_visit(), "vertrouwen").value is None


def test_it_shows_after_the_code(tab, person, given):
    visit = newest_visit()
    assert tab.get(address(person, "code/")).status_code == 200
    assert try_code(visit, new_code(visit))
    assert chosen_on(tab, person) == ["4"]
    assert own_score(newest_visit(), "vertrouwen").value == 4
    Visit.objects.let_read(False)
    join_key(visit.key_digest, visit.link)  # the same browser comes in again after it was forgotten
    score_on(tab, person, code="rolbewustzijn", score="2")
    assert chosen_on(tab, person) == []


def test_a_score_of_their_own_replaces_the_one_they_did_not_see(tab, person, given):
    answer = score_on(tab, person, score="2", score_version=0)
    assert answer.status_code == 302
    assert list(Score.objects.values_list("value", "entry", "version")) == [(2, "zelf", given.version + 1)]
    assert chosen_on(tab, person) == ["2"]


def test_what_does_not_show_is_not_cleared(tab, person, given):
    tab.post(address(person, "scores/vertrouwen/wissen/"))
    assert Score.objects.get().value == 4


def test_it_stays_shut_after_the_mail_address_changed(tab, person, meeting):
    change_address(person, "iemand@elders.example", adviser_of(meeting))
    person.refresh_from_db()
    assert "4" not in chosen_on(enter(person), person)
    assert not try_code(newest_visit(), "123456")
    assert person.texts_closed_at is not None
