"""Cards onto the run sheet in one click, from the card and from the list, and only onto one's own."""

import pytest
from django.utils import timezone

from conversations.models import Phase, RunSheetItem
from conversations.run_sheet import build_run_sheet
from principles.models import Card
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return Card.objects.first()


@pytest.fixture
def planned(client):
    """A planned conversation, looked at by its adviser."""
    conversation = ConversationFactory(phase=Phase.VOORBEREIDING, held_on=timezone.localdate())
    ParticipantFactory(conversation=conversation)
    client.force_login(MembershipFactory(triangle=conversation.triangle).user)
    return conversation


def put(client, card, conversation, query=""):
    return client.post(f"/kaarten/{card.code}/agenda/{query}", {"conversation": conversation.pk}, follow=True)


def keys(conversation):
    return [step.key for step in build_run_sheet(conversation) if not step.is_dropped]


def read(answer):
    return answer.content.decode()


def test_from_the_card_with_one_click(client, card, planned):
    page = read(client.get(f"/kaarten/{card.code}/"))
    assert f'action="/kaarten/{card.code}/agenda/"' in page
    assert f'<input type="hidden" name="conversation" value="{planned.pk}">' in page
    answer = put(client, card, planned)
    assert answer.redirect_chain == [(f"/kaarten/{card.code}/", 302)]
    assert f"De kaart staat op het draaiboek van ‘{planned.title}’." in read(answer)
    assert keys(planned)[-2:] == [f"kaart-{card.code}", "afsluiting"]


def test_with_two_conversations_one_chooses(client, card, planned):
    other = ConversationFactory(title="Later", triangle=planned.triangle, phase=Phase.CONCEPT, held_on=None)
    page = read(client.get(f"/kaarten/{card.code}/?gesprek={other.pk}"))
    assert f"nog geen datum: {other.title}" in page
    assert f'<option value="{other.pk}" selected>' in page
    assert page.index(planned.title) < page.index(other.title)  # what has a date comes first
    put(client, card, other)
    assert RunSheetItem.objects.filter(card=card).values_list("conversation", flat=True).get() == other.pk


def test_from_the_list_back_to_the_same_place_in_it(client, card, planned):
    page = read(client.get(f"/kaarten/?gesprek={planned.pk}"))
    assert page.count("Zet op de agenda<span") == Card.objects.filter(retired_at=None).count()
    answer = put(client, card, planned, f"?gesprek={planned.pk}&bron={card.source.code}")
    target, _ = answer.redirect_chain[0]
    assert target == f"/kaarten/?gesprek={planned.pk}&bron={card.source.code}#kaart-{card.code}"
    assert read(answer).count("Staat op de agenda") == 1
    assert f'<input type="hidden" name="gesprek" value="{planned.pk}">' in read(answer)


def test_twice_is_once_and_what_was_dropped_comes_back(client, card, planned):
    put(client, card, planned)
    put(client, card, planned)
    assert keys(planned).count(f"kaart-{card.code}") == 1
    RunSheetItem.objects.filter(card=card).update(dropped=True)
    assert "Staat op de agenda" not in read(client.get(f"/kaarten/?gesprek={planned.pk}"))
    put(client, card, planned)
    assert keys(planned).count(f"kaart-{card.code}") == 1


def test_the_facilitator_may_too(client, card, planned):
    planned.facilitator = FacilitatorFactory()
    planned.save()
    client.force_login(planned.facilitator)
    put(client, card, planned)
    assert RunSheetItem.objects.filter(card=card).exists()


@pytest.mark.parametrize("phase", [Phase.VERSLAG, Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_nothing_goes_onto_what_is_over(client, card, planned, phase):
    planned.phase = phase
    planned.save()
    assert "Zet op de agenda" not in read(client.get(f"/kaarten/{card.code}/"))
    assert "Kies een gesprek uit de lijst." in read(put(client, card, planned))
    assert not RunSheetItem.objects.exists()


def test_nor_onto_somebody_elses(client, card, planned):
    strange = ConversationFactory(phase=Phase.VOORBEREIDING)
    assert "Kies een gesprek uit de lijst." in read(put(client, card, strange))
    assert strange.title not in read(client.get(f"/kaarten/?gesprek={strange.pk}"))
    assert not RunSheetItem.objects.exists()


@pytest.mark.parametrize("asked", ["", "abc", "-1", "9" * 30, "²", "1.5"])
def test_an_odd_address_shows_the_plain_list(client, planned, asked):
    answer = client.get("/kaarten/", {"gesprek": asked})
    assert answer.status_code == 200
    assert "Zet op de agenda" not in read(answer)


def test_a_retired_or_unknown_card_goes_nowhere(client, card, planned):
    assert client.post("/kaarten/bestaat-niet/agenda/", {"conversation": planned.pk}).status_code == 404
    Card.objects.filter(pk=card.pk).update(retired_at=timezone.now())
    assert client.post(f"/kaarten/{card.code}/agenda/", {"conversation": planned.pk}).status_code == 404
    assert "Zet op de agenda" not in read(client.get(f"/kaarten/{card.code}/"))


def test_an_empty_request_says_what_is_missing(client, card, planned):
    assert "Kies een gesprek." in read(client.post(f"/kaarten/{card.code}/agenda/", follow=True))


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_of_the_pages_do_not_grow(client, card, planned, size, django_assert_num_queries):
    for _ in range(size - 1):
        ConversationFactory(triangle=planned.triangle, phase=Phase.CONCEPT)
    with django_assert_num_queries(7):
        client.get(f"/kaarten/{card.code}/")
    with django_assert_num_queries(7):
        client.get(f"/kaarten/{card.code}/?gesprek={planned.pk}")
    with django_assert_num_queries(8):
        client.get(f"/kaarten/?gesprek={planned.pk}")
