"""The page of one conversation and its report: what is shown, what stays hidden, and the download."""

import datetime as dt
import hashlib
import io
import re
import subprocess

import pikepdf
import pytest

from conversations.models import Agreement, Conversation, Phase, Score, show_scores
from conversations.report import establish
from principles.models import Principle
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    UserFactory,
    at_visibility,
)
from tests.held import hold, read_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(client):
    """The kustregister conversation, held; its adviser is logged in."""
    conversation = hold(read_case("kustregister"))
    client.force_login(MembershipFactory(triangle=conversation.triangle).user)
    return conversation


@pytest.fixture
def meeting(client):
    """A conversation in the room with three people, nothing shown yet; its facilitator is logged in."""
    conversation = ConversationFactory(phase=Phase.GESPREK, facilitator=FacilitatorFactory())
    for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar"):
        ParticipantFactory(conversation=conversation, corner=corner)
    client.force_login(conversation.facilitator)
    return conversation


def page_of(client, conversation, tail=""):
    answer = client.get(f"/gesprekken/{conversation.pk}/{tail}")
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def give(meeting, principle, *values):
    for participant, value in zip(meeting.participants.all(), values, strict=False):
        ScoreFactory(participant=participant, principle=principle, value=value)


def test_it_tells_who_where_when_and_what_was_agreed(client, held):
    page = text_of(page_of(client, held))
    assert "Kustregister · donderdag 12 maart 2026, 9.30 – 12.00 uur" in page
    for words in ("Vergadercentrum De Loods, zaal 2", "Yara Nijland", "Marijke Verwoerd coördineert", "Bart Hoogland"):
        assert (words in page) == (words != "Bart Hoogland")
    assert page.index("Belangrijkste afspraak") < page.index("Renske Admiraal Uiterlijk")
    assert "Uiterlijk 15 juni 2026" in page
    assert "Terugkijken 17 september 2026" in page


def test_strips_widest_first_with_the_same_numbers_as_a_table(client, held):
    html = page_of(client, held)
    drawn = re.findall(r"<title>([^<.]+)\. ([^<]+)</title>", html)
    rows = re.findall(r'<th class="utrecht-table__cell" scope="row">([^<]+)</th>', html)
    assert [name for name, _ in drawn] == rows
    assert drawn[0][0] in {"Gelijkwaardigheid", "Rolbewustzijn"}
    assert "3 punten uit elkaar" in drawn[0][1]
    assert drawn[-1][0] == "Heldere afspraken"
    assert "geen beeld: 1 × opdrachtgever" in text_of(html)


def test_before_showing_only_how_many_scored(client, meeting):
    principle = Principle.objects.get(code="vertrouwen")
    give(meeting, principle, 1, 5)
    html = page_of(client, meeting)
    assert "2 van 3 scoorden" in text_of(html)
    assert "<title>" + "Vertrouwen" not in html
    assert "uit elkaar" not in html


def test_the_page_is_the_same_whatever_the_hidden_scores_are(client, meeting):
    principle = Principle.objects.get(code="vertrouwen")
    give(meeting, principle, 1, 5, 3)
    first = page_of(client, meeting)
    Score.objects.update(value=2)
    assert without_token(first) == without_token(page_of(client, meeting))


