"""Where the next conversation is proposed: to an adviser, when the verslag is vastgesteld and none is planned."""

import datetime as dt

import pytest

from conversations.models import Conversation, Phase
from tests.factories import ConversationFactory, FacilitatorFactory
from tests.reading_pages import text_of
from tests.signs.tables import agree, table

pytestmark = pytest.mark.django_db
ACT = "Plan het volgende gesprek"


def pages(client, talk):
    paths = (f"/gesprekken/{talk.pk}/", f"/driehoeken/{talk.triangle_id}/")
    return [text_of(client.get(path)) for path in paths]


def is_proposed(client, talk):
    """Return whether the page of the conversation proposes the next one, and that of the triangle."""
    return tuple(ACT in page for page in pages(client, talk))


def test_it_is_proposed_with_its_day(client, talk, adviser):
    assert is_proposed(client, talk) == (True, True)
    assert "Er is nog geen volgend gesprek gepland. Voorstel: maandag 14 september 2026." in pages(client, talk)[1]
    agree(talk, dt.date(2026, 10, 1))
    assert "Voorstel: donderdag 1 oktober 2026." in pages(client, talk)[1]


@pytest.mark.parametrize("held_on", [None, dt.date(2026, 4, 1)])
def test_not_when_one_is_planned(client, talk, adviser, held_on):
    planned = ConversationFactory(triangle=talk.triangle, held_on=held_on)
    assert is_proposed(client, talk) == (False, False)
    Conversation.objects.filter(pk=planned.pk).update(phase=Phase.GEANNULEERD)
    assert is_proposed(client, talk) == (True, True)


def test_not_while_one_is_in_the_room(client, talk, adviser):
    ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 3, 31), phase=Phase.GESPREK)
    assert is_proposed(client, talk) == (False, False)


@pytest.mark.parametrize("phase", [Phase.VERSLAG, Phase.GESPREK, Phase.GEANNULEERD])
def test_not_before_vaststellen(client, talk, adviser, phase):
    Conversation.objects.update(phase=phase)
    assert is_proposed(client, talk) == (False, False)


def test_not_when_one_time_was_all(client, talk, adviser):
    Conversation.objects.update(rhythm="eenmalig")
    assert is_proposed(client, talk) == (False, False)


def test_only_the_last_one_proposes(client, talk, adviser):
    later = table(talk.triangle, held_on=dt.date(2026, 3, 20), rhythm="jaar")
    assert is_proposed(client, talk) == (False, True)
    assert is_proposed(client, later) == (True, True)


def test_a_facilitator_proposes_nothing(client, talk):
    talk.facilitator = FacilitatorFactory()
    talk.save()
    client.force_login(talk.facilitator)
    assert ACT not in text_of(client.get(f"/gesprekken/{talk.pk}/"))


def test_the_page_of_the_conversation_costs_no_more_than_before(client, talk, adviser, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        client.get(f"/gesprekken/{talk.pk}/")
