"""The acts that participants get a mail about. Each is called inside the transaction of the act itself.

Nobody hears of a conversation while it is a concept, and of a rehearsal nobody ever does.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from driehoek.mail import Outbox, queue
from driehoek.templatetags.dutch import in_words
from triangles.models import Seat

from .invitations import plan_of
from .letters import PHASES, purpose_of
from .links import Purpose, follow_dates, give_link
from .models import Appointment, Phase

MOMENT_MAILS = ("uitnodiging", "datum_gekozen", "verzet")  # they carry the invitation for the agenda
PATIENCE = dt.timedelta(minutes=10)  # a plan saves itself while it is typed: what follows soon goes in one mail
MORNING = dt.time(8)  # no mail of its own accord goes out in the night
MOMENT, PLACE = 1, 2  # what a change is about; both is 3


def tell(participant, kind, occasion, *, due=None, by=None, **ref):
    """Queue one mail to a participant, once per `occasion`; return whether it is new.

    Without an address nothing is queued. The link in it is made here, so that one that is withdrawn later is not made
    anew by a mail that was waiting.
    """
    conversation = participant.conversation
    if not participant.email or conversation.phase not in PHASES[kind] or conversation.is_rehearsal:
        return False
    if purpose := purpose_of(kind, conversation):
        give_link(participant, purpose)
    ref |= {"by": by.pk} if by else {}
    once = f"{kind}:{participant.pk}:{occasion}"
    return queue(kind, participant.email, once=once, due=due, participant=participant.pk, **ref)


def people_of(conversation):
    """Return the participants, each with this very conversation; whoever is replaced hears of nothing any more."""
    people = list(conversation.participants.filter(stand_in__confirmed_at=None).order_by("pk"))
    for person in people:
        person.conversation = conversation
    return people


@dataclass(frozen=True)
class Mailed:
    """Who gets a mail by an act and who has no address, as names; nobody gets one in a rehearsal."""

    reached: list
    unreached: list
    is_rehearsal: bool = False

    @property
    def words(self):
        """Say it in one or two sentences."""
        if self.is_rehearsal:
            return "Een oefening mailt niemand."
        if not self.reached:
            return "Niemand aan tafel heeft een mailadres: er gaat geen mail weg."
        number = len(self.reached)
        told = (
            f"{in_words(number).capitalize()} {'deelnemer krijgt' if number == 1 else 'deelnemers krijgen'} een mail."
        )
        return f"{told} Geen mailadres: {', '.join(self.unreached)}." if self.unreached else told


def who_is_mailed(conversation):
    """Return the Mailed of a conversation; in a concept by the addresses of the seats, which are taken over later."""
    column = "seat__email" if conversation.phase == Phase.CONCEPT else "email"
    people = list(conversation.participants.order_by("pk").values_list("name", column))
    reached = [name for name, email in people if email]
    return Mailed(reached, [name for name, email in people if not email], conversation.is_rehearsal)


def waiting_mail(participant):
    """Return the newest mail that still waits to tell this participant of the moment, or None."""
    rows = Outbox.objects.filter(kind__in=MOMENT_MAILS, state=Outbox.State.WACHT, ref__participant=participant.pk)
    return rows.order_by("-pk").first()


def invited(conversation, by):
    """Invite everybody at the table, with the date when there is one."""
    keep_appointment(conversation)
    for person in people_of(conversation):
        welcome(person, by)


def welcome(participant, by):
    """Invite somebody who sits at the table, at the invitation or since."""
    found = Appointment.objects.filter(conversation=participant.conversation_id).first()
    ref = {"sequence": found.sequence} if found else {}
    tell(participant, "uitnodiging", ref.get("sequence", ""), by=by, **ref)


def date_chosen(conversation, by, *, patiently=False):
    """Tell everybody when and where it is now, after the plan was saved; when nothing changed nobody hears a thing.

    The first date is `datum_gekozen`; a later one, another place, or no date any more is `verzet`. `patiently` waits
    for what else is typed.
    """
    if conversation.phase != Phase.VOORBEREIDING:
        return
    due = timezone.now() + PATIENCE if patiently else None
    with transaction.atomic():
        follow_dates(conversation)
        move_stand_ins(conversation)
        found, what, kind = keep_appointment(conversation)
        for person in people_of(conversation) if what else ():
            tell_moment(person, kind, what, sequence=found.sequence, due=due, by=by)


def move_stand_ins(conversation):
    """Let the seats of one day, of who comes in somebody's place, follow the date of their conversation."""
    if conversation.held_on:
        coming = {"participations__conversation": conversation, "participations__stands_in_for__isnull": False}
        seats = Seat.objects.filter(**coming)
        seats.update(begins_on=conversation.held_on, ends_on=conversation.held_on)


