"""PRIV-04: the day that a term runs from, by what happened here and nowhere else; and the day that is told after it."""

import pytest

from conversations.models import Conversation, Destruction, Explanation, Guess, Op, Reflection, Score
from conversations.retention.ends import cleared_on, last_day
from conversations.retention.texts import clear_texts
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    GuessFactory,
    ReflectionFactory,
    ScoreFactory,
    at_visibility,
)
from tests.trust.kept_things import FIRST, at, full_meeting, private_of

pytestmark = pytest.mark.django_db
CHANGES = [
    (Reflection, "changed_at"),
    (Reflection, "typed_at"),
    (Explanation, "changed_at"),
    (Score, "changed_at"),
    (Guess, "changed_at"),
]


def undated():
    """Return a conversation without a date of the first day, in which somebody wrote, explained, scored and guessed."""
    text = ReflectionFactory(text="")
    meeting, person = text.conversation, text.participant
    for make in (ExplanationFactory, ScoreFactory, GuessFactory):
        make(participant=person)
    Conversation.objects.filter(pk=meeting.pk).update(held_on=None, changed_at=FIRST)
    for model, column in CHANGES:
        model.objects.filter(conversation=meeting).update(**{column: FIRST})
    meeting.refresh_from_db()
    return meeting


def test_priv_04_without_a_date_each_change_counts_and_only_of_this_conversation():
    meeting, other = undated(), undated()
    assert last_day(meeting) == at(90).date()
    for number, (model, column) in enumerate(CHANGES, start=1):
        model.objects.filter(conversation=other).update(**{column: at(500)})
        assert last_day(meeting) == at(89 + number).date()
        model.objects.filter(conversation=meeting).update(**{column: at(number)})
        assert last_day(meeting) == at(90 + number).date()


def test_priv_04_the_day_that_it_went_is_of_this_conversation_of_private_text_and_done():
    meeting, other = ConversationFactory(phase="opvolging"), ConversationFactory(phase="opvolging")

    def went(number, rule="gesprek", conversation=meeting):
        closed = None if number is None else at(number)
        Destruction.objects.create(conversation_id=conversation.pk, rule=rule, closed_at=closed)

    went(9, conversation=other)
    went(8, rule="contact")
    assert cleared_on(meeting) is None
    went(5)
    went(7)
    went(None)
    went(11, conversation=other)
    assert cleared_on(meeting) == at(7).date()
    meeting.phase = "concept"
    assert cleared_on(meeting) is None


def test_priv_04_what_goes_of_one_conversation_leaves_another_as_it_is_and_what_was_typed_goes_too():
    text, other = ReflectionFactory(text="Gelezen.", typed="Getypt."), full_meeting()
    at_visibility(text, "met_naam", released=True)
    before = private_of(other)
    assert clear_texts(text.conversation, Destruction.Rule.GESPREK)["losgemaakt"] == 1
    text.refresh_from_db()
    assert (text.text, text.typed, text.typed_at, text.participant) == ("Gelezen.", "", None, None)
    assert clear_texts(text.conversation, Destruction.Rule.GESPREK) == {}
    assert private_of(other) == before
    assert Op.objects.filter(conversation=other).exists()
