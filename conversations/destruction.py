"""Removing a whole conversation, or a rehearsal with its triangle: under the guards, with a proof that holds counts."""

from django.db import transaction

from triangles.changing import changed
from triangles.models import Organisation, Triangle

from .models import Destruction, destroying


def destroy_conversation(conversation, rule, *, by=None):
    """Remove a Conversation with everything in it, its reports too; `rule` is a Destruction.Rule.

    One transaction; the Destruction row keeps how many rows of each kind went. Raises HeldError under a legal hold.
    """
    with destroying(conversation, rule, by=by) as counts:
        conversation.holds.all().delete()  # those that were lifted: an open one stops it all
        _, removed = conversation.delete()
        changed(conversation.triangle_id)
        counts.update({label.split(".")[1].lower(): count for label, count in removed.items() if count})


def destroy_rehearsal(triangle, *, organisations=(), by=None):
    """Remove a rehearsal with every conversation in it; return whether it was still there.

    `organisations` are names that were invented for it: those that nobody else uses go too. Raises HeldError, and then
    nothing is removed.
    """
    with transaction.atomic():
        found = Triangle.objects.select_for_update().filter(pk=triangle.pk, rehearsal_until__isnull=False).first()
        if found is None:
            return False
        for conversation in found.conversations.order_by("-pk"):
            destroy_conversation(conversation, Destruction.Rule.OEFENING, by=by)
        found.delete()
        Organisation.objects.filter(name__in=organisations, seats__isnull=True).delete()
    return True
