"""The paper pack: made to be read aloud and printed, of the plan alone; and scores that are typed in from it."""

import datetime as dt
import re
import subprocess

import pytest

from conversations.board import Board
from conversations.models import Conversation, Participant, Phase, Score, Visit, show_scores
from conversations.papers import render_papers
from conversations.report import build_content
from conversations.report_page import about, from_paper
from tests.by_link import enter, preparing, score_on, shows
from tests.factories import ExplanationFactory, MembershipFactory, ReflectionFactory, ScoreFactory, at_visibility
from tests.meetings import open_meeting, principle, score, score_part, send
from tests.pdf_reading import fonts, opened, qpdf_check, shown_outside_tags, tagged, texts

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]


@pytest.fixture
def meeting():
    found = preparing(
        start=dt.time(9, 30),
        duration_minutes=150,
        place="De Loods",
        invitation_text="U praat open en in vertrouwen.",
        ground_rules="Wie wat zei, blijft hier.",
    )
    Participant.objects.filter(pk=found.people[0].pk).update(name="Marijke Verwoerd")
    return found


def draw(meeting):
    return render_papers(Conversation.objects.select_related("triangle", "facilitator").get(pk=meeting.pk))


def read(drawn):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=drawn, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_everything_is_in_one_file(client, meeting):
    client.force_login(MembershipFactory(triangle=meeting.triangle).user)
    page = shows(client.get(f"/gesprekken/{meeting.pk}/draaiboek/"))
    path = re.search(r'href="([^"]+papier.pdf)"', page)[1]
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    words = read(answer.content)
    text = meeting.principle_texts.get(principle__code="vertrouwen")
    for found in (
        "U praat open en in vertrouwen.",
        "Wie wat zei, blijft hier.",
        "De Loods",
        "Gespreksleidraad",
        "9.30 uur, Welkom en spelregels",
        "Presentielijst",
        *(" ".join(words.split()) for words in (text.core_question, *text.follow_ups)),
    ):
        assert found in words
    assert words.count("Scorekaart") == 3
    assert words.count("geen beeld") == 15
    for end in text.scale:
        assert words.count(" ".join(end[1].split())) == 3


def test_each_participant_has_a_card_of_one_page_with_their_name(meeting):
    pages = texts(draw(meeting))
    cards = [page for page in pages if "Scorekaart" in page]
    assert len(cards) == 3
    assert ["Marijke Verwoerd" in page for page in cards] == [True, False, False]
    assert all("In het verslag staat uw hoek, niet uw naam." in " ".join(page.split()) for page in cards)


def test_a_card_of_a_naamloos_conversation_promises_no_corner(meeting):
    Conversation.objects.update(display="naamloos")
    assert read(draw(meeting)).count("zonder uw naam en zonder uw hoek") == 3


def test_who_does_not_come_has_no_card(meeting):
    Participant.objects.filter(pk=meeting.people[0].pk).update(attendance="afwezig")
    words = read(draw(meeting))
    assert "Marijke Verwoerd" not in words
    assert words.count("Scorekaart") == 2


def test_nothing_that_a_participant_gave_is_on_paper(meeting):
    person = meeting.people[0]
    before = read(draw(meeting))
    at_visibility(ReflectionFactory(participant=person, text="kanarie"), "met_naam", released=True)
    at_visibility(ExplanationFactory(participant=person, text="kanarie"), "met_naam", released=True)
    for number, one in enumerate(meeting.people):
        ScoreFactory(participant=one, value=1 + 2 * number)
    assert read(draw(meeting)) == before


def test_it_is_made_for_assistive_readers(meeting, tmp_path):
    drawn = draw(meeting)
    pdf = opened(drawn)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert shown_outside_tags(pdf) == 0
    assert qpdf_check(drawn, tmp_path) == ""
    assert [str(node.S) for node in tagged(pdf, "H1", "H2", "H3")].index("/H1") == 0
    assert all(node.get("/A") is not None for node in tagged(pdf, "TH"))
    assert fonts(pdf)


def test_the_same_plan_gives_the_same_bytes(meeting):
    assert draw(meeting) == draw(meeting)


def test_hostile_words_stay_words(meeting):
    hostile = '</p><script>alert(1)</script><img src="file:///etc/passwd"> {{ secret }} مرحبا'
    Conversation.objects.update(invitation_text=hostile, purpose=hostile, title=hostile[:200])
    Participant.objects.update(name=hostile[:200], function="onafscheidelijkheid" * 11)
    assert "<script>alert(1)</script>" in read(draw(meeting))


@pytest.fixture
def held():
    return open_meeting(phase=Phase.GESPREK)


def shown(meeting):
    show_scores(meeting, [principle()], meeting.facilitator)
    return build_content(Conversation.objects.get(pk=meeting.pk))


def test_scores_from_paper_are_entered_on_behalf_and_told_in_the_report(client, held):
    client.force_login(held.facilitator)
    assert "Achteraf ingevoerd van papier" in shows(client.get(f"/gesprekken/{held.pk}/leiden/scores/"))
    first, second, third = held.people
    send(client, held, score_part(first), score("4", "papier"))
    send(client, held, score_part(second), score("2", "papier"))
    send(client, held, score_part(third), score("3", "samen"))
    rows = {(row.entry, row.from_paper) for row in held.scores.all()}
    assert rows == {("namens", True), ("samen", False)}
    content = shown(held)
    assert content["entry"] == {"ways": {"namens": 2, "samen": 1}, "people": 3, "from_paper": 2}
    told = " ".join(about(content, Board.from_content(content["board"])))
    assert "2 van de 3 scores zijn achteraf ingevoerd van papier." in told


def test_without_paper_the_report_says_nothing_of_it(client, held):
    client.force_login(held.facilitator)
    send(client, held, score_part(held.people[0]), score("4"))
    content = shown(held)
    assert "from_paper" not in content["entry"]
    assert from_paper(content) == ""


def test_all_from_paper_is_one_sentence(held):
    for person in held.people:
        ScoreFactory(participant=person, principle=principle(), entry="namens", from_paper=True)
    assert from_paper(shown(held)) == "Ze zijn achteraf ingevoerd van papier."


def test_entered_in_another_way_it_is_from_paper_no_more(client, held):
    client.force_login(held.facilitator)
    part = score_part(held.people[0])
    send(client, held, part, score("4", "papier"))
    send(client, held, part, score("4", "samen"), version=1)
    assert list(held.scores.values_list("entry", "from_paper")) == [("samen", False)]


def test_who_scores_themselves_takes_the_place_of_paper(meeting):
    person = meeting.people[0]
    ScoreFactory(participant=person, principle=principle(), value=2, entry="namens", from_paper=True)
    tab = enter(person)
    Visit.objects.let_read(True, after_code=True)  # as after the code by mail
    score_on(tab, person, score="5")
    row = Score.objects.get()
    assert (row.value, row.entry, row.from_paper) == (5, "zelf", False)
