"""The inwerkblad: what a newcomer reads, on paper and on the screen, and what it never holds."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.introduction import build_introduction, render_introduction, tells_a_score
from conversations.models import Agreement, Conversation, FollowUp, Phase
from principles.models import Principle
from tests.crawling import text_of as any_text_of
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    SeatFactory,
    TopicFactory,
    UserFactory,
    at_visibility,
)
from tests.held import hold, read_case
from tests.pdf_reading import fonts, opened, qpdf_check, shown_outside_tags, tagged, texts
from tests.reading_pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
DAY = dt.date(2026, 6, 24)


@pytest.fixture(autouse=True)
def on_24_june(time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 24, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def triangle(client):
    member = MembershipFactory(triangle__name="Kustregister", user__name="Noor Bakhuis", corner="eigenaar")
    client.force_login(member.user)
    return member.triangle


@pytest.fixture
def held(client):
    """The case of the kustregister, vastgesteld, with its adviser logged in."""
    made = hold(read_case("kustregister"))
    Conversation.objects.filter(pk=made.pk).update(phase=Phase.OPVOLGING)
    client.force_login(MembershipFactory(triangle=made.triangle).user)
    return Conversation.objects.select_related("triangle").get(pk=made.pk)


def read(client, triangle, **asked):
    return client.get(f"/driehoeken/{triangle.pk}/inwerkblad/", asked)


def paper(client, triangle, **asked):
    return client.get(f"/driehoeken/{triangle.pk}/inwerkblad.pdf", asked)


def test_it_tells_a_newcomer_what_stands(client, held):
    triangle = held.triangle
    triangle.agreements_place, triangle.recurring_topics = "Op de gedeelde schijf", ["Capaciteit"]
    triangle.save()
    ConversationFactory(triangle=triangle, title="Straks", held_on=dt.date(2026, 9, 17), phase=Phase.VOORBEREIDING)
    SeatFactory(triangle=triangle, person="Wie komt", begins_on=dt.date(2026, 8, 1))
    SeatFactory(triangle=triangle, person="Wie wegging", ends_on=dt.date(2025, 8, 1))
    for page in (text_of(read(client, triangle)), any_text_of(paper(client, triangle))):
        for words in (
            triangle.purpose,
            "Marijke Verwoerd",
            "Wie komt",
            "vanaf 1 augustus 2026",
            "Op de gedeelde schijf",
            "Capaciteit",
            "Elk halfjaar",
            "Donderdag 17 september 2026: Straks",
            "Wie ziet dat iets niet gaat lukken, belt de andere twee hoeken binnen twee dagen.",
            "alle drie de hoeken, terugkijken op 17 september 2026",
            triangle.topics.first().title,
            "Hoe werken wij samen na het drukste seizoen ooit?",
            held.purpose,
            "De afspraken zijn er, maar staan op drie plekken.",
        ):
            assert words in page
        assert "Wie wegging" not in page
        assert "De jaarplanning komt als schets op tafel" not in page  # an actie is in the list of agreements


def test_it_holds_no_strip_no_score_and_no_distance(client, held):
    for row in held.insights.all():
        assert not tells_a_score(row.text)
    html = read(client, held.triangle).content.decode().split('<div class="i">')[1].split("</main>")[0]
    assert "dh-strip" not in html
    printed = any_text_of(paper(client, held.triangle))
    for page in (html, printed):
        assert not re.search(r"punten? uit elkaar|geen beeld|alle scores gelijk|Verschil", page)
    figures = tagged(opened(paper(client, held.triangle).content), "Figure")
    assert [figure for figure in figures if "/Alt" in figure] == []


@pytest.mark.parametrize("field", ["insight", "purpose"])
def test_a_text_that_tells_a_score_stays_away(client, held, field):
    words = "Kanarie: de eigenaar gaf een 2."
    if field == "insight":
        held.insights.filter(principle__code="vertrouwen").update(text=words)
    else:
        Conversation.objects.filter(pk=held.pk).update(purpose=words)
    for page in (text_of(read(client, held.triangle)), any_text_of(paper(client, held.triangle))):
        assert "Kanarie" not in page
        assert "drie plekken" in page  # what else was said stays


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("De eigenaar gaf een 2.", True),
        ("We kwamen van 1 naar 4", True),
        ("Hij zat op een drie", True),
        ("Wij gaven één vier", True),
        ("Het lag twee punten uit elkaar.", True),
        ("De scores lagen ver uiteen", True),
        ("We scoorden laag", True),
        ("Iemand had geen beeld.", True),
        ("Een laag cijfer", True),
        ("Gemiddeld was het goed", True),
        ("Slecht nieuws komt laat op tafel.", False),
        ("Met twee opdrachtgevers is het niet altijd duidelijk.", False),
        ("In november 2025 ging het mis, op 12-03-2026 niet.", False),
        ("Om 9.30 uur beginnen we, met 15 mensen.", False),
        ("Het standpunt was helder.", False),
        ("", False),
    ],
)
def test_what_may_tell_a_score(text, tells):
    assert tells_a_score(text) is tells


def test_no_private_or_quoted_text_is_on_it(client, held):
    level = {"zelf": False, "begeleider": False, "naamloos": True, "met_naam": True}
    for visibility, in_report in level.items():
        facilitator = UserFactory() if visibility == "begeleider" else None
        for make in (ReflectionFactory, ExplanationFactory):
            row = make(participant=ParticipantFactory(conversation=held), text=f"Kanarie {visibility}")
            at_visibility(row, visibility, in_report=in_report, released=in_report, facilitator=facilitator)
    FollowUp.objects.filter(conversation=held).update(note="Kanarie notitie")
    for page in (text_of(read(client, held.triangle)), any_text_of(paper(client, held.triangle))):
        assert "Kanarie" not in page


def test_only_what_is_vastgesteld_counts_as_the_last_conversation(client, triangle):
    ConversationFactory(triangle=triangle, title="Nog concept", phase=Phase.VERSLAG, held_on=DAY)
    page = text_of(read(client, triangle))
    assert "Er is nog geen gesprek geweest met een vastgesteld verslag." in page
    assert "Nog concept" not in page
    ConversationFactory(triangle=triangle, title="Toen", phase=Phase.AFGEROND)
    draft = ConversationFactory(triangle=triangle, title="Ander concept", phase=Phase.VERSLAG, held_on=DAY)
    Agreement.objects.create(conversation=draft, kind="werkafspraak", text="Nog niet", of_eigenaar=True)
    page = text_of(read(client, triangle))
    assert "Het laatste gesprek Toen , 12 maart 2026" in page
    assert "Nog niet (" not in page


def test_an_empty_triangle_says_what_is_missing(client, triangle):
    page = text_of(read(client, triangle))
    assert page.count("Nu niemand.") == 3
    for words in ("Nog niet afgesproken", "Nog niet gepland", "Nog niet bekend", "Er gelden nog geen werkafspraken."):
        assert words in page
    assert "Vragen? De adviseur van deze driehoek: Noor Bakhuis (eigenaar)." in page
    assert paper(client, triangle)["Content-Disposition"] == 'attachment; filename="inwerkblad-kustregister.pdf"'


def test_for_a_newcomer_it_says_for_whom_and_offers_a_short_conversation(client, triangle):
    seat = SeatFactory(triangle=triangle, person="Bart Hoogland", corner="eigenaar")
    answer = read(client, triangle, voor=seat.pk)
    assert "Inwerkblad voor Bart Hoogland" in text_of(answer)
    html = answer.content.decode()
    assert f"/driehoeken/{triangle.pk}/nieuw-gesprek/?teken=nieuw-gezicht&amp;over={seat.pk}" in html
    assert f"/driehoeken/{triangle.pk}/inwerkblad.pdf?voor={seat.pk}" in html
    assert "Inwerkblad voor Bart Hoogland, eigenaar" in any_text_of(paper(client, triangle, voor=seat.pk))
    triangle.archived_at = timezone.now()
    triangle.save()
    assert "kennismakingsgesprek" not in text_of(read(client, triangle, voor=seat.pk))


@pytest.mark.parametrize("asked", ["x", "²", "9" * 30, "-1", "0", "elsewhere", "left", "\0"])
def test_somebody_who_does_not_sit_there_is_not_there(client, triangle, asked):
    elsewhere = {"elsewhere": {}, "left": {"triangle": triangle, "ends_on": DAY - dt.timedelta(1)}}
    asked = SeatFactory(**elsewhere[asked]).pk if asked in elsewhere else asked
    assert read(client, triangle, voor=asked).status_code == 404
    assert paper(client, triangle, voor=asked).status_code == 404


def test_after_replacing_somebody_the_sheet_is_offered(client, triangle):
    seat = SeatFactory(triangle=triangle, person="Wie wegging", corner="eigenaar")
    path = f"/driehoeken/{triangle.pk}/bezetting/"
    sent = {"person": "Bart Hoogland", "function": "directeur", "organisation_name": "Dienst", "last_day": "2026-06-20"}
    form = client.get(f"{path}{seat.pk}/vervangen/").context["form"]
    sent |= {"version": seat.version} | {
        name: field.initial or "" for name, field in form.fields.items() if name not in sent
    }
    answer = client.post(f"{path}{seat.pk}/vervangen/", sent, follow=True)
    page = text_of(answer)
    assert "Geef Bart Hoogland het inwerkblad." in page
    new = triangle.seats.get(person="Bart Hoogland")
    assert f"/inwerkblad/?voor={new.pk}" in answer.content.decode()
    assert "Geef" not in text_of(client.get(path))
    assert "Geef" not in text_of(client.get(path, {"nieuw": seat.pk}))  # who left needs none
    assert "Geef" not in text_of(client.get(path, {"nieuw": SeatFactory().pk}))


def test_the_page_of_the_triangle_leads_there(client, triangle):
    path = f'href="/driehoeken/{triangle.pk}/inwerkblad/"'
    assert path not in client.get(f"/driehoeken/{triangle.pk}/").content.decode()  # nobody sits there yet
    SeatFactory(triangle=triangle)
    assert path in client.get(f"/driehoeken/{triangle.pk}/").content.decode()


LONG = "samenwerkingsverband" * 10


def fill(triangle, count):
    held = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING, purpose=LONG * 40, rhythm="jaar")
    for number in range(count):
        SeatFactory(triangle=triangle, person=f"{LONG}{number}", corner=["opdrachtgever", "eigenaar"][number % 2])
        TopicFactory(triangle=triangle, title=LONG)
        Agreement.objects.create(conversation=held, kind="werkafspraak", text=LONG * 8, of_eigenaar=True)
        held.insights.create(principle=Principle.objects.first(), text=f"Woord {LONG * 8}")
        MembershipFactory(triangle=triangle)


def test_it_is_two_pages_at_most_however_much_there_is(triangle, tmp_path):
    triangle.purpose = LONG * 40
    fill(triangle, 30)
    drawn = render_introduction(triangle, DAY, triangle.seats.first())
    made = opened(drawn)
    assert len(made.pages) <= 2
    assert qpdf_check(drawn, tmp_path) == ""
    assert "En nog " in " ".join(texts(drawn))


def test_the_pdf_is_made_to_be_read_aloud(held, tmp_path):
    drawn = render_introduction(held.triangle, DAY)
    made = opened(drawn)
    assert qpdf_check(drawn, tmp_path) == ""
    assert shown_outside_tags(made) == 0
    assert all(fonts(made).values())
    levels = [int(str(node.S)[2]) for node in tagged(made, "H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert {str(cell.A.Scope) for cell in tagged(made, "TH")} == {"/Row"}
    assert str(made.docinfo["/Title"]) == f"Inwerkblad: {held.triangle.name}"
    with made.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert render_introduction(held.triangle, DAY) == drawn


def test_hostile_text_stays_text(client, triangle):
    attack = '<script>alert("x")</script>{% load strips %}'
    triangle.purpose = attack
    triangle.save()
    SeatFactory(triangle=triangle, person=attack, mandate=attack)
    TopicFactory(triangle=triangle, title=attack)
    html = read(client, triangle).content.decode()
    assert html.count("&lt;script&gt;alert") == 4
    assert attack in any_text_of(paper(client, triangle))


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(triangle, size, django_assert_num_queries):
    for _ in range(size):
        fill(triangle, size)
    with django_assert_num_queries(QUERIES):
        build_introduction(triangle, DAY)


QUERIES = 10  # seats, agreements, topics, rhythm, contact, coming, last, said, names, advisers


@pytest.mark.parametrize("kind", ["nieuw-gezicht", "nieuwe-opdrachtgever"])
def test_beside_the_sign_of_a_newcomer_the_sheet_is_offered(client, triangle, kind):
    seat = SeatFactory(triangle=triangle)
    triangle.signals.create(kind=kind, subject=str(seat.pk), why="Iemand is nieuw.")
    triangle.signals.create(kind="geen-datum", why="Er is nog geen datum.")
    html = client.get(f"/driehoeken/{triangle.pk}/").content.decode()
    assert html.count(f'href="/driehoeken/{triangle.pk}/inwerkblad/?voor={seat.pk}"') == 1
    assert html.count("Geef het inwerkblad") == 1
