"""The agenda item for the regular meeting that a conversation named: on one page, what the driehoek asks there.

It is made for people who were not at the table: no score, quote, insight or answer of a participant is in it.
"""

from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from driehoek import pdf

from .briefing import Room, cut
from .models import AHEAD, ESTABLISHED, Agreement, Conversation, FollowUp

ROOMS = (Room(14, 260, 14), Room(10, 180, 13), Room(7, 120, 12), Room(4, 80, 11), Room(2, 50, 10))
SCREEN = Room(100, 20_000, 20)
LOOK = "Kijk of de afspraken hieronder lopen, en help waar het stokt."
CHOOSE = "Kies samen een dag voor het volgende gesprek."
NOTE = "Weet dat dit gesprek er was, en vraag ernaar."


def with_agenda_item(user):
    """Limit to the conversations that `user` may open whose report is vastgesteld and that named a regular meeting."""
    visible = Conversation.objects.visible_to(user).filter(phase__in=ESTABLISHED)
    return visible.exclude(embedded_in="").select_related("triangle")


def build_agenda_item(conversation, user, room=SCREEN):
    """Return what the page and the PDF show, cut to `room`; of later conversations only what `user` may open."""
    agreements = open_agreements(conversation, user)
    parked = conversation.parked.filter(source__isnull=True)
    triangle, next_on = conversation.triangle, next_day(conversation, user)
    asks = [LOOK] * agreements.exists() + [CHOOSE] * (next_on is None)
    return {
        "conversation": conversation,
        "triangle": triangle,
        "meeting": conversation.embedded_in,
        "purpose": cut(conversation.purpose, room),
        "task": cut(triangle.purpose, room),
        "asks": asks or [NOTE] * (not parked.exists()),
        "parked": [cut(one.text, room) for one in parked[: room.rows // 2]],
        "more_parked": max(parked.count() - room.rows // 2, 0),
        "agreements": [(one, cut(one.text, room)) for one in agreements[: room.rows]],
        "more_agreements": max(agreements.count() - room.rows, 0),
        "next_on": next_on,
        "day": timezone.localdate(),
        "mark": room.mark,
    }


def open_agreements(conversation, user):
    """Limit to the open agreements of the triangle: of this conversation, those before, and others `user` may open."""
    found = Agreement.objects.open().filter(conversation__triangle=conversation.triangle_id)
    known = Q(conversation=conversation) | Q(conversation__in=Conversation.objects.visible_to(user))
    if conversation.held_on:
        known |= Q(conversation__held_on__lte=conversation.held_on)
    found = found.filter(known, conversation__phase__in=ESTABLISHED)
    return found.order_by("-most_important", F("due_on").asc(nulls_last=True), "pk")


def next_day(conversation, user):
    """Return the day of the next conversation: planned, when `user` may know, or else agreed at the table; or None."""
    day = timezone.localdate()
    visible = Conversation.objects.visible_to(user).filter(triangle=conversation.triangle_id, phase__in=AHEAD)
    planned = visible.filter(held_on__gte=day).order_by("held_on").values_list("held_on", flat=True).first()
    agreed = FollowUp.objects.filter(conversation=conversation, next_on__gte=day)
    return planned or agreed.values_list("next_on", flat=True).first()


def render_agenda_item(conversation, user):
    """Return the PDF (bytes): one page, cut further until it fits. Equal rows on one day give equal bytes."""
    return pdf.render_on_one_page(
        render_to_string("conversations/agenda_item/paper.html", build_agenda_item(conversation, user, room))
        for room in ROOMS
    )
