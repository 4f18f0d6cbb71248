"""A meeting that runs, the browsers that come in with its code, and the facilitator who lets them in."""

import re
import uuid

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.models import Arrival, Meeting, Phase
from tests.factories import ConversationFactory
from tests.meetings import open_meeting, show

CODE = "KZ4M7P"
SEEN = re.compile(r'value="(\w+)"[^>]*\schecked')
JSON = {"headers": {"accept": "application/json"}}


def run_meeting(step="vertrouwen", code=CODE, **fields):
    """Return a running meeting at one part, with its `people` and the `lead`, a browser of the facilitator."""
    cache.clear()  # the limits on trying count across tests
    found = open_meeting(**{"held_on": timezone.localdate(), **fields})
    Meeting.objects.create(conversation=found, step=step, code=code)
    found.lead = Client()
    found.lead.force_login(found.facilitator)
    return found


def move(meeting, step):
    Meeting.objects.filter(conversation=meeting).update(step=step)


def finish(meeting):
    type(meeting).objects.get(pk=meeting.pk).end(meeting.facilitator)


def ask_in(who, code=CODE, client=None):
    """Return a browser in which `who` (a Participant, 'tablet' or 'scherm') waits for the facilitator."""
    client = client or Client()
    answer = client.post(f"/mee/{code}/", {"who": getattr(who, "pk", who)})
    assert answer.status_code == 302, answer.text
    client.arrival = Arrival.objects.latest("asked_at")
    return client


def decide(meeting, *clients, act="binnen", lead=None):
    """Let the facilitator press a button about these browsers."""
    keys = [client.arrival.pk for client in clients]
    path = f"/gesprekken/{meeting.pk}/leiden/aanmeldingen/"
    return (lead or meeting.lead).post(path, {"act": act, "arrival": keys})


def come_in(meeting, who):
    """Return a browser in which `who` was let in with the code."""
    client = ask_in(who)
    decide(meeting, client)
    return client


def room(person, rest=""):
    return f"/deelnemen/{person.pk}/zaal/{rest}"


def tap(client, person, value, code="vertrouwen", op=None, **how):
    """Send a score as the page does."""
    sent = {"score": value, "op": op or str(uuid.uuid4())}
    return client.post(room(person, f"score/{code}/"), sent, **how)


def say(client, person, agreement, value, op=None, **how):
    """Send a verdict as the page does."""
    sent = {"value": value, "op": op or str(uuid.uuid4())}
    return client.post(room(person, f"oordeel/{agreement.pk}/"), sent, **how)


def earlier_agreement(meeting, text="We bellen binnen twee dagen."):
    """Return an open agreement of the conversation before."""
    before = ConversationFactory(triangle=meeting.triangle, phase=Phase.OPVOLGING)
    return before.agreements.create(text=text, kind="werkafspraak", of_eigenaar=True)


def page(client, person):
    return client.get(room(person)).text


def body(client, person):
    """Return the page without the token, the numbers of forms and the question to ask again."""
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|op)" value=")[^"]*', r"\1", page(client, person))
    return re.sub(r'data-ask="[^"]*"', "", text)


def chosen(client, person):
    """Return the values that stand chosen on the page."""
    return SEEN.findall(page(client, person))


def show_all(meeting):
    show(meeting.lead, meeting, "vertrouwen", "vertrouwen")
