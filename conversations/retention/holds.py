"""A legal hold: nothing of a conversation goes until it is lifted, and what was due goes a day after that."""

from django.db import transaction
from django.utils import timezone

from conversations.erasure_journal import note
from conversations.models import Conversation, LegalHold, PhaseError, record

ALREADY = "Op dit gesprek ligt al een bewaarplicht."
NONE = "Op dit gesprek ligt geen bewaarplicht (meer)."


def held():
    """Return the conversations of which nothing goes by itself now, to leave out of a query."""
    return LegalHold.objects.keeping().values("conversation")


def find_hold(conversation):
    """Return the LegalHold that lies on a conversation now, or None."""
    return LegalHold.objects.open().filter(conversation=conversation).first()


def place_hold(conversation, name, reason, by=None):
    """Have everything of a Conversation kept from now on; return the LegalHold. Raises PhaseError when it is already.

    `name` is whose decision it is, `by` the user who writes it down; the log holds neither name nor reason.
    """
    with transaction.atomic():
        lock(conversation)
        if find_hold(conversation):
            raise PhaseError(ALREADY)
        hold = LegalHold.objects.create(conversation=conversation, name=name, reason=reason)
        record("bewaarplicht opgelegd", by=by, conversation=conversation)
        note("bewaarplicht", conversation=conversation.pk)
    return hold


def lift_hold(conversation, name, reason, by=None):
    """Let the terms run again. Raises PhaseError when nothing is held."""
    with transaction.atomic():
        lock(conversation)
        lifted = {"lifted_at": timezone.now(), "lifted_by": name, "lift_reason": reason}
        if not LegalHold.objects.open().filter(conversation=conversation).update(**lifted):
            raise PhaseError(NONE)
        record("bewaarplicht opgeheven", by=by, conversation=conversation)
        note("bewaarplicht opgeheven", conversation=conversation.pk)


def lock(conversation):
    """Wait for an erasure that is busy, or have the next one wait."""
    Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
