"""Scores by personal link: the words before the figure, hidden and changeable until they are shown."""

import pytest

from conversations.board import build_board
from conversations.models import Conversation, Op, Phase, Score, show_scores
from tests.by_link import address, enter, preparing, score_on, shows
from tests.factories import ExplanationFactory, ParticipantFactory
from tests.meetings import CODES, principle, score, score_part, send

pytestmark = pytest.mark.django_db
TEXT = "Het nieuws kwam via de krant."


def given(person, code="vertrouwen"):
    return person.scores.filter(principle__code=code).first()


def page_of(tab, person, code="vertrouwen"):
    return shows(tab.get(address(person, f"scores/{code}/")))


def show(meeting, *codes):
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)
    show_scores(Conversation.objects.get(pk=meeting.pk), [principle(code) for code in codes], meeting.facilitator)


def test_the_page_gives_words_before_a_figure(tab, person):
    page = page_of(tab, person)
    for words in (
        "Delen we op tijd wat we weten, ook als het tegenzit?",
        "Belangrijk nieuws komt laat of via anderen.",
        "tussen 1 en 3 in",
        "We zijn open zolang het goed gaat.",
        "We vertellen elkaar het moeilijke nieuws als eerste.",
        "Geen beeld. Ik kan of wil dit niet beoordelen.",
        "Score 2 van 5",
        "Niemand ziet uw score tot de begeleider",
    ):
        assert words in page
    assert page.count('name="score"') == 6
    assert 'name="score" value="3" id="id_score_2" checked' not in page


@pytest.mark.parametrize(("sent", "value"), [("1", 1), ("5", 5), ("geen", None)])
def test_a_score_is_saved_as_given_by_the_participant(tab, person, sent, value):
    assert score_on(tab, person, score=sent)["Location"] == address(person, "scores/gelijkwaardigheid/")
    assert (given(person).value, given(person).entry, given(person).shown_at) == (value, "zelf", None)
    assert person.explanations.count() == 0
    assert f'value="{sent}"' in page_of(tab, person).split("checked")[0].rsplit("<input", 1)[1]


@pytest.mark.parametrize("sent", ["", "0", "6", "3,5", "leeg"])
def test_what_is_no_score_is_refused_and_the_explanation_is_kept(tab, person, sent):
    page = shows(score_on(tab, person, score=sent, text=TEXT, visibility="naamloos"))
    assert "Kies een score van 1 tot en met 5, of geen beeld." in page
    assert TEXT in page
    assert (Score.objects.count(), person.explanations.count()) == (0, 0)


@pytest.mark.parametrize("level", ["zelf", "begeleider", "naamloos", "met_naam"])
def test_an_explanation_has_readers_of_its_own(tab, person, meeting, level):
    score_on(tab, person, score="2", text=TEXT, visibility=level)
    row = person.explanations.get()
    assert (row.text, row.visibility, row.released_at) == (TEXT, level, None)
    assert list(row.consents.values_list("level", "source")) == ([(level, "link")] if level != "zelf" else [])
    assert TEXT in page_of(tab, person)


def test_a_score_changes_and_goes_until_it_is_shown(tab, person, meeting):
    score_on(tab, person, score="2", text=TEXT, visibility="met_naam")
    score_on(tab, person, score="4", text=TEXT, visibility="met_naam")
    assert given(person).value == 4
    tab.post(address(person, "scores/vertrouwen/wissen/"))
    assert given(person) is None
    assert (person.explanations.get().text, person.explanations.get().visibility) == ("", "zelf")
    assert "Wis mijn score" not in page_of(tab, person)


def test_priv_02_after_showing_it_is_read_only(tab, person, meeting):
    score_on(tab, person, score="2", text=TEXT, visibility="met_naam")
    show(meeting, "vertrouwen")
    page = page_of(tab, person)
    assert "Uw score: <strong>2</strong>" in page
    assert 'name="score"' not in page
    answer = score_on(tab, person, score="5", text="Nog iets", visibility="met_naam")
    assert answer.status_code == 409
    assert "Nog iets" in shows(answer)
    tab.post(address(person, "scores/vertrouwen/wissen/"))
    assert (given(person).value, person.explanations.get().text) == (2, TEXT)
    tab.post(address(person, "scores/vertrouwen/lezers/"), {"visibility": "zelf"})
    assert person.explanations.get().visibility == "zelf"
    tab.post(address(person, "scores/vertrouwen/lezers/"), {"visibility": "met_naam"})
    assert person.explanations.get().visibility == "zelf"


def test_priv_02_nobody_scores_after_the_figures_were_shown(tab, person, meeting):
    show(meeting, "vertrouwen")
    before = build_board(meeting)
    assert score_on(tab, person, score="1").status_code == 409
    assert build_board(meeting) == before
    assert score_on(tab, person, code="rolbewustzijn", score="1").status_code == 302


@pytest.mark.parametrize("phase", [Phase.VERSLAG, Phase.OPVOLGING])
def test_after_the_meeting_no_score_is_given_any_more(tab, person, meeting, phase):
    Conversation.objects.filter(pk=meeting.pk).update(phase=phase)
    assert score_on(tab, person, score="1").status_code == 409
    assert given(person) is None


def test_priv_02_before_showing_no_other_page_holds_the_score_or_its_explanation(tab, person, meeting, client):
    score_on(tab, person, score="2", text=TEXT, visibility="met_naam")
    other = meeting.people[1]
    pages = [shows(enter(other).get(address(other, path))) for path in ("", "antwoorden/", "scores/vertrouwen/")]
    client.force_login(meeting.facilitator)
    paths = ("", "leiden/", "leiden/scores/", "briefing/", "verslag/", "scherm/")
    pages += [shows(client.get(f"/gesprekken/{meeting.pk}/{path}")) for path in paths]
    pages.append(shows(client.post(f"/gesprekken/{meeting.pk}/antwoorden/")))
    assert [TEXT in page for page in pages] == [False] * len(pages)
    row = next(row for row in build_board(meeting).rows if row.code == "vertrouwen")
    assert (row.answered, row.scores) == (1, ())


