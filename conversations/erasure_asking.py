"""A wish to be erased on its way: asked, approved by one, confirmed by another, or refused with a reason."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from driehoek.mail import queue

from .erasing import erase_in_triangle
from .erasure_journal import note_person
from .models import AuditEvent, ErasureRequest, Participant, PhaseError, record
from .personal.people import everything_of

State = ErasureRequest.State
NOT_NOW = "Iemand anders besliste hier al over. Kijk hoe het nu staat."
NEW_ADDRESS = dt.timedelta(days=30)  # so long nobody is erased on the word of a mailbox
TOO_NEW = "Uw mailadres is minder dan 30 dagen geleden gewijzigd. Vraag daarom uw adviseur om te wissen."
NEW_EYES = "Jij kwam er pas bij na dit verzoek. Laat iemand bevestigen die er al was."
OTHER_EYES = "Jij gaf al akkoord. Laat iemand anders bevestigen."


def ask_to_erase(participant):
    """Keep the wish of a participant and return it; one that waits already is the same. Raises PhaseError."""
    triangle = participant.conversation.triangle
    if triangle.rehearsal_until:
        raise PhaseError("Dit is een oefening. Alles gaat vanzelf weg.")
    changed_at = address_changed_at(everything_of(participant))
    if changed_at and changed_at > timezone.now() - NEW_ADDRESS:
        raise PhaseError(TOO_NEW)
    with transaction.atomic():
        type(participant).objects.select_for_update().get(pk=participant.pk)  # two clicks are one wish
        waiting = ErasureRequest.objects.waiting().filter(participant=participant).first()
        if waiting:
            return waiting
        asked = ErasureRequest.objects.create(triangle=triangle, participant=participant)
        record("wissen gevraagd", by=participant, conversation=participant.conversation, request=asked.pk)
    return asked


def address_changed_at(person):
    """Return when the mail address of a Person was changed last, in a conversation or of their seat; None is never."""
    seats = Participant.objects.filter(pk__in=person.participants, seat__isnull=False).values_list("seat", flat=True)
    at_table = Q(action="mailadres gewijzigd", details__participant__in=list(person.participants))
    of_seat = Q(action="mailadres van plaats gewijzigd", details__seat__in=[*seats, *person.seats])
    changes = AuditEvent.objects.filter(at_table | of_seat)
    return changes.order_by("-at").values_list("at", flat=True).first()


def came_later(user, asked):
    """Whether the account of `user` is younger than the wish, or it advises this triangle only since then."""
    if user.is_staff:
        return user.date_joined > asked.asked_at
    mine = user.memberships.filter(triangle=asked.triangle_id, created_at__lte=asked.asked_at)
    return user.date_joined > asked.asked_at or not mine.exists()


def approve(asked, by):
    """Be the first of two; raises PhaseError when it was decided meanwhile."""
    with transaction.atomic():
        settle(asked, State.GEVRAAGD, state=State.AKKOORD, approved_by=by, approved_at=timezone.now())
        record("wissen akkoord", by=by, triangle=asked.triangle, request=asked.pk)


def confirm(asked, by):
    """Be the second of two, and erase. Raises PhaseError, or HeldError under a legal hold; then nothing is done."""
    if asked.approved_by_id == by.pk:
        raise PhaseError(OTHER_EYES)
    if came_later(by, asked):
        raise PhaseError(NEW_EYES)
    if asked.participant is None:
        raise PhaseError("Het gesprek van deze persoon is al weg. Er is niets meer te wissen.")
    person, address = everything_of(asked.participant), asked.participant.email
    with transaction.atomic():
        settle(asked, State.AKKOORD, state=State.GEWIST, confirmed_by=by, decided_at=timezone.now())
        erased = erase_in_triangle(person, by=by)
        note_person(person, asked.approved_by, by)
        ErasureRequest.objects.filter(pk=asked.pk).update(counts=dict(erased.counts), kept=dict(erased.kept))
        record("persoon gewist", by=by, triangle=asked.triangle, request=asked.pk)
        tell("gewist", address, asked)
    return erased


def refuse(asked, reason, by):
    """Say no with a reason that the person reads; raises PhaseError when it was decided meanwhile."""
    with transaction.atomic():
        waiting = ErasureRequest.objects.select_for_update().waiting().filter(pk=asked.pk).first()
        if waiting is None:
            raise PhaseError(NOT_NOW)
        waiting.state, waiting.reason, waiting.refused_by = State.GEWEIGERD, reason, by
        waiting.decided_at = timezone.now()
        waiting.save(update_fields=["state", "reason", "refused_by", "decided_at"])
        record("wissen geweigerd", by=by, triangle=asked.triangle, request=asked.pk)
        tell("wissen_geweigerd", asked.participant.email if asked.participant else "", asked)


def settle(asked, before, **changes):
    """Change a wish that is still in the state `before`; of two who decide at once one wins. Raises PhaseError."""
    if not ErasureRequest.objects.filter(pk=asked.pk, state=before).update(**changes):
        raise PhaseError(NOT_NOW)


def tell(kind, address, asked):
    """Queue the mail to the person; the row with their address goes as soon as it was sent, see `forget_told`."""
    if address:
        queue(kind, address, once=f"{kind}:{asked.pk}", erasure=asked.pk)
