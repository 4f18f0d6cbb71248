"""Planning a conversation: begin one, throw a concept away, and what the product noticed along the six tips."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from triangles.changing import changed
from triangles.models import Corner

from . import advice, guiding
from .erasure_journal import note
from .inviting import called_off, invited
from .involvement import read_ties
from .models import (
    HELD,
    MOST_OPDRACHTGEVERS,
    Agreement,
    Availability,
    Conversation,
    Destruction,
    Participant,
    Phase,
    PhaseError,
    Reflection,
    destroying,
    record,
)

NEWEST_FIRST = (F("held_on").desc(nulls_last=True), "-pk")


def start_conversation(triangle, title, by, on=None, **plan):
    """Return a new concept on a triangle, with what the `plan` has of its columns; the last one held is linked.

    At the table sits who holds a corner on its day, else on the day `on`, else today.
    """
    held = triangle.conversations.filter(phase__in=HELD)
    with transaction.atomic():
        previous = held.order_by(*NEWEST_FIRST).first()
        found = Conversation.objects.create(triangle=triangle, title=title, previous=previous, **plan)
        seats = at_one_table(triangle.seats.on(found.held_on or on or timezone.localdate()))
        Participant.objects.bulk_create(Participant.from_seat(found, seat) for seat in seats)
        record("gesprek gemaakt", by=by, conversation=found)
        changed(triangle.pk)
    return found


def at_one_table(seats):
    """Return `seats` with no more opdrachtgevers than fit at a table: who coordinates, and who was there first."""
    found = list(seats.select_related("organisation").order_by("pk"))
    givers = [seat for seat in found if seat.corner == Corner.OPDRACHTGEVER]
    left = sorted(givers, key=lambda seat: not seat.coordinating)[MOST_OPDRACHTGEVERS:]
    return [seat for seat in found if seat not in left]


def invite(conversation, by):
    """Leave the concept, with names and functions as the seats have them now, and mail everybody. Raises PhaseError."""
    with transaction.atomic():
        copy_seats(conversation)
        conversation.invite(by)
        invited(conversation, by)


def call_off(conversation, by):
    """Call the conversation off and mail who was invited. Raises PhaseError."""
    with transaction.atomic():
        conversation.cancel(by)
        called_off(conversation, by)
        guiding.called_off(conversation)


def copy_seats(conversation):
    """Take names and functions of the participants over from their seats, as long as nobody was invited."""
    names = ("name", "function", "organisation", "email", "coordinating")
    if conversation.phase != Phase.CONCEPT:
        return
    for person in conversation.participants.select_related("seat__organisation"):
        fresh = Participant.from_seat(conversation, person.seat)
        if any(getattr(person, name) != getattr(fresh, name) for name in names):
            for name in names:
                setattr(person, name, getattr(fresh, name))
            person.save(update_fields=names)


def delete_concept(conversation, by):
    """Throw a concept away with everything in it. Raises PhaseError when it is none any more, HeldError when held."""
    with destroying(conversation, Destruction.Rule.CONCEPT, by=by) as counts:
        locked = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if locked.phase != Phase.CONCEPT:
            raise PhaseError("Dit gesprek is geen concept meer. Je kunt het wel annuleren.")
        counts["deelnemers"] = locked.participants.count()
        counts["reflecties"], counts["scores"] = locked.reflections.count(), locked.scores.count()
        guiding.called_off(locked)
        locked.holds.all().delete()
        note("concept", conversation=locked.pk)
        locked.delete()
        changed(conversation.triangle_id)


class Remark(str):
    """A sentence of advice; `act` is what stands on the button that does it at once, or ''."""

    act = ""


def remarks(conversation, today):
    """Return what the product noticed as {code of the tip: [Remark]}; advice, never a block.

    `conversation` comes with triangle, previous and both facilitators; the number of queries does not grow.
    """
    people = list(read_people(conversation))
    found = [
        *about_time(conversation, people, today),
        *about_table(conversation, people, today),
        *about_outcome(conversation),
        *about_guidance(conversation),
        *about_preparation(conversation, people, today),
        *advice.advise_on_setting(conversation.form),
        *advice.advise_on_invitation(conversation.invitation_text),
    ]
    texts = {}
    for one in found:
        remark = Remark(one.text)
        remark.act = one.act
        texts.setdefault(one.tip, []).append(remark)
    return texts


def read_people(conversation):
    """Return the participants with their seat, and whether they answered the poll and the questions, never what."""
    polled = Availability.objects.filter(participant=OuterRef("pk"), option__conversation=conversation)
    answered = Reflection.objects.answered().filter(participant=OuterRef("pk"))
    return conversation.participants.select_related("seat").annotate(polled=Exists(polled), answered=Exists(answered))


def about_time(conversation, people, today):
    asks_dates = conversation.phase == Phase.VOORBEREIDING and not conversation.held_on
    waiting = []
    if asks_dates and conversation.date_options.exists():
        waiting = [person.name for person in people if not person.polled]
    return [
        *advice.advise_on_time(conversation.held_on, conversation.duration_minutes, today),
        *advice.advise_on_moves(conversation.date_moves),
        *advice.advise_on_poll(waiting),
        *advice.advise_on_interest(conversation.shared_interest),
    ]


def about_table(conversation, people, today):
    day = conversation.held_on or today
    opdrachtgevers = conversation.triangle.seats.on(day).filter(corner=Corner.OPDRACHTGEVER).count()
    rows = [
        advice.Person(person.corner, person.seat.function_level, person.seat.mandate, person.seat.coordinating)
        for person in people
    ]
    before = conversation.previous and conversation.previous.held_on
    newcomers = [
        (person.name, person.seat.begins_on)
        for person in people
        if before and person.seat.begins_on and person.seat.begins_on > before
    ]
    return [
        *advice.advise_on_table(rows, opdrachtgevers, conversation.triangle.process_coordinator),
        *advice.advise_on_newcomers(newcomers),
    ]


def about_outcome(conversation):
    earlier = earlier_agreements(conversation).count()
    on_agenda = earlier and conversation.run_sheet.filter(kind="terugblik", dropped=False).exists()
    return [
        *advice.advise_on_outcome(
            conversation.purpose, conversation.outcomes, conversation.embedded_in, conversation.rhythm
        ),
        *advice.advise_on_open_agreements(earlier, on_agenda),
    ]


def earlier_agreements(conversation):
    """Return the open agreements of the other conversations of this triangle."""
    found = Agreement.objects.open().filter(conversation__triangle=conversation.triangle_id)
    return found.exclude(conversation=conversation)


def about_guidance(conversation):
    guide, waiting = conversation.facilitator, asked_people(conversation)
    people = {user.pk: user for user in (guide, conversation.second_facilitator, *waiting.values()) if user}
    ties = read_ties(conversation.triangle, [(user.pk, str(user), user.email) for user in people.values()])
    first, second = (str(waiting.get(is_second) or "") for is_second in (False, True))
    found = [
        *advice.advise_on_guidance(conversation.facilitator_label, conversation.self_facilitated, first),
        *advice.advise_on_second_guide(second),
        *(one for key, user in people.items() for one in advice.advise_on_involvement(str(user), ties[key])),
    ]
    asked = str(guide) if guide and not conversation.self_facilitated else ""
    return [*found, *advice.advise_on_briefing(asked, conversation.briefing_read_at)]


def asked_people(conversation):
    """Return who was asked to guide and did not answer yet, {whether as second: User}."""
    return {one.is_second: one.user for one in conversation.guide_requests.open().select_related("user")}


def about_preparation(conversation, people, today):
    asks = conversation.phase == Phase.VOORBEREIDING and conversation.questions.exists()
    waiting = [person.name for person in people if not person.answered] if asks else []
    return [
        *advice.advise_on_deadline(conversation.preparation_closes_on, conversation.held_on),
        *advice.advise_on_answers(waiting, conversation.held_on, today),
        *advice.advise_on_focus(conversation.focus),
    ]
