"""Forgetting the mail addresses of a driehoek once its last agreement is closed and no conversation is to come."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from conversations.models import Conversation, Destruction, Participant, StandIn, destroying, record
from triangles.models import Seat, Triangle

from .ends import contacts_end
from .holds import held
from .rules import is_due


def known_in(triangle):
    """Return what has a mail address in a driehoek (or an OuterRef to one): seats, participants, stand-ins and guides.

    Four querysets; the last one of conversations.
    """
    seats = Seat.objects.filter(triangle=triangle).exclude(email="")
    people = Participant.objects.filter(conversation__triangle=triangle).exclude(email="")
    asked = StandIn.objects.filter(participant__conversation__triangle=triangle).exclude(email="")
    guided = Conversation.objects.filter(triangle=triangle).exclude(facilitator_email="")
    return seats, people, asked, guided


def with_contacts():
    """Limit to driehoeken of which a mail address is known and nothing is held."""
    known = Q(*(Exists(rows) for rows in known_in(OuterRef("pk"))), _connector=Q.OR)
    return Triangle.objects.filter(known).exclude(pk__in=held().values("conversation__triangle"))


def clear_contacts(triangle):
    """Forget every mail address of a driehoek when it is time; return how many.

    The proof stands with its newest conversation. Raises HeldError when a legal hold came meanwhile.
    """
    with transaction.atomic():
        Triangle.objects.select_for_update().filter(pk=triangle.pk).first()
        conversations = list(Conversation.objects.select_for_update(of=("self",)).filter(triangle=triangle.pk))
        found = with_contacts().filter(pk=triangle.pk).first()
        if found is None or not is_due(contacts_end(found), timezone.localdate()):
            return 0
        if not conversations:
            record("vernietigd", triangle=found, rule=Destruction.Rule.CONTACT)
            return empty(found)
        with destroying(max(conversations, key=lambda one: one.pk), Destruction.Rule.CONTACT) as counts:
            counts["mailadressen"] = empty(found)
    return counts["mailadressen"]


def empty(triangle):
    """Empty every mail address of a driehoek, and forget who was proposed in somebody's place; return how many."""
    proposed = StandIn.objects.filter(participant__conversation__triangle=triangle, confirmed_at=None)
    proposed.update(name="", function="")
    seats, people, asked, guided = known_in(triangle)
    number = asked.update(email="") + guided.update(facilitator_email="", version=F("version") + 1)
    return number + sum(rows.update(email="", version=F("version") + 1) for rows in (seats, people))
