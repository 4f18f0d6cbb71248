"""Who cannot come, and who comes in their place once an adviser confirmed it.

Whoever is replaced stays a participant: what they wrote is theirs, and their link goes on opening it for them alone.
The replacement gets a seat of one day, so that the file of the conversation knows everybody by a seat of their own.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from triangles.models import Seat
from triangles.seating import new_code

from . import alerting, inviting, speaking
from .models import Conversation, Participant, Phase, PhaseError, StandIn, record

NOT_NOW = "Dit kan alleen als er een datum is en het gesprek nog moet komen."
GONE = "Deze melding is intussen ingetrokken of al afgehandeld."
IS_REPLACED = "Uw vervanging is al geregeld. Bel de adviseur als dat niet klopt."


def may_tell(conversation):
    """Whether somebody can say now that they cannot come: there is a date, and it is not behind us."""
    is_ahead = conversation.held_on is not None and conversation.held_on >= timezone.localdate()
    return conversation.phase == Phase.VOORBEREIDING and is_ahead


def stand_in_of(participant):
    """Return the StandIn of a participant, or None."""
    return StandIn.objects.filter(participant=participant).select_related("person").first()


def is_replaced(participant):
    """Whether an adviser confirmed that this participant does not come."""
    found = stand_in_of(participant)
    return found is not None and found.confirmed_at is not None


def counts(participant):
    """Whether the scores of a participant count at the table: those of whoever is replaced are theirs alone."""
    return not StandIn.objects.settled().filter(participant=participant).exists()


def tell(participant, name, function, email):
    """Note that a participant cannot come, and whom they propose; empty texts for nobody. The advisers get a mail.

    Raises PhaseError.
    """
    with transaction.atomic():
        lock(participant)
        proposed = {"name": name, "function": function, "email": email, "told_at": timezone.now()}
        found, _ = StandIn.objects.update_or_create(participant=participant, defaults=proposed)
        record("verhindering gemeld", by=participant, conversation=participant.conversation)
        alerting.prevented(found, participant.conversation)


def take_back(participant):
    """Forget that a participant could not come. Raises PhaseError when their replacement is settled."""
    with transaction.atomic():
        lock(participant)
        if StandIn.objects.filter(participant=participant).delete()[0]:
            record("verhindering teruggenomen", by=participant, conversation=participant.conversation)


def lock(participant):
    """Lock a participant whose absence is not settled, in a conversation that lies ahead. Raises PhaseError."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    if not may_tell(Conversation.objects.get(pk=participant.conversation_id)):
        raise PhaseError(NOT_NOW)
    if is_replaced(participant):
        raise PhaseError(IS_REPLACED)


def confirm(participant, by):
    """Mark a participant as absent and seat whom they proposed, who is invited; return the StandIn.

    Those whom they spoke for are expected again. Raises PhaseError when there is nothing (any more) to confirm.
    """
    with transaction.atomic():
        Conversation.objects.select_for_update(of=("self",)).get(pk=participant.conversation_id)
        found = find_open(participant)
        absent = {"attendance": Participant.Attendance.AFWEZIG, "version": F("version") + 1}
        Participant.objects.filter(pk=participant.pk).update(**absent)
        speaking.release(participant)
        if found.name:
            found.person = seat(found)
        found.confirmed_at = timezone.now()
        found.save(update_fields=["person", "confirmed_at"])
        record("verhindering bevestigd", by=by, conversation=participant.conversation, participant=participant.pk)
        inviting.leave_table(found.participant, by)
        if found.person:
            inviting.welcome(found.person, by)
    return found


def refuse(participant, by):
    """Let the participant stay expected: the proposed names are forgotten. Raises PhaseError."""
    with transaction.atomic():
        find_open(participant).delete()
        record("verhindering niet bevestigd", by=by, conversation=participant.conversation, participant=participant.pk)


def find_open(participant):
    """Return the locked StandIn that waits for an adviser. Raises PhaseError."""
    rows = StandIn.objects.select_for_update(of=("self",)).select_related("participant__conversation__triangle")
    found = rows.filter(participant=participant, confirmed_at=None).first()
    if found is None:
        raise PhaseError(GONE)
    if not may_tell(found.participant.conversation):
        raise PhaseError(NOT_NOW)
    return found


def seat(stand_in):
    """Return the new Participant with a seat for the day of the conversation; their mandate is not known."""
    first = stand_in.participant
    conversation, before = first.conversation, first.seat
    seat = Seat.objects.create(
        triangle=conversation.triangle,
        code=new_code(conversation.triangle, first.corner),
        corner=first.corner,
        organisation=before.organisation,
        person=stand_in.name,
        function=stand_in.function,
        email=stand_in.email,
        begins_on=conversation.held_on,
        ends_on=conversation.held_on,
    )
    person = Participant.from_seat(conversation, seat)
    person.save()
    return person
