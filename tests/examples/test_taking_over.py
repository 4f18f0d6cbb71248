"""Taking over: a form that begins with the example, or a run sheet put in place; only in conversations of one's own."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Conversation, Phase
from conversations.run_sheet import add_card, build_run_sheet, start_over
from principles.models import Card, Principle, Question
from tests.examples.conftest import make_example, part
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    ParticipantFactory,
    ReflectionFactory,
    TopicFactory,
    UserFactory,
)
from tests.form_pages import FormPage
from tests.reading_pages import errors_of, text_of

pytestmark = pytest.mark.django_db
NOWHERE = {
    "werkafspraak": "Er is nu geen gesprek waarin je een afspraak opschrijft.",
    "vragen": "Er is nu geen gesprek dat je voorbereidt.",
    "draaiboek": "Er is nu geen gesprek dat nog moet beginnen.",
}


def take(client, example, conversation):
    return client.post(f"/voorbeelden/{example.pk}/overnemen/", {"conversation": conversation.pk})


def sheet(conversation):
    """Return {key: minutes} of what is on the run sheet, in order."""
    return {step.key: step.minutes for step in build_run_sheet(conversation) if not step.is_dropped}


@pytest.mark.parametrize("kind", NOWHERE)
def test_without_a_conversation_the_page_says_why_not(client, triangle, kind):
    ConversationFactory(phase=Phase.CONCEPT)  # of others
    page = text_of(client.get(f"/voorbeelden/{make_example(kind).pk}/"))
    assert NOWHERE[kind] in page
    assert "In welk gesprek?" not in page


def test_questions_beforehand_are_for_a_conversation_that_is_still_to_begin(client, ahead):
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.GESPREK)
    assert "conversation" in errors_of(take(client, make_example("vragen"), ahead))


@pytest.mark.parametrize("kind", NOWHERE)
@pytest.mark.parametrize("phase", [Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_a_conversation_that_is_over_is_not_offered(client, ahead, kind, phase):
    Conversation.objects.filter(pk=ahead.pk).update(phase=phase)
    answer = take(client, make_example(kind), ahead)
    assert errors_of(answer) == {"conversation": ["Kies een gesprek uit de lijst."]}


@pytest.mark.parametrize("kind", NOWHERE)
def test_a_conversation_of_somebody_else_is_refused(client, ahead, kind):
    elsewhere = ConversationFactory(phase=Phase.VERSLAG if kind == "werkafspraak" else Phase.CONCEPT)
    assert "conversation" in errors_of(take(client, make_example(kind), elsewhere))


def test_a_werkafspraak_fills_in_a_new_agreement_and_saves_nothing(client, ahead):
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.VERSLAG)
    address = take(client, make_example(), ahead)["Location"]
    answer = client.get(address)
    page = FormPage(answer.content.decode())
    assert page.values["text"][0].strip() == "Wij bellen voor wij schrijven."
    assert page.values["sign"][0].strip() == "Geen verrassingen."
    assert (page.values["principle"], page.values["kind"]) == (["vertrouwen"], ["werkafspraak"])
    assert not Agreement.objects.exists()
    named = {name: value for name, value in page.values.items() if name != "csrfmiddlewaretoken"}
    client.post(f"/gesprekken/{ahead.pk}/vastleggen/{answer.context['part']}/", named | {"corners": ["eigenaar"]})
    made = Agreement.objects.get()
    assert (made.text, made.kind, made.conversation) == ("Wij bellen voor wij schrijven.", "werkafspraak", ahead)


def test_the_facilitator_takes_one_over_from_the_invitation_on(client, ahead):
    guide = FacilitatorFactory()
    Conversation.objects.filter(pk=ahead.pk).update(facilitator=guide, phase=Phase.VOORBEREIDING)
    example = make_example()
    assert "conversation" in errors_of(take(client, example, ahead))  # the adviser, not yet
    client.force_login(guide)
    assert take(client, example, ahead).status_code == 302


@pytest.mark.parametrize("asked", ["999999", "x", "-1", ""])
def test_an_example_that_is_not_there_fills_in_nothing(client, ahead, asked):
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.VERSLAG)
    page = client.get(f"/gesprekken/{ahead.pk}/vastleggen/afspraak:nieuw/?voorbeeld_van={asked}")
    assert FormPage(page.content.decode()).values["text"][0].strip() == ""


def test_another_kind_of_example_fills_in_nothing(client, ahead):
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.VERSLAG)
    number = make_example("vragen").pk
    page = client.get(f"/gesprekken/{ahead.pk}/vastleggen/afspraak:nieuw/?voorbeeld_van={number}")
    assert FormPage(page.content.decode()).values["text"][0].strip() == ""


def test_an_agreement_that_stands_there_is_not_filled_in_again(client, ahead):
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.VERSLAG)
    made = ahead.agreements.create(kind="actie", text="Bellen", of_eigenaar=True)
    page = client.get(f"/gesprekken/{ahead.pk}/vastleggen/afspraak:{made.pk}/?voorbeeld_van={make_example().pk}")
    assert FormPage(page.content.decode()).values["text"][0].strip() == "Bellen"


def test_questions_are_ticked_at_tip_5_and_not_saved(client, ahead):
    ahead.questions.add(Question.objects.get(code="goed-voorbeeld"))
    others = [{"code": "dilemma", "text": "Dilemma?"}, {"code": "eigen-vraag", "text": "Wat vindt u van de koffie?"}]
    address = take(client, make_example("vragen", content={"questions": others}), ahead)["Location"]
    answer = client.get(address)
    assert FormPage(answer.content.decode()).values["questions"] == ["dilemma"]
    assert "Er is nog niets opgeslagen. Niet mee: Wat vindt u van de koffie?" in text_of(answer)
    assert [one.code for one in ahead.questions.all()] == ["goed-voorbeeld"]


def test_what_is_answered_stays_ticked(client, ahead):
    asked = Question.objects.get(code="goed-voorbeeld")
    ahead.questions.add(asked)
    ReflectionFactory(participant=ParticipantFactory(conversation=ahead), question=asked)
    page = client.get(take(client, make_example("vragen"), ahead)["Location"]).content.decode()
    assert set(FormPage(page).values["questions"]) == {"dilemma", "goed-voorbeeld"}


def test_a_run_sheet_comes_in_its_order_with_the_minutes_that_were_chosen(client, ahead):
    codes = [one.code for one in Principle.objects.order_by("position")]
    card = Card.objects.filter(retired_at=None).first()
    parts = [
        part("welkom", minutes=8),
        part("kaart", card.code, minutes=7, chosen=True),
        part("principe", codes[2], minutes=40, chosen=True),
        part("pauze", minutes=10),
        part("principe", codes[0], minutes=9),
        part("vervolg", minutes=5),
        part("afsluiting", minutes=5),
    ]
    answer = take(client, make_example("draaiboek", content={"parts": parts}), ahead)
    assert answer["Location"] == f"/gesprekken/{ahead.pk}/draaiboek/"
    found = sheet(ahead)
    assert list(found) == ["welkom", f"kaart-{card.code}", codes[2], "pauze", codes[0], "vervolg", "afsluiting"]
    assert (found[f"kaart-{card.code}"], found[codes[2]]) == (7, 40)
    assert sum(found.values()) == 120  # of the others the minutes are computed for this conversation
    left = [step.key for step in build_run_sheet(ahead) if step.is_dropped]
    assert left == [codes[1], *codes[3:]]


def test_what_does_not_fit_stays_behind_and_is_named(client, ahead):
    parts = [
        part("principe", "onbekend", name="Plezier"),
        part("kaart", "onbekend", name="De spiegel"),
        part("onderwerp", name="Onderwerp van de gezamenlijke agenda"),
        part("terugblik", name="Afspraken van vorige keer"),
        part("vervolg"),
    ]
    take(client, make_example("draaiboek", content={"parts": parts}), ahead)
    page = text_of(client.get(f"/gesprekken/{ahead.pk}/draaiboek/"))
    assert (
        "Wat hier niet past, ging niet mee: Plezier, De spiegel, Onderwerp van de gezamenlijke agenda en Afspraken "
        "van vorige keer." in page
    )
    assert list(sheet(ahead)) == ["welkom", "vervolg"]


def test_cards_topics_and_looking_back_of_this_conversation_stay(client, held, ahead):
    held.agreements.create(kind="werkafspraak", text="Bellen", of_eigenaar=True)
    Conversation.objects.filter(pk=held.pk).update(held_on=dt.date(2026, 3, 12))
    card, topic = Card.objects.filter(retired_at=None).first(), TopicFactory(triangle=ahead.triangle)
    add_card(ahead, card)
    ahead.run_sheet.create(kind="onderwerp", topic=topic, position=900)
    parts = [part("principe", "vertrouwen"), part("vervolg"), part("afsluiting")]
    example = make_example("draaiboek", content={"parts": parts})
    for _ in range(2):  # a second time changes nothing
        take(client, example, ahead)
        assert list(sheet(ahead)) == [
            *("welkom", "terugblik", "vertrouwen", f"onderwerp-{topic.pk}", "vervolg"),
            *(f"kaart-{card.code}", "afsluiting"),
        ]
    start_over(ahead)
    assert len([key for key in sheet(ahead) if Principle.objects.filter(code=key)]) == Principle.objects.count()


def test_a_part_that_can_stand_there_once_comes_once(client, ahead):
    parts = [part("principe", "vertrouwen"), part("principe", "vertrouwen"), part("vervolg"), part("vervolg")]
    take(client, make_example("draaiboek", content={"parts": [*parts, part("pauze"), part("pauze")]}), ahead)
    assert list(sheet(ahead)) == ["welkom", "vertrouwen", "vervolg", "pauze", "pauze-2"]


def test_once_the_meeting_is_open_the_run_sheet_stays(client, ahead):
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.GESPREK, begun_at=timezone.now())
    before = sheet(ahead)
    assert "conversation" in errors_of(take(client, make_example("draaiboek"), ahead))
    assert sheet(ahead) == before


def test_the_conversations_of_somebody_without_any_are_none(client):
    client.force_login(UserFactory())
    assert NOWHERE["draaiboek"] in text_of(client.get(f"/voorbeelden/{make_example('draaiboek').pk}/"))
