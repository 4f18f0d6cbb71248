"""Browsers in which somebody came in by link, at one moment, and what can be written in them."""

import datetime as dt
import uuid

from conversations.links import Purpose, give_link
from conversations.models import Op, Phase, ReportResponse, Score, Visit
from conversations.visits import join_key
from tests.factories import ConversationFactory, ExplanationFactory, ParticipantFactory, ReflectionFactory, ScoreFactory

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def somebody():
    meeting = ConversationFactory(phase=Phase.VOORBEREIDING, held_on=dt.date(2026, 5, 20))
    return ParticipantFactory(conversation=meeting, email="sjoerd@dienst.example")


def come_in(person, purpose=Purpose.DEELNEMEN, browser="a"):
    return join_key(browser * 64, give_link(person, purpose))


def fresh(visit):
    """Return the visit as the next page meets it."""
    return Visit.objects.select_related("link__participant").get(pk=visit.pk)


def save_op(person, part):
    Op.objects.create(
        op_id=uuid.uuid4(), participant=person, conversation=person.conversation, part=part, status=200, version=1
    )


def remark_of(person, browser="a", **fields):
    response, _ = ReportResponse.objects.get_or_create(
        participant=person, conversation=person.conversation, defaults={"written_in": browser * 64}
    )
    return response.remarks.create(section=str(response.remarks.count()), text="Kanarie.", **fields)


def reflect(person, other=None):
    ReflectionFactory(participant=person)


def explain(person, other=None):
    ExplanationFactory(participant=person)


def score(person, other=None):
    ScoreFactory(participant=person)


def score_another(person, other):
    save_op(person, f"score:{other.pk}:vertrouwen")


def is_scored(person, other=None):
    ScoreFactory(participant=person, entry=Score.Entry.NAMENS)


def save_own_score(person, other=None):
    save_op(person, f"score:{person.pk}:vertrouwen")


def save_something_else(person, other=None):
    save_op(person, "datum")


def others_write(person, other):
    ReflectionFactory(participant=other)
    ExplanationFactory(participant=other)
    ScoreFactory(participant=other)
    for one in (person, other):
        save_op(other, f"score:{one.pk}:vertrouwen")
