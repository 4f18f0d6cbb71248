"""The rehearsal: an invented triangle with invented people and answers, which clears itself away after a week."""

import datetime as dt
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from principles.models import Question
from triangles.models import Membership, Triangle, User

from .destruction import destroy_rehearsal
from .invented import load_case, move
from .links import give_link, is_alive, purpose_now
from .models import AHEAD, Conversation, HeldError, Phase, PhaseError, record
from .portable.answers import write_answers
from .portable.reading import create, write_conversation, write_participants, write_tips
from .portable.rules import Subjects
from .portable.seating import Seating, put_on_agenda, seat_people
from .portable.seating import create as create_triangle
from .report import StaleContentError, establish

EARLIER, NOW = "oefening-vorige-keer", "oefening"
ASKED = ("goed-voorbeeld", "moeizaam-voorbeeld")
RUNNING = (*AHEAD, Phase.VERSLAG)


def start_rehearsal(by):
    """Return (conversation, is_new): the rehearsal of `by` that runs, else a new one, to be held today.

    It is in preparation with `by` as adviser and facilitator, all but one participant have scored, and an earlier
    conversation left two agreements. Nothing is mailed: its people have no address.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two clicks are one rehearsal
        running = find_running(by)
        conversation = running or write_rehearsal(by, timezone.localdate())
        if not running:
            record("oefening begonnen", by=by, conversation=conversation)
    if conversation.previous:
        finish(conversation.previous, by)  # draws a PDF, so after the transaction
    return conversation, not running


def finish(earlier, by):
    """Bring the earlier conversation to its end; where that broke off, the next click goes on.

    Of two clicks at once one does it: whoever then finds it done has nothing left to do.
    """
    with suppress(PhaseError, StaleContentError):
        if earlier.phase == Phase.VERSLAG and not earlier.draft_released_at:
            earlier.release_draft(by)
        if earlier.phase == Phase.VERSLAG:
            establish(earlier, by)
        if earlier.phase == Phase.OPVOLGING:
            earlier.conclude(by)


def find_running(user):
    """Return the newest conversation of a rehearsal that `user` has not finished, or None."""
    mine = Conversation.objects.editable_by(user).filter(triangle__rehearsal_until__gt=timezone.now())
    return mine.filter(phase__in=RUNNING).order_by("-pk").first()


def write_rehearsal(by, today):
    """Write the triangle with its two conversations; return the one to hold on `today`."""
    told = read(NOW, today)
    subjects = Subjects.known()
    seating = seat(told["triangle"])
    Membership.objects.create(user=by, triangle=seating.triangle, corner="eigenaar")
    earlier = write_conversation(read(EARLIER, today)["conversation"], seating, subjects)
    conversation = create(told["conversation"], seating.triangle, Phase.CONCEPT)
    conversation.previous, conversation.facilitator = earlier, by
    conversation.preparation_closes_on = today
    conversation.save()
    people = write_participants(told["conversation"], conversation, seating)
    write_tips(told["conversation"]["tips"], conversation, subjects)
    conversation.questions.set(Question.objects.filter(code__in=ASKED))
    conversation.invite(by)
    write_answers(told["conversation"], conversation, people, subjects)
    return conversation


def read(name, today):
    """Return the document of a case with its dates moved as if the rehearsal is held on `today`."""
    planned = dt.date.fromisoformat(load_case(NOW)["conversation"]["date"])
    return move(load_case(name), today - planned)


def seat(told):
    """Write the triangle of a case as a rehearsal; never one that is there already. Return its Seating."""
    triangle = create_triangle(told)
    until = timezone.now() + dt.timedelta(days=settings.KEEP.rehearsal)
    Triangle.objects.filter(pk=triangle.pk).update(rehearsal_until=until)
    triangle.refresh_from_db()
    seating = Seating(triangle)
    seat_people(seating, told["seats"])
    put_on_agenda(seating, told["agenda"], ("triangle", "agenda"))
    return seating


def look_as(person, by):
    """Return a link by which `by`, who practises, comes in as a participant of a rehearsal, as a mail would bring it.

    What somebody else typed there stays hidden: nobody is mailed the code. Raises PhaseError while no link works.
    """
    conversation = person.conversation
    with transaction.atomic():
        link = give_link(person, purpose_now(conversation))
        if not is_alive(link, timezone.now()):
            raise PhaseError(f"Dit gesprek is {conversation.get_phase_display()}: een link werkt nu niet.")
        record("link gegeven", by=by, conversation=conversation, participant=person.pk, purpose=link.purpose)
    return link


def stop_rehearsal(triangle, by=None):
    """Clear a rehearsal away with the organisations invented for it; return whether it was there. Raises HeldError."""
    invented = {seat["organisation"] for seat in load_case(NOW)["triangle"]["seats"]}
    return destroy_rehearsal(triangle, organisations=invented, by=by)


def clear_rehearsals():
    """Clear away every rehearsal whose week is over; return in Dutch how many, or ''."""
    gone = 0
    for triangle in Triangle.objects.filter(rehearsal_until__lte=timezone.now()):
        try:
            gone += stop_rehearsal(triangle)
        except HeldError:
            continue  # somebody laid a hold on it; tried again every hour
    return f"Oefengesprekken opgeruimd: {gone}." if gone else ""
