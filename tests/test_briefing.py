"""What the facilitator gets to read beforehand, and what stays closed until it is opened as an act."""

import datetime as dt
import subprocess

import pytest
from django.utils import timezone

from conversations.briefing import render_briefing
from conversations.models import Agreement, AuditEvent, Conversation, Participant, Phase, TextRead, TipNote
from principles.models import Question, Tip
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    at_visibility,
)
from tests.held import hold, read_case
from tests.pdf_reading import texts

pytestmark = pytest.mark.django_db
CANARIES = {"zelf": "kanarie-alleen-ik", "begeleider": "kanarie-begeleider", "naamloos": "kanarie-naamloos"}
CANARIES |= {"met_naam": "kanarie-met-naam"}


@pytest.fixture
def conversation():
    last = hold(read_case("kustregister"))
    found = ConversationFactory(
        triangle=last.triangle, previous=last, facilitator=FacilitatorFactory(name="Yara"), focus=["vertrouwen"]
    )
    for seat in last.triangle.seats.all()[:4]:
        ParticipantFactory(conversation=found, seat=seat, corner=seat.corner)
    found.invite(found.facilitator)
    return Conversation.objects.select_related("triangle", "previous", "facilitator").get(pk=found.pk)


@pytest.fixture
def answers(conversation):
    """Give each participant an answer of another visibility; return {visibility: Reflection}."""
    given = {}
    for person, (level, text) in zip(conversation.participants.all(), CANARIES.items(), strict=True):
        row = ReflectionFactory(participant=person, text=text, question=Question.objects.get(code="dilemma"))
        given[level] = at_visibility(row, level, facilitator=conversation.facilitator, facilitator_name="Yara")
    return given


@pytest.fixture
def facilitator(client, conversation):
    client.force_login(conversation.facilitator)
    return conversation.facilitator


def at(conversation, page):
    return f"/gesprekken/{conversation.pk}/{page}"


def read(answer):
    return {level for level, text in CANARIES.items() if text in answer.content.decode()}


def pdf_text(answer):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_briefing_tells_who_what_and_how_it_went(client, conversation, facilitator):
    seat = conversation.participants.first().seat
    seat.begins_on, seat.mandate = dt.date(2026, 1, 15), "alles tot een miljoen"
    seat.save()
    conversation.triangle.contact_frequency, conversation.triangle.recurring_topics = "elke maand", ["Geld", "IT"]
    conversation.triangle.save()
    note = "Ilse is net terug."
    TipNote.objects.create(conversation=conversation, tip=Tip.objects.get(code="begeleiding"), note=note)
    page = client.get(at(conversation, "briefing/")).content.decode()
    for words in (seat.person, "Sinds 15 januari 2026", "alles tot een miljoen", "elke maand", "Geld", "IT", note):
        assert words in page
    assert "Vertrouwen" in page
    assert "De scores van vorige keer, 12 maart 2026" in page
    assert "3 punten uit elkaar" in page
    assert "belt de andere twee hoeken" in page
    assert "terugkijken op 17 september 2026" in page


def test_priv_02_scores_that_were_not_shown_are_in_no_briefing(client, conversation, facilitator):
    conversation.previous.scores.update(shown_at=None)
    conversation.previous.showings.all().delete()
    page = client.get(at(conversation, "briefing/")).content.decode()
    assert "De scores van vorige keer" not in page
    assert "uit elkaar" not in page


def test_open_agreements_only(client, conversation, facilitator):
    Agreement.objects.exclude(most_important=True).update(status="gedaan")
    page = client.get(at(conversation, "briefing/")).content.decode()
    assert "belt de andere twee hoeken" in page
    assert "jaarplanning" not in page


@pytest.mark.parametrize("who", ["facilitator", "adviser"])
def test_the_briefing_opens_no_private_answer(client, conversation, answers, who):
    adviser = MembershipFactory(triangle=conversation.triangle).user
    client.force_login(conversation.facilitator if who == "facilitator" else adviser)
    conversation.close_preparation(adviser)
    page = client.get(at(conversation, "briefing/"))
    assert read(page) == set()
    assert "4 van de 4 deelnemers vulden iets in." in page.content.decode()
    assert [text for text in CANARIES.values() if text in pdf_text(client.get(at(conversation, "briefing.pdf")))] == []


def test_what_the_table_has_seen_is_in_the_briefing_without_the_name_of_a_naamloos(client, conversation, answers):
    client.force_login(MembershipFactory(triangle=conversation.triangle).user)
    conversation.reflections.for_table().update(released_at=timezone.now())
    page = client.get(at(conversation, "briefing/"))
    assert read(page) == {"naamloos", "met_naam"}
    quotes = page.context["quotes"]
    names = {text: name for _, text, name in quotes}
    assert names[CANARIES["naamloos"]] == ""
    assert names[CANARIES["met_naam"]] == answers["met_naam"].participant.name


def test_the_briefing_is_marked_as_read_once_by_the_facilitator(client, conversation, facilitator):
    assert "Briefing gelezen" in client.get(at(conversation, "briefing/")).content.decode()
    client.post(at(conversation, "briefing/gelezen/"))
    conversation.refresh_from_db()
    first = conversation.briefing_read_at
    assert first
    client.post(at(conversation, "briefing/gelezen/"))
    conversation.refresh_from_db()
    assert conversation.briefing_read_at == first


