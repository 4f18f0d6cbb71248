"""A meeting with one person per corner, led by a facilitator with an account; and saves as the page sends them."""

import json
import uuid

from conversations.models import Phase
from principles.models import Principle
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ScoreFactory,
)
from triangles.models import Corner

CODES = ["heldere-afspraken", "vertrouwen", "gelijkwaardigheid", "rolbewustzijn", "opgavegericht"]


def open_meeting(phase=Phase.GESPREK, per_corner=1, **fields):
    """Return a conversation with `people` on it, in the order of the corners."""
    conversation = ConversationFactory(phase=phase, facilitator=FacilitatorFactory(), **fields)
    conversation.people = [
        ParticipantFactory(conversation=conversation, corner=corner)
        for corner in Corner.values
        for _ in range(per_corner)
    ]
    return conversation


def adviser_of(conversation):
    return MembershipFactory(triangle=conversation.triangle).user


def principle(code="vertrouwen"):
    return Principle.objects.get(code=code)


def send(client, conversation, part, value, version=0, op_id=None):
    """Save one part as the page does; return the answer."""
    sent = {"part": part, "base_version": version, "value": value, "op_id": op_id or str(uuid.uuid4())}
    return client.post(f"/gesprekken/{conversation.pk}/opslaan/", json.dumps(sent), content_type="application/json")


def score_part(person, code="vertrouwen"):
    return f"score:{person.pk}:{code}"


def score(value, entry="namens"):
    return {"score": value, "entry": entry}


def give(meeting, *values, code="vertrouwen", entry="zelf"):
    """Let the people of the meeting score one principle, in the order of the corners."""
    for person, value in zip(meeting.people, values, strict=False):
        ScoreFactory(participant=person, principle=principle(code), value=value, entry=entry)


def show(client, meeting, which, deel=""):
    """Show the scores of a principle, or 'alle', by the button; return the page that follows."""
    path = f"/gesprekken/{meeting.pk}/leiden/tonen/"
    return client.post(path, {"principle": which, "deel": deel}, follow=True)


def room(client, meeting, key):
    """Return the facilitator's screen at one part."""
    return client.get(f"/gesprekken/{meeting.pk}/leiden/?deel={key}")


def page_of(meeting, part):
    return f"/gesprekken/{meeting.pk}/vastleggen/{part}/"


def press(client, meeting, part, version=0, **fields):
    """Save a part by its button."""
    return client.post(page_of(meeting, part), {"version": version, **fields})
