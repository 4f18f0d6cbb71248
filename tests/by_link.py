"""Somebody who came in by personal link, and the pages on which they write."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Phase
from principles.models import Question
from tests.meetings import open_meeting

QUESTIONS = ["dilemma", "verbetering"]


def preparing(**fields):
    """Return a conversation in preparation with two questions, a facilitator and one person per corner."""
    when = timezone.localdate() + dt.timedelta(20)
    meeting = open_meeting(**{"phase": Phase.VOORBEREIDING, "held_on": when, **fields})
    meeting.pin_texts()
    meeting.questions.set(Question.objects.filter(code__in=QUESTIONS))
    return meeting


def enter(person):
    """Return a browser in which `person` opened their link."""
    client = Client()
    assert client.post(f"/deelnemen/link/{token_of(give_link(person, Purpose.DEELNEMEN))}/").status_code == 302
    return client


def address(person, rest=""):
    return f"/deelnemen/{person.pk}/{rest}"


def answer_to(client, person, question="dilemma", **typed):
    """Send an answer as the page does that shows what stands there now, but for what is `typed`."""
    row = person.reflections.filter(question__code=question).first()
    facilitator = type(person.conversation).objects.get(pk=person.conversation_id).facilitator_id
    sent = {"version": row.version if row else 0, "facilitator": facilitator or "", "visibility": "zelf", "text": ""}
    return client.post(address(person, f"vragen/{question}/"), sent | typed)


def score_on(client, person, code="vertrouwen", **typed):
    """Send a score as the page does that shows what stands there now, but for what is `typed`."""
    score = person.scores.filter(principle__code=code).first()
    text = person.explanations.filter(principle__code=code).first()
    sent = {
        "score_version": score.version if score else 0,
        "version": text.version if text else 0,
        "facilitator": person.conversation.facilitator_id or "",
        "visibility": "zelf",
        "text": "",
    }
    return client.post(address(person, f"scores/{code}/"), sent | typed)


def shows(answer):
    return answer.content.decode()