def test_priv_08_an_explanation_for_the_facilitator_is_read_as_an_act_that_its_author_sees(
    tab, person, meeting, client
):
    score_on(tab, person, score="2", text=TEXT, visibility="begeleider")
    client.force_login(meeting.facilitator)
    page = shows(client.post(f"/gesprekken/{meeting.pk}/antwoorden/"))
    assert TEXT in page
    assert "Toelichting bij Vertrouwen" in page
    assert "Gelezen" in page_of(tab, person)


@pytest.mark.parametrize(
    ("display", "people", "words"),
    [
        ("per_hoek", 1, "In het verslag staat uw hoek. Zo bent u herkenbaar."),
        ("per_hoek", 2, "In het verslag staan de scores per hoek, zonder naam."),
        ("naamloos", 1, "In het verslag staan de scores zonder hoek en zonder naam."),
    ],
)
def test_the_page_says_how_recognisable_one_is(display, people, words):
    meeting = preparing(display=display)
    person = meeting.people[0]
    if people == 2:
        ParticipantFactory(conversation=meeting, corner=person.corner)
    assert words in page_of(enter(person), person)


def test_two_tabs_show_both(tab, person):
    score_on(tab, person, score="2", text="Eerst dit.", visibility="naamloos")
    answer = score_on(tab, person, score="5", score_version=0, version=0, text="Toen dat.")
    page = shows(answer)
    assert answer.status_code == 409
    for words in ("Intussen is als score opgeslagen: 2.", "Eerst dit.", "Toen dat."):
        assert words in page
    assert given(person).value == 2
    assert score_on(tab, person, score="5", text="Toen dat.").status_code == 302
    assert (given(person).value, person.explanations.get().text) == (5, "Toen dat.")


def test_when_one_of_both_is_refused_neither_is_saved(tab, person):
    score_on(tab, person, score="2", text="Eerst dit.")
    assert score_on(tab, person, score="4", version=0, text="Iets anders.").status_code == 409
    assert (given(person).value, person.explanations.get().text) == (2, "Eerst dit.")


def test_an_old_tab_never_wins_from_a_score_that_was_cleared_and_given_again(tab, person):
    score_on(tab, person, score="2")
    tab.post(address(person, "scores/vertrouwen/wissen/"))
    score_on(tab, person, score="3", score_version=2)
    assert given(person).version == 3
    assert score_on(tab, person, score="5", score_version=1).status_code == 409
    assert set(Op.objects.values_list("part", "participant")) == {(score_part(person), person.pk)}


def test_a_score_entered_for_them_is_named_and_becomes_theirs(person, meeting, client):
    tab = enter(person)
    score_on(tab, person, code="rolbewustzijn", score="1")
    client.force_login(meeting.facilitator)
    assert send(client, meeting, score_part(person), score("4")).status_code == 200
    assert "vulde dit namens u in" in page_of(tab, person)
    score_on(tab, person, score="4")
    assert (given(person).value, given(person).entry) == (4, "zelf")
    refused = send(client, meeting, score_part(person), score("1"), given(person).version)
    assert refused.status_code == 422


def test_changed_words_in_an_explanation_entered_for_them_are_theirs(person, meeting, client):
    tab = enter(person)
    score_on(tab, person, score="2")
    row = ExplanationFactory(participant=person, principle=principle(), text="Namens geschreven.")
    row.set_visibility("naamloos", source="namens", entered_by=meeting.facilitator)
    assert f"{meeting.facilitator} schreef dit namens u op." in page_of(tab, person)
    score_on(tab, person, score="2", text="Zelf geschreven.", visibility="naamloos")
    assert list(row.consents.values_list("level", "source")) == [("naamloos", "namens"), ("naamloos", "link")]
    client.force_login(meeting.facilitator)
    part = f"/gesprekken/{meeting.pk}/vastleggen/toelichting:{person.pk}:vertrouwen/"
    assert "Zelf geschreven." not in shows(client.get(part))


def test_another_browser_gives_no_score_over_one_that_it_may_not_see(tab, person):
    early = enter(person)
    score_on(tab, person, score="2", text=TEXT)
    assert early.get(address(person, "scores/vertrouwen/"))["Location"] == address(person, "code/")
    answer = score_on(early, person, code="rolbewustzijn", score="5", text="Ander.")
    assert (answer.status_code, TEXT in shows(answer), "Ander." in shows(answer)) == (409, False, True)
    assert early.post(address(person, "scores/vertrouwen/wissen/"))["Location"] == address(person, "code/")
    assert given(person).value == 2


def test_the_overview_tells_how_far_one_is(tab, person, meeting):
    assert "2 minuten. Mag nu, mag ook in de zaal." in shows(tab.get(address(person)))
    for code in CODES[:2]:
        score_on(tab, person, code=code, score="3")
    page = shows(tab.get(address(person)))
    assert "Vijf scores geven" in page
    assert "2 van 5 klaar." in page
    assert f'href="{address(person, f"scores/{CODES[2]}/")}">Vijf scores geven' in page
    for code in CODES[2:]:
        last = score_on(tab, person, code=code, score="3")
    assert last["Location"] == address(person)
    assert "U mag een score veranderen tot de begeleider die toont." in shows(tab.get(address(person)))
