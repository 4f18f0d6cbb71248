"""A participant proposes to talk, from any corner; the advisers of the driehoek read why and take it up."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from driehoek.prepared import Prepared

from .alerting import proposed
from .models import Proposal, record

WAITING = Proposal.objects.filter(closed_at=None).select_related("participant").order_by("pk")
OPEN = Prepared(lambda triangle: WAITING.filter(triangle=triangle), triangle=-9001)


def propose(participant, text):
    """Keep what a participant proposes to the advisers of their triangle, who get a mail; return it."""
    conversation = participant.conversation
    with transaction.atomic():
        made = Proposal.objects.create(participant=participant, triangle=conversation.triangle, text=text)
        record("gesprek voorgesteld", by=participant, conversation=conversation)
        proposed(made)
    return made


def open_proposals(triangle):
    """Return the Proposals that nobody dealt with yet, the oldest first, with who made each."""
    return OPEN.objects(triangle=triangle.pk)


def close(triangle, pk, by):
    """Mark a proposal as dealt with; again does nothing. Raises Http404."""
    found = get_object_or_404(triangle.proposals, pk=pk)
    with transaction.atomic():
        if triangle.proposals.filter(pk=pk, closed_at=None).update(closed_at=timezone.now()):
            record("voorstel afgehandeld", by=by, triangle=triangle, participant=found.participant_id)