def keep_appointment(conversation):
    """Bring the Appointment up to what the plan says; return (Appointment or None, what changed, kind of its mail).

    What changed is 0, MOMENT, PLACE or both added up.
    """
    found = Appointment.objects.select_for_update().filter(conversation=conversation).first()
    plan = plan_of(conversation)
    if not conversation.held_on:
        return found, take_back(found), "verzet"
    if found is None:
        return Appointment.objects.create(conversation=conversation, **plan), MOMENT, "datum_gekozen"
    kind = "datum_gekozen" if found.is_off else "verzet"
    changed = {name for name, value in plan.items() if getattr(found, name) != value}
    what = MOMENT * bool(found.is_off or changed - {"place"}) | PLACE * ("place" in changed)
    if what:
        Appointment.objects.filter(pk=found.pk).update(sequence=found.sequence + 1, is_off=False, **plan)
        found.refresh_from_db()
    return found, what, kind


def take_back(appointment):
    """Mark that what stands in agendas does not go on; the moment stays, to cancel it by. Return what changed."""
    if appointment is None or appointment.is_off:
        return 0
    appointment.sequence, appointment.is_off = appointment.sequence + 1, True
    appointment.save(update_fields=["sequence", "is_off"])
    return MOMENT


def tell_moment(participant, kind, what, *, sequence, **options):
    """Queue the mail about a changed moment; it stands in for one that still waits, and tells that news too."""
    if before := waiting_mail(participant):
        kind, what = before.kind, what | before.ref.get("what", 0)
    tell(participant, kind, sequence, sequence=sequence, what=what, **options)


def plan_changed(conversation, by, touched, newcomers=()):
    """Tell what a saved step of the plan means for participants; `touched` are the names of its changed fields."""
    if conversation.phase == Phase.VOORBEREIDING:
        for person in newcomers:
            welcome(person, by)
    if {"held_on", "start", "duration_minutes", "place"} & {*touched}:
        date_chosen(conversation, by, patiently=True)


def leave_table(participant, by):
    """Tell somebody who was invited that they are not expected any more: replaced, or before their row goes."""
    if participant.conversation.phase in (Phase.VOORBEREIDING, Phase.GESPREK) and knows(participant):
        ref = {"conversation": participant.conversation_id, "seat": participant.seat_id}
        tell(participant, "afgemeld", "", by=by, **ref)


def knows(participant):
    """Whether somebody may have heard of the conversation: their invitation does not wait any more."""
    waits = waiting_mail(participant)
    return waits is None or waits.kind != "uitnodiging"


def called_off(conversation, by):
    """Tell who was invited that the conversation does not go on, and take it out of their agendas."""
    if not conversation.invited_at:
        return
    found = Appointment.objects.select_for_update().filter(conversation=conversation).first()
    take_back(found)
    for person in people_of(conversation):
        if knows(person):
            tell(person, "geannuleerd", "", by=by)


def release(conversation, by, until=None):
    """Open the reading round and send everybody the link to the draft. Raises PhaseError."""
    with transaction.atomic():
        conversation.release_draft(by, until)
        for person in people_of(conversation):
            tell(person, "concept_lezen", "", by=by)


def established(conversation, version, by):
    """Send everybody the link to the report that is vastgesteld, or to the next version of it."""
    follow_dates(conversation)
    for person in people_of(conversation):
        tell(person, "vastgesteld", version, by=by, version=version)


def remark_answered(participant, by):
    """Tell the author of remarks on the draft that there is an answer: one mail a day, the next one in the morning."""
    today = timezone.localdate()
    left = Outbox.objects.filter(once=f"antwoord:{participant.pk}:{today}").exclude(state=Outbox.State.WACHT)
    day, due = today, timezone.now() + PATIENCE
    if left.exists():
        day = today + dt.timedelta(days=1)
        due = morning_of(day)
    tell(participant, "antwoord", day, due=due, by=by)


def morning_of(day):
    """Return eight o'clock of a day in the Netherlands, or now when that is later."""
    return max(timezone.make_aware(dt.datetime.combine(day, MORNING)), timezone.now())


def ask_secretary(participant, address, by=None):
    """Mail a secretary the link to answer the date poll with, once a day; return whether that is new."""
    conversation = participant.conversation
    if conversation.phase != Phase.VOORBEREIDING or conversation.is_rehearsal:
        return False
    give_link(participant, Purpose.DATUM)
    mark = hashlib.sha256(address.lower().encode()).hexdigest()[:16]
    once = f"datum:{participant.pk}:{mark}:{timezone.localdate()}"
    return queue("datum", address, once=once, participant=participant.pk)
