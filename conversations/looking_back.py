"""Agreements of earlier conversations: which ones come back on the table, and what the table decides on them."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from triangles.changing import changed

from .models import Agreement, AgreementStep, Verdict, record

STATUS = {
    AgreementStep.What.BEHOUDEN: Agreement.Status.OPEN,
    AgreementStep.What.GEDAAN: Agreement.Status.GEDAAN,
    AgreementStep.What.GEPARKEERD: Agreement.Status.GEPARKEERD,
    AgreementStep.What.VERVALLEN: Agreement.Status.VERVALLEN,
}


def earlier_agreements(conversation):
    """Return the agreements of earlier conversations that are open, parked until today, or decided on in this one."""
    decided = AgreementStep.objects.filter(agreement=OuterRef("pk"), conversation=conversation, what__in=STATUS)
    status = Agreement.Status
    waiting = Q(status=status.OPEN) | Q(status=status.GEPARKEERD, parked_until__lte=timezone.localdate())
    found = Agreement.objects.filter(conversation__triangle=conversation.triangle_id).exclude(conversation=conversation)
    if conversation.held_on:
        found = found.exclude(conversation__held_on__gt=conversation.held_on)
    return found.filter(waiting | Exists(decided)).order_by("-most_important", "pk")


def decide(agreement, conversation, by, *, what, until=None, note=""):
    """Set where an agreement stands, and add that to its chain; the caller is in a transaction.

    `conversation` is the one in which it was decided, or None outside a meeting.
    """
    agreement.status = STATUS[what]
    agreement.parked_until = until if what == AgreementStep.What.GEPARKEERD else None
    agreement.save(update_fields=["status", "parked_until", "version"])
    AgreementStep.objects.create(
        agreement=agreement, conversation=conversation, what=what, note=note, until=agreement.parked_until, by_user=by
    )
    found = conversation or agreement.conversation
    record("over afspraak besloten", by=by, conversation=found, agreement=agreement.pk, step=what)
    changed(found.triangle_id)


def show_verdicts(conversation, agreement, by):
    """Show what the corners say of an earlier agreement, all at once; the caller is in a transaction."""
    waiting = Verdict.objects.filter(conversation=conversation, agreement=agreement, shown_at__isnull=True)
    if waiting.update(shown_at=timezone.now()):
        record("oordelen getoond", by=by, conversation=conversation, agreement=agreement.pk)
