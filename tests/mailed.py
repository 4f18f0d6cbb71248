"""A conversation whose participants have an address, and reading the mails that leave."""

import datetime as dt
import re

from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from conversations.models import Conversation
from conversations.planning import invite
from driehoek.sending import send_due
from principles.models import Question
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, ParticipantFactory
from tests.reading_pages import text_of
from triangles.models import Corner

NAMES = ("Marijke", "Sjoerd", "Renske")


def planned(**fields):
    """Return a concept with a person per corner, of whom the last has no address, and its `adviser`."""
    fields = {"triangle__name": "Kustregister", "title": "Hoe nu verder?", "start": dt.time(9, 30)} | fields
    fields = {"held_on": timezone.localdate() + dt.timedelta(20), "duration_minutes": 150, "place": "De Loods"} | fields
    conversation = ConversationFactory(facilitator=FacilitatorFactory(), **fields)
    for corner, name in zip(Corner.values, NAMES, strict=True):
        email = "" if name == "Renske" else f"{name.lower()}@dienst.example"
        ParticipantFactory(conversation=conversation, corner=corner, seat__person=name, seat__email=email, email=email)
    member = MembershipFactory(triangle=conversation.triangle, user__name="Noor Bakhuis")
    conversation.adviser = member.user
    return conversation


def asking(**fields):
    """Return a conversation in preparation that asks one question; the mails about it were sent and put away."""
    conversation = planned(**fields)
    conversation.questions.set(Question.objects.filter(code="dilemma"))
    invite(conversation, conversation.adviser)
    sent()
    return conversation


def move_to(conversation, phase, **fields):
    Conversation.objects.filter(pk=conversation.pk).update(phase=phase, **fields)
    conversation.refresh_from_db()


def sent():
    """Send what is due and return {address: mail}; at most one mail may go to an address."""
    mail.outbox.clear()
    for _ in range(3):
        send_due()
    found = {one.to[0]: one for one in mail.outbox}
    assert len(found) == len(mail.outbox)
    return found


def event_in(one):
    """Return (method, the VEVENT) of the invitation in a mail, parsed back."""
    parts = {part.mimetype: part.content for part in one.alternatives}
    kind = next(name for name in parts if name.startswith("text/calendar"))
    calendar = Calendar.from_ical(parts[kind])
    assert kind == f"text/calendar; method={calendar['METHOD']}"
    return str(calendar["METHOD"]), calendar.events[0]


def has_event(one):
    return any(part.mimetype.startswith("text/calendar") for part in one.alternatives)


def page_of(conversation, rest=""):
    """Return the address of the page of participants, or of an act on it."""
    return f"/gesprekken/{conversation.pk}/deelnemers/{rest}"


def press(client, person, act, **sent):
    """Press a button at one participant; return the words of the page that follows."""
    return text_of(client.post(page_of(person.conversation, f"{person.pk}/{act}/"), sent, follow=True))


def path_in(one):
    """Return the path of the personal link in a mail."""
    return re.search(r"http://localhost:8000(/deelnemen/link/\S+)", one.body)[1]
