"""How a participant is reached: their mail address, their personal links, and mail to them that got lost."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from driehoek.mail import Outbox, queue
from driehoek.prepared import Prepared

from .inviting import MOMENT_MAILS, tell
from .letters import PHASES, purpose_of
from .links import give_link, withdraw
from .models import Participant, Phase, ReportRemark, record
from .visits import has_texts

State = Outbox.State
LOST = (State.MISLUKT, State.ONZEKER)
NOT_REPEATED = ("adres_gewijzigd", "afgemeld")  # an address that fails is why, or the person is gone


WANTED = {
    phase: [kind for kind, phases in PHASES.items() if phase in phases and kind not in NOT_REPEATED] for phase in Phase
}


def ask_lost(kinds):
    return Outbox.objects.filter(kind__in=kinds, state__in=LOST).order_by("pk")


LOST_IN = {phase: Prepared(partial(ask_lost, kinds)) for phase, kinds in WANTED.items() if kinds}


def can_be_reached(conversation):
    """Whether a personal link works at all in this phase."""
    return conversation.phase in PHASES["link"] and not conversation.is_rehearsal


def with_lost_mail(conversation, rows):
    """Return [(Progress, lost)]: the newest mail of each participant that is still wanted and got lost, or None."""
    newest = lost_mail(conversation, [row.participant.pk for row in rows])
    return [(row, newest.get(row.participant.pk)) for row in rows]


def lost_mail(conversation, people):
    """Return {key of a participant: the newest Outbox row to them that got lost and is still wanted}; one query.

    `people` are the keys of the participants of the conversation.
    """
    rows = LOST_IN[conversation.phase].objects() if conversation.phase in LOST_IN else ()
    return {mail.ref["participant"]: mail for mail in rows if mail.ref.get("participant") in people}


def lock(participant):
    """Let nobody else send to this participant meanwhile; inside a transaction."""
    Participant.objects.select_for_update().get(pk=participant.pk)


def send_link(participant, by):
    """Mail somebody their link again; return whether that is new, for one that waits already is enough."""
    with transaction.atomic():
        lock(participant)
        mine = Outbox.objects.filter(kind="link", ref__participant=participant.pk)
        if mine.filter(state__in=[State.WACHT, State.BEZIG]).exists():
            return False
        last = mine.order_by("-pk").values_list("pk", flat=True).first()
        if sent := tell(participant, "link", f"na {last or 'geen'}", by=by):
            record("link opnieuw verstuurd", by=by, conversation=participant.conversation, participant=participant.pk)
    return sent


def withdraw_links(participant, by):
    """Make every link of somebody worthless, also that of their secretary; return how many there were."""
    with transaction.atomic():
        links = participant.links.filter(withdrawn_at=None)
        for link in links:
            link.participant = participant
            withdraw(link, by)
    return len(links)


def mail_again(participant, row_key, by):
    """Send a mail that got lost once more; return the address it goes to, or '' when it is not lost any more."""
    with transaction.atomic():
        lock(participant)
        lost = Outbox.objects.filter(pk=row_key, ref__participant=participant.pk, state__in=LOST).first()
        if lost is None or lost.kind in NOT_REPEATED or participant.conversation.phase not in PHASES[lost.kind]:
            return ""
        to = lost.to if lost.kind == "datum" else participant.email
        if not to or participant.conversation.is_rehearsal:
            return ""
        if purpose := purpose_of(lost.kind, participant.conversation):
            give_link(participant, purpose)  # an earlier one may have been withdrawn with the address
        queue(lost.kind, to, once=f"opnieuw:{lost.pk}", **repeated(lost, participant, by))
        Outbox.objects.filter(ref__participant=participant.pk, to=lost.to, state__in=LOST).update(state=State.VERVALLEN)
    return to


def repeated(lost, participant, by):
    """Return the ref of a lost mail as it should be now: the moment may have changed since."""
    found = getattr(participant.conversation, "appointment", None)
    newer = {"sequence": found.sequence} if found and lost.kind in MOMENT_MAILS else {}
    return lost.ref | {"by": by.pk} | newer


def change_address(participant, email, by):
    """Write another mail address, in one transaction with all that follows from it.

    The links that were sent are withdrawn and the old address is told. What was written stays shut for good: otherwise
    whoever changes an address could read it with a code. From the new address on a fresh link works.
    """
    with transaction.atomic():
        lock(participant)
        old, conversation = participant.email, participant.conversation
        withdraw_links(participant, by)
        if has_texts(participant) or ReportRemark.objects.filter(response__participant=participant).exists():
            participant.texts_closed_at = timezone.now()
        participant.email, participant.version = email, participant.version + 1
        participant.save(update_fields=["email", "texts_closed_at", "version"])
        record("mailadres gewijzigd", by=by, conversation=conversation, participant=participant.pk)
        follow_seat(participant, old)
        if old and conversation.phase != Phase.CONCEPT and not conversation.is_rehearsal:
            ref = {"participant": participant.pk, "by": by.pk}
            queue("adres_gewijzigd", old, once=f"adres_gewijzigd:{participant.pk}:{participant.version}", **ref)


def follow_seat(participant, old):
    """Bring the seat along when it holds the same person at the old address, so that the next conversation is right."""
    seat = participant.seat
    if seat.email == old and seat.person == participant.name:
        seat.email, seat.version = participant.email, seat.version + 1
        seat.save(update_fields=["email", "version"])
