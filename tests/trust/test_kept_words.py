"""PRIV-04: the sentence before somebody writes says when it goes; each word of it follows from what happened so far."""

import datetime as dt

import pytest
import time_machine

from conversations.models import Conversation
from conversations.retention.holds import place_hold
from conversations.retention.words import when_it_goes
from tests.factories import ConversationFactory

pytestmark = pytest.mark.django_db
DONE = {"established_at": "2026-03-20T12:00:00Z"}
OFF = {"held_on": None, "cancelled_at": "2026-03-01T12:00:00Z"}
NO_DATE = "Er is nog geen datum. Dat wissen we 90 dagen na de laatste wijziging, nu is dat 9 juni 2026."


@pytest.mark.parametrize(
    ("fields", "today", "sentence"),
    [
        ({}, "2026-03-12", "Dat wissen we 14 dagen na het vaststellen van het verslag. Uiterlijk op 10 juni 2026."),
        (DONE, "2026-04-02", "Dat wissen we uiterlijk op 3 april 2026."),
        (DONE, "2026-04-03", "Die termijn was op 3 april 2026 voorbij."),
        (OFF, "2026-03-14", "Dat wissen we uiterlijk op 15 maart 2026."),
        (OFF, "2026-03-15", "Die termijn was op 15 maart 2026 voorbij."),
        ({"held_on": None, "changed_at": "2026-03-11T12:00:00Z"}, "2026-03-12", NO_DATE),
    ],
)
def test_it_says_the_day_and_why(fields, today, sentence):
    meeting = ConversationFactory(created_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    Conversation.objects.filter(pk=meeting.pk).update(**fields)
    meeting.refresh_from_db()
    with time_machine.travel(f"{today}T12:00:00Z"):
        assert when_it_goes(meeting) == sentence


def test_it_says_of_a_rehearsal_that_all_of_it_goes_and_of_a_hold_whom_to_ask():
    meeting = ConversationFactory(triangle__rehearsal_until=dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC))
    assert when_it_goes(meeting) == "Dit is een oefening. Alles gaat vanzelf weg, uiterlijk op 12 maart 2026."
    with time_machine.travel("2026-03-02T12:00:00Z"):
        place_hold(meeting, "Jurist", "Onderzoek")
    told = when_it_goes(meeting)
    assert told.startswith("Nu nog niet: op dit gesprek ligt sinds 2 maart 2026 een bewaarplicht. ")
    assert "Vraag uw adviseur ernaar. We wissen pas als" in told
    assert told.endswith("is opgeheven.")