def without_token(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_shown_at_once_and_the_others_stay_hidden(client, meeting):
    shown, hidden = Principle.objects.get(code="vertrouwen"), Principle.objects.get(code="rolbewustzijn")
    give(meeting, shown, 1, 5, 3)
    give(meeting, hidden, 4, 4, 4)
    show_scores(meeting, [shown], meeting.facilitator)
    html = page_of(client, meeting)
    assert "4 punten uit elkaar" in html
    assert "alle scores gelijk" not in html.lower()
    assert "nog niet getoond" in html


def test_naamloos_names_no_corner_beside_a_score(client, meeting):
    Conversation.objects.update(display="naamloos")
    principle = Principle.objects.get(code="vertrouwen")
    give(meeting, principle, 1, 5, 3)
    show_scores(meeting, [principle], meeting.facilitator)
    html = page_of(client, meeting)
    scores = html[html.index('id="verschil"') : html.index('id="tafel"')]
    assert "4 punten uit elkaar" in scores
    assert not re.search("opdrachtgever|opdrachtnemer|eigenaar", scores)


@pytest.mark.parametrize("level", ["zelf", "begeleider"])
@pytest.mark.drawn
def test_private_text_stands_on_no_page_and_in_no_download(client, held, level):
    text = ReflectionFactory(participant=held.participants.first(), text="KANARIE-REFLECTIE")
    at_visibility(text, level, facilitator=FacilitatorFactory())
    for tail in ("", "verslag/"):
        assert "KANARIE" not in page_of(client, held, tail)
    drawn = client.get(f"/gesprekken/{held.pk}/verslag.pdf").content
    printed = subprocess.run(["pdftotext", "-", "-"], input=drawn, capture_output=True, check=True).stdout.decode()
    assert "Meegegeven" in printed
    assert "KANARIE" not in printed


@pytest.mark.parametrize("phase", ["concept", "voorbereiding", "geannuleerd"])
def test_a_bare_conversation_has_a_page_a_report_and_a_pdf(client, phase):
    bare = ConversationFactory(phase=phase, held_on=None)
    client.force_login(MembershipFactory(triangle=bare.triangle).user)
    assert "Nog geen datum" in page_of(client, bare)
    page_of(client, bare, "verslag/")
    assert client.get(f"/gesprekken/{bare.pk}/verslag.pdf").content.startswith(b"%PDF")


def test_hostile_text_is_text(client, held):
    evil = "<script>alert(1)</script>{% load x %}{{ settings.SECRET_KEY }}" + "w" * 200
    Conversation.objects.update(title=evil[:300], purpose=evil)
    Agreement.objects.update(text=evil)
    for tail in ("", "verslag/"):
        html = page_of(client, held, tail)
        assert "<script>alert" not in html
        assert "{{ settings.SECRET_KEY }}" in html
    assert "<script>alert" not in client.get("/").content.decode()


@pytest.mark.drawn
def test_a_draft_is_downloaded_as_a_draft(client, held):
    answer = client.get(f"/gesprekken/{held.pk}/verslag.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="verslag-kustregister-2026-03-12-concept.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) >= 4


def test_vastgesteld_is_downloaded_byte_for_byte_whatever_changes_later(client, held):
    adviser = UserFactory()
    report = establish(held, adviser)
    Conversation.objects.update(title="Later veranderd")
    answer = client.get(f"/gesprekken/{held.pk}/verslag.pdf")
    assert hashlib.sha256(answer.content).hexdigest() == report.pdf_sha256
    assert "versie-1.pdf" in answer["Content-Disposition"]
    page = text_of(page_of(client, held, "verslag/"))
    assert "Later veranderd" not in page.split("</title>")[-1].partition("Rubricering")[0].split("Verslag van")[1]
    assert "Vastgesteld" in page


def test_a_stored_pdf_takes_one_question_that_reads_nothing_but_the_file(client, held, django_assert_max_num_queries):
    establish(held, UserFactory())
    client.get(f"/gesprekken/{held.pk}/verslag.pdf")
    with django_assert_max_num_queries(3) as asked:  # session, user, file
        answer = client.get(f"/gesprekken/{held.pk}/verslag.pdf")
    assert "Repr-Digest" in answer
    assert '."content"' not in asked.captured_queries[-1]["sql"]


def test_a_stored_pdf_of_others_is_not_there(client, held):
    establish(held, UserFactory())
    client.force_login(UserFactory())
    assert client.get(f"/gesprekken/{held.pk}/verslag.pdf").status_code == 404


@pytest.mark.parametrize("name", ["Jeugd & Gezin / Noord", "Ümlaut – é", "…", 'a"; filename="x.exe'])
def test_the_file_name_is_plain_whatever_the_triangle_is_called(client, held, name):
    held.triangle.name = name
    held.triangle.save()
    header = client.get(f"/gesprekken/{held.pk}/verslag.pdf")["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="verslag-[a-z0-9-]+\.pdf"', header)


@pytest.mark.parametrize("size", [1, 3, 30])
def test_conversation_query_count_does_not_grow(client, meeting, size, django_assert_num_queries):
    for number in range(size):
        person = ParticipantFactory(conversation=meeting)
        for principle in Principle.objects.all():
            ScoreFactory(participant=person, principle=principle)
        due_on = dt.date(2026, 3, 12)
        Agreement.objects.create(conversation=meeting, kind="actie", text=f"{number}", of_eigenaar=True, due_on=due_on)
    show_scores(meeting, Principle.objects.all(), meeting.facilitator)
    with django_assert_num_queries(11):
        page_of(client, meeting)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_an_unknown_number_is_404(client, held, number):
    assert client.get(f"/gesprekken/{number}/").status_code == 404
