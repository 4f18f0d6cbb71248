"""Conversations that were held, with what the signs look at."""

import datetime as dt

from django.utils import timezone

from conversations.models import Agreement, FollowUp, Phase, Score
from principles.models import Principle
from tests.factories import ConversationFactory, ParticipantFactory, SeatFactory, TriangleFactory
from triangles.models import Corner

HELD = dt.date(2026, 3, 12)


def table(triangle=None, held_on=HELD, phase=Phase.OPVOLGING, scores=(), **fields):
    """Return a conversation that was held with one person per corner; `scores` are theirs on 'vertrouwen', shown."""
    triangle = triangle or TriangleFactory()
    talk = ConversationFactory(triangle=triangle, held_on=held_on, phase=phase, **fields)
    for place, corner in enumerate(Corner.values):
        seat = triangle.seats.filter(corner=corner).first() or SeatFactory(triangle=triangle, corner=corner)
        person = ParticipantFactory(conversation=talk, seat=seat, corner=corner)
        if scores:
            principle, value = Principle.objects.get(code="vertrouwen"), scores[place]
            Score.objects.create(
                conversation=talk,
                participant=person,
                corner=corner,
                principle=principle,
                value=value,
                shown_at=timezone.now(),
            )
    return talk


def promise(talk, **fields):
    return Agreement.objects.create(
        **({"conversation": talk, "kind": "actie", "text": "Elke maand bellen", "of_eigenaar": True} | fields)
    )


def agree(talk, next_on):
    FollowUp.objects.update_or_create(conversation=talk, defaults={"next_on": next_on})
