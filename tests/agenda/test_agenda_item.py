"""The agenda item for a regular meeting: who gets it, what stands in it, and always one page."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from conversations.agenda_item import render_agenda_item
from conversations.models import Agreement, Conversation, FollowUp, Phase, TopicSource
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    TopicFactory,
    UserFactory,
    at_visibility,
)
from tests.pdf_reading import fonts, opened, qpdf_check, shown_outside_tags, tagged, texts
from tests.reading_pages import text_of
from triangles.models import Triangle

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
SOON = timezone.localdate() + dt.timedelta(days=30)


@pytest.fixture
def held(triangle):
    return ConversationFactory(
        triangle=triangle,
        phase=Phase.OPVOLGING,
        title="Hoe ging het?",
        embedded_in="Kwartaaloverleg kust",
        facilitator=FacilitatorFactory(),
        established_at=timezone.now(),
    )


def address(held, end="agendapunt/"):
    return f"/gesprekken/{held.pk}/{end}"


def agree(conversation, text="We bellen binnen twee dagen.", **values):
    return Agreement.objects.create(conversation=conversation, kind="actie", text=text, of_eigenaar=True, **values)


def words_of(drawn):
    return " ".join(" ".join(texts(drawn)).split())


def both(client, held):
    """Return the words of the page and of the PDF."""
    answer = client.get(address(held, "agendapunt.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    return text_of(client.get(address(held))), words_of(answer.content)


def test_it_says_what_is_asked_why_and_what_stands_open(client, held):
    agree(held, owner_name="Marijke Verwoerd", due_on=dt.date(2026, 11, 3))
    agree(held, "Dit is klaar.", status="gedaan")
    held.parked.create(text="De begroting van 2027")
    FollowUp.objects.create(conversation=held, next_on=SOON)
    for words in both(client, held):
        for found in (
            "Kwartaaloverleg kust",
            "Samenwerking: Kustregister",
            "De begroting van 2027",
            "Kijk of de afspraken hieronder lopen",
            "We bellen binnen twee dagen.",
            "Marijke Verwoerd",
            "3 november 2026",
            "Horen wat er misging.",
            "Iedereen weet binnen een week waar die aan toe is.",
            str(SOON.year),
        ):
            assert found in words
        assert "Dit is klaar." not in words
        assert "Kies samen een dag" not in words


def test_without_a_day_for_the_next_conversation_that_is_asked(client, held):
    FollowUp.objects.create(conversation=held, next_on=dt.date(2026, 3, 20))  # past
    for words in both(client, held):
        assert "Kies samen een dag voor het volgende gesprek." in words
        assert "Er staat geen afspraak open." in words


def test_with_nothing_to_ask_it_says_so_too(client, held):
    FollowUp.objects.create(conversation=held, next_on=SOON)
    assert "Weet dat dit gesprek er was, en vraag ernaar." in both(client, held)[0]


def test_what_went_to_the_joint_agenda_is_not_asked_of_the_meeting(client, held):
    parked = held.parked.create(text="De begroting van 2027")
    TopicSource.objects.create(topic=TopicFactory(triangle=held.triangle), conversation=held, parked=parked)
    assert "De begroting" not in "".join(both(client, held))


def test_the_conversation_and_the_triangle_lead_to_it(client, held):
    for page in (address(held, ""), f"/driehoeken/{held.triangle_id}/"):
        assert address(held) in client.get(page).content.decode()
    Conversation.objects.update(embedded_in="")
    for page in (address(held, ""), f"/driehoeken/{held.triangle_id}/"):
        assert address(held) not in client.get(page).content.decode()
    assert client.get(address(held)).status_code == 404


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.VOORBEREIDING, Phase.GESPREK, Phase.VERSLAG, Phase.GEANNULEERD])
def test_before_the_report_is_vastgesteld_there_is_none(client, held, phase):
    Conversation.objects.update(phase=phase)
    assert client.get(address(held)).status_code == 404
    assert client.get(address(held, "agendapunt.pdf")).status_code == 404


def test_sec_07_only_its_adviser_and_facilitator_open_it(client, held):
    for user, status in [
        (held.facilitator, 200),
        (MembershipFactory().user, 404),
        (FacilitatorFactory(), 404),
        (UserFactory(is_staff=True, is_superuser=True), 404),
    ]:
        visitor = Client()
        visitor.force_login(user)
        assert visitor.get(address(held)).status_code == status
        assert visitor.get(address(held, "agendapunt.pdf")).status_code == status
    assert Client().get(address(held)).status_code == 302


def test_a_facilitator_meets_no_later_conversation_in_it(client, held):
    later = ConversationFactory(triangle=held.triangle, phase=Phase.OPVOLGING, held_on=dt.date(2026, 6, 1))
    before = ConversationFactory(triangle=held.triangle, phase=Phase.AFGEROND, held_on=dt.date(2025, 6, 1))
    ConversationFactory(triangle=held.triangle, phase=Phase.VOORBEREIDING, held_on=SOON)
    draft = ConversationFactory(triangle=held.triangle, phase=Phase.VERSLAG, held_on=dt.date(2025, 9, 1))
    for conversation, text in ((later, "Van later."), (before, "Van eerder."), (draft, "Nog niet vastgesteld.")):
        agree(conversation, text)
    adviser = text_of(client.get(address(held)))
    assert "Van later." in adviser
    assert "Nog geen datum" not in adviser
    client.force_login(held.facilitator)
    facilitator = text_of(client.get(address(held)))
    assert "Van later." not in facilitator
    assert "Nog geen datum" in facilitator
    for words in (adviser, facilitator):
        assert "Van eerder." in words
        assert "Nog niet vastgesteld." not in words


def test_sec_08_nothing_that_a_participant_gave_and_nothing_said_is_in_it(client, held):
    person = ParticipantFactory(conversation=held)
    agree(held)
    before = both(client, held)
    at_visibility(ReflectionFactory(participant=person, text="Kanarie"), "met_naam", in_report=True, released=True)
    at_visibility(ExplanationFactory(participant=person, text="Kanarie"), "naamloos", in_report=True, released=True)
    ScoreFactory(participant=person, value=4, shown_at=timezone.now())
    held.insights.create(principle=held.scores.get().principle, text="Kanarie")
    FollowUp.objects.create(conversation=held, note="Kanarie")
    assert both(client, held) == before


@pytest.mark.parametrize("number", [0, 1, 40])
@pytest.mark.parametrize("text", ["Kort.", "We spreken af dat dit beter gaat. " * 12, "onafscheidelijkheid" * 60])
def test_it_is_always_one_page(client, held, number, text):
    for _ in range(number):
        agree(held, text, owner_name="Wilhelmina van Weerdenburg-Oudekerk tot Nieuwland", due_on=SOON)
        held.parked.create(text=text[:300])
    Conversation.objects.update(purpose=text, title=text[:300], embedded_in=text[:300], classification=text[:300])
    Triangle.objects.update(name=text[:300], purpose=text)
    pages = texts(client.get(address(held, "agendapunt.pdf")).content)
    assert len(pages) == 1
    if number == 40:
        assert "zie de afsprakenlijst." in " ".join(pages[0].split())


def test_what_is_cut_is_counted(client, held):
    for _ in range(40):
        agree(held, "Kort.")
    words = words_of(client.get(address(held, "agendapunt.pdf")).content)
    assert words.count("Kort.") == 14
    assert "En nog 26: zie de afsprakenlijst." in words
    assert text_of(client.get(address(held))).count("Kort.") == 40


def test_a11y_09_it_is_made_for_assistive_readers(client, held, tmp_path):
    agree(held, owner_name="Marijke", due_on=SOON)
    held.parked.create(text="De begroting")
    drawn = client.get(address(held, "agendapunt.pdf")).content
    pdf = opened(drawn)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert shown_outside_tags(pdf) == 0
    assert qpdf_check(drawn, tmp_path) == ""
    assert [str(node.S) for node in tagged(pdf, "H1", "H2", "H3")] == ["/H1", "/H2", "/H2", "/H2"]
    assert len(tagged(pdf, "TH")) == 3
    assert all(node.get("/A") is not None for node in tagged(pdf, "TH"))
    assert all(fonts(pdf).values())


def test_the_same_rows_give_the_same_bytes(triangle, held):
    agree(held)
    user = triangle.memberships.get().user
    assert render_agenda_item(held, user) == render_agenda_item(held, user)


def test_sec_12_hostile_words_stay_words(client, held):
    hostile = '</td><script>alert(1)</script><img src="file:///etc/passwd">'
    agree(held, hostile, owner_name=hostile)
    Conversation.objects.update(embedded_in=hostile, purpose=hostile)
    assert "<script>alert(1)</script>" in words_of(client.get(address(held, "agendapunt.pdf")).content)


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, held, django_assert_num_queries, size):
    for _ in range(size):
        agree(held)
        held.parked.create(text="De begroting")
    with django_assert_num_queries(11):
        client.get(address(held))