def test_looking_at_the_answers_page_opens_nothing(client, conversation, answers, facilitator):
    page = client.get(at(conversation, "antwoorden/"))
    assert read(page) == set()
    assert not TextRead.objects.exists()


def test_reading_is_written_down_and_naamloos_waits_until_the_preparation_is_closed(
    client, conversation, answers, facilitator
):
    assert read(client.post(at(conversation, "antwoorden/"))) == {"begeleider", "met_naam"}
    assert {row.reflection for row in TextRead.objects.all()} == {answers["begeleider"], answers["met_naam"]}
    assert AuditEvent.objects.get(action="antwoorden gelezen").details == {"count": 2}
    client.post(at(conversation, "voorbereiding-sluiten/"))
    page = client.post(at(conversation, "antwoorden/"))
    assert read(page) == {"begeleider", "naamloos", "met_naam"}
    assert TextRead.objects.filter(reader=facilitator).count() == 3
    assert AuditEvent.objects.filter(action="antwoorden gelezen").count() == 2


def test_a_naamloos_answer_comes_without_its_author(client, conversation, answers, facilitator):
    conversation.close_preparation(facilitator)
    page = client.post(at(conversation, "antwoorden/"))
    author = answers["naamloos"].participant
    assert author.name not in page.content.decode()
    assert [(one.name, one.corner) for one in page.context["nameless"]] == [("", "")]


def test_another_facilitator_needs_a_new_consent(client, conversation, answers):
    other = FacilitatorFactory()
    Conversation.objects.update(second_facilitator=other)
    client.force_login(other)
    assert read(client.post(at(conversation, "antwoorden/"))) == {"met_naam"}
    Conversation.objects.update(facilitator=other, second_facilitator=None)
    assert read(client.post(at(conversation, "antwoorden/"))) == {"met_naam"}


def test_an_adviser_reads_no_answers(client, conversation, answers):
    client.force_login(MembershipFactory(triangle=conversation.triangle).user)
    assert client.get(at(conversation, "antwoorden/")).status_code == 404
    assert client.post(at(conversation, "antwoorden/")).status_code == 404
    assert not TextRead.objects.exists()


def test_what_its_author_takes_back_is_closed_again(client, conversation, answers, facilitator):
    client.post(at(conversation, "antwoorden/"))
    answers["met_naam"].set_visibility("zelf", source="link")
    assert read(client.post(at(conversation, "antwoorden/"))) == {"begeleider"}


@pytest.mark.parametrize("who", ["facilitator", "adviser"])
def test_the_preparation_closes_once(client, conversation, who):
    adviser = MembershipFactory(triangle=conversation.triangle).user
    client.force_login(conversation.facilitator if who == "facilitator" else adviser)
    for _ in range(2):
        client.post(at(conversation, "voorbereiding-sluiten/"))
    conversation.refresh_from_db()
    assert conversation.preparation_closed_at
    assert AuditEvent.objects.filter(action="voorbereiding gesloten").count() == 1


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.VERSLAG, Phase.GEANNULEERD])
def test_the_preparation_closes_between_invitation_and_draft_only(client, conversation, facilitator, phase):
    Conversation.objects.filter(pk=conversation.pk).update(phase=phase)
    client.post(at(conversation, "voorbereiding-sluiten/"))
    conversation.refresh_from_db()
    assert conversation.preparation_closed_at is None


@pytest.mark.drawn
def test_the_pdf_is_one_page_and_says_the_same(client, conversation, facilitator):
    answer = client.get(at(conversation, "briefing.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert len(texts(answer.content)) == 1
    text = pdf_text(answer)
    for words in ("Briefing voor de begeleider, Yara", "Marijke Verwoerd", "Vertrouwen", "belt de andere twee hoeken"):
        assert words in text


@pytest.mark.drawn
def test_the_pdf_stays_one_page_however_much_was_written(conversation):
    long = "Hier is veel over te zeggen, en dat deden we dan ook uitvoerig. " * 60
    Conversation.objects.filter(pk=conversation.pk).update(purpose=long, shared_interest=long, title=long[:300])
    conversation.triangle.recurring_topics = [long] * 20
    conversation.triangle.save()
    TipNote.objects.create(conversation=conversation, tip=Tip.objects.get(code="begeleiding"), note=long)
    Participant.objects.update(function=long[:300], organisation=long[:300], name=long[:300])
    for _ in range(20):
        Agreement.objects.create(conversation=conversation.previous, kind="actie", text=long, of_eigenaar=True)
    fresh = Conversation.objects.select_related("triangle", "previous", "facilitator").get(pk=conversation.pk)
    assert len(texts(render_briefing(fresh))) == 1


@pytest.mark.parametrize("size", [1, 3])
def test_the_briefing_asks_as_much_of_the_database_whatever_its_size(
    client, conversation, facilitator, size, django_assert_num_queries
):
    people = list(conversation.participants.all())
    Participant.objects.filter(pk__in=[person.pk for person in people[size:]]).delete()
    for person in people[:size]:
        at_visibility(ReflectionFactory(participant=person), "met_naam", released=True)
    with django_assert_num_queries(18):
        client.get(at(conversation, "briefing/"))
