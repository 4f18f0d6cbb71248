"""The mirror question by personal link: after the own score, never needed, changed and taken back until shown."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Conversation, Guess, Op, Phase, show_scores
from tests.by_link import address, enter, preparing, score_on, shows
from tests.factories import ParticipantFactory, ScoreFactory
from tests.meetings import press, principle, score, score_part, send
from tests.mirror.guesses import CODE, E, G, N, guess_on, page_of, told

pytestmark = pytest.mark.django_db


def show(meeting):
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)
    show_scores(Conversation.objects.get(pk=meeting.pk), [principle()], meeting.facilitator)


def test_after_the_own_score_comes_the_question_about_the_others(tab, person):
    assert score_on(tab, person, score="2")["Location"] == page_of(person)
    page = shows(tab.get(page_of(person)))
    for words in (
        "Hoe denkt u dat de andere hoeken scoren?",
        "U mag dit overslaan.",
        "De opdrachtnemer geeft",
        "De eigenaar geeft",
        "weet ik niet",
        "Niemand ziet dit tot de begeleider het toont.",
        "komt ook in het verslag: per hoek, zonder naam. U zit alleen in uw hoek. Zo bent u herkenbaar.",
    ):
        assert words in page
    assert "De opdrachtgever geeft" not in page
    assert "checked" not in page


def test_without_the_mirror_question_nothing_of_it_is_there():
    meeting = preparing()
    person, tab = meeting.people[0], enter(meeting.people[0])
    assert score_on(tab, person, score="2")["Location"] == address(person, "scores/gelijkwaardigheid/")
    for answer in (tab.get(page_of(person)), guess_on(tab, person, eigenaar="2")):
        assert answer["Location"] == address(person, f"scores/{CODE}/")
    assert "andere hoeken" not in shows(tab.get(address(person, f"scores/{CODE}/")))
    assert not Guess.objects.exists()


@pytest.mark.parametrize(("sent", "value"), [("1", 1), ("5", 5), ("geen", None)])
def test_a_guess_is_saved_and_shown_to_its_author_alone(tab, person, meeting, sent, value):
    score_on(tab, person, score="2")
    assert guess_on(tab, person, eigenaar=sent)["Location"] == address(person, "scores/gelijkwaardigheid/")
    row = person.guesses.get()
    assert (row.corner, row.about, row.value, row.shown_at, row.version) == (G, E, value, None, 1)
    assert shows(tab.get(page_of(person))).count(" checked") == 1
    other = meeting.people[1]
    beside = enter(other)
    score_on(beside, other, score="2")
    assert "checked" not in shows(beside.get(page_of(other)))
    elsewhere = enter(person)
    assert elsewhere.get(page_of(person))["Location"] == address(person, "code/")


def test_all_of_it_may_be_left_open(tab, person):
    score_on(tab, person, score="2")
    assert guess_on(tab, person)["Location"] == address(person, "scores/gelijkwaardigheid/")
    assert not Guess.objects.exists()


def test_only_after_the_own_score(tab, person):
    for answer in (tab.get(page_of(person)), guess_on(tab, person, eigenaar="3")):
        assert answer["Location"] == address(person, f"scores/{CODE}/")
    assert not Guess.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"eigenaar": "6"}, {"eigenaar": "0"}, {"eigenaar": "leeg"}, {"eigenaar_version": "x"}]
)
def test_what_is_no_guess_is_refused(tab, person, sent):
    score_on(tab, person, score="2")
    answer = guess_on(tab, person, opdrachtnemer="3", **sent)
    assert answer.status_code == 200
    assert "Fout:" in shows(answer)
    assert not Guess.objects.exists()


def test_nobody_guesses_for_the_own_corner_or_an_empty_one(tab, person, meeting):
    score_on(tab, person, score="2")
    guess_on(tab, person, opdrachtgever="3", eigenaar="4")
    assert told(person) == {E: 4}
    meeting.people[1].delete()
    assert "De opdrachtnemer geeft" not in shows(tab.get(page_of(person)))


def test_an_older_page_never_wins(tab, person):
    score_on(tab, person, score="2")
    guess_on(tab, person, eigenaar="4", opdrachtnemer="3")
    stale = guess_on(tab, person, eigenaar="5", opdrachtnemer="5", eigenaar_version=0)
    assert stale.status_code == 409
    assert "Intussen is opgeslagen: opdrachtnemer 3, eigenaar 4." in shows(stale)
    assert told(person) == {E: 4, N: 3}
    assert guess_on(tab, person, eigenaar="4", eigenaar_version=0).status_code == 302  # the same, sent twice
    guess_on(tab, person, eigenaar="1")
    assert told(person) == {E: 1, N: 3}


def test_another_browser_saves_nothing_before_the_code(tab, person):
    score_on(tab, person, score="2")
    answer = guess_on(enter(person), person, eigenaar="4")
    assert answer.status_code == 409
    assert "U schreef al iets op in een andere browser." in shows(answer)
    assert not Guess.objects.exists()


def test_it_closes_when_the_scores_are_shown(tab, person, meeting):
    score_on(tab, person, score="2")
    guess_on(tab, person, eigenaar="4")
    show(meeting)
    answer = guess_on(tab, person, eigenaar="1")
    assert (answer.status_code, told(person)) == (409, {E: 4})
    assert "Wat u net koos, is niet opgeslagen." in shows(answer)
    assert tab.get(page_of(person)).status_code == 200


def test_who_takes_the_score_back_takes_the_guesses_back(tab, person):
    score_on(tab, person, score="2")
    guess_on(tab, person, eigenaar="4")
    tab.post(address(person, f"scores/{CODE}/wissen/"))
    assert not Guess.objects.exists()
    assert score_on(tab, person, score="2", score_version=2).status_code == 302
    stale = guess_on(tab, person, eigenaar="5")  # version 0: of before it was taken back
    assert (stale.status_code, told(person)) == (409, {})
    version = Op.objects.filter(part=f"inschatting:{person.pk}:{CODE}:{E}").latest("version").version
    assert guess_on(tab, person, eigenaar="5", eigenaar_version=version).status_code == 302
    assert told(person) == {E: 5}


def test_a_score_that_the_facilitator_clears_takes_the_guesses_along(client, tab, person, meeting):
    client.force_login(meeting.facilitator)
    send(client, meeting, score_part(person), score("3"))
    tab = enter(person)
    person.links.get(purpose="deelnemen").visits.let_read(True)
    guess_on(tab, person, eigenaar="4")
    assert told(person) == {E: 4}
    press(client, meeting, score_part(person), version=1, score="leeg", entry="namens")
    assert (person.scores.count(), person.guesses.count()) == (0, 0)


def test_after_a_change_of_the_mail_address_it_stays_shut_until_scored_again(tab, person):
    score_on(tab, person, score="2")
    guess_on(tab, person, eigenaar="4")
    type(person).objects.filter(pk=person.pk).update(texts_closed_at=timezone.now() + dt.timedelta(seconds=1))
    assert tab.get(page_of(person))["Location"] == address(person, f"scores/{CODE}/")
    closed_at = timezone.now() - dt.timedelta(seconds=1)
    type(person).objects.filter(pk=person.pk).update(texts_closed_at=closed_at)
    person.guesses.update(changed_at=closed_at - dt.timedelta(minutes=1))
    page = shows(tab.get(page_of(person)))
    assert "U vulde over de eigenaar al iets in." in page
    assert "checked" not in page
    assert guess_on(tab, person, eigenaar="1", eigenaar_version=0).status_code == 302
    assert told(person) == {E: 1}


def test_the_own_answers_hold_it_until_and_after_showing(tab, person, meeting):
    score_on(tab, person, score="2")
    guess_on(tab, person, eigenaar="4", opdrachtnemer="geen")
    page = shows(tab.get(address(person, "antwoorden/")))
    assert "U dacht: opdrachtnemer weet ik niet, eigenaar 4." in page
    assert page.count("Nog verborgen.") == 2


def test_several_people_in_a_corner_are_told_that_they_are_less_recognisable(meeting, person, tab):
    ParticipantFactory(conversation=meeting, corner=G)
    score_on(tab, person, score="2")
    assert "U zit alleen in uw hoek." not in shows(tab.get(page_of(person)))


def test_a_score_of_before_makes_it_askable(meeting, person):
    tab = enter(person)
    ScoreFactory(participant=person, principle=principle(CODE))
    person.links.get(purpose="deelnemen").visits.let_read(True)
    assert tab.get(page_of(person)).status_code == 200
