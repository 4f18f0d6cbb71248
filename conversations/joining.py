"""Coming in with the code of the room: a browser says whose it is, and the facilitator lets it in or does not.

The code works while the meeting runs. Whoever has it reads the names that are still free at this table, nothing else.
"""

import datetime as dt
import re

from django.db import transaction
from django.utils import timezone

from .leading import lock_running
from .links import Purpose, give_link
from .models import Arrival, Meeting, Participant, Phase, Visit, record
from .screen_link import give_screen_link
from .visits import end, join_key, known_key

Kind, State = Arrival.Kind, Arrival.State
VALID = dt.timedelta(hours=24)  # since the room went on last: the code of yesterday is no code
BETWEEN = re.compile(r"[\s\-‐–—]+")


class TakenError(Exception):
    """Somebody else chose this name meanwhile."""


def tidy(code):
    """Return a code as it was typed in the way it is stored: capitals, without spaces and dashes."""
    return BETWEEN.sub("", code).upper()


def find_meeting(code):
    """Return the Meeting that `code` opens now, with its conversation, or None whatever is wrong with it."""
    running = Meeting.objects.filter(conversation__phase=Phase.GESPREK, step_at__gt=timezone.now() - VALID)
    found = running.exclude(code="").filter(code=tidy(code))
    return found.select_related("conversation__triangle", "conversation__facilitator").first()


def people_at(conversation):
    """Return who is at the table: not absent, and not replaced."""
    expected = conversation.participants.exclude(attendance=Participant.Attendance.AFWEZIG)
    return expected.filter(stand_in__confirmed_at=None).order_by("pk")


def free_people(conversation, key_digest):
    """Return who can still be chosen in the browser with this key: at the table, and in no other browser."""
    elsewhere = conversation.arrivals.filter(kind=Kind.DEELNEMER, state__in=[State.WACHT, State.BINNEN])
    return people_at(conversation).exclude(pk__in=elsewhere.exclude(key_digest=key_digest).values("participant"))


def find_arrival(request, conversation):
    """Return the Arrival of this browser at the conversation with key `conversation`, or None."""
    mine = Arrival.objects.filter(conversation=conversation, key_digest=known_key(request) or "-")
    return mine.select_related("conversation__triangle", "conversation__meeting", "participant").first()


def ask(conversation, key_digest, kind, person=None):
    """Let the browser with this key wait for the facilitator, as `kind` and for the Participant `person`.

    Asking again takes back what it was before. Raises TakenError and PhaseError.
    """
    with transaction.atomic():
        locked = lock_running(conversation)
        if person and not free_people(locked, key_digest).filter(pk=person.pk).exists():
            raise TakenError
        end_room_visits(locked, [key_digest])
        asked = {"kind": kind, "participant": person, "state": State.WACHT, "asked_at": timezone.now()}
        Arrival.objects.update_or_create(
            conversation=locked, key_digest=key_digest, defaults=asked | {"answered_at": None}
        )


def let_in(conversation, arrivals, by):
    """Let in the browsers that wait among `arrivals` (keys); return how many. Raises PhaseError."""
    with transaction.atomic():
        locked = lock_running(conversation)
        found = list(locked.arrivals.filter(pk__in=arrivals, state=State.WACHT).select_related("participant"))
        for arrival in found:
            open_room(locked, arrival, by)
            settle(locked, arrival, State.BINNEN, "toegelaten", by)
    return len(found)


def refuse(conversation, arrivals, by):
    """Refuse or put out the browsers among `arrivals` (keys): they see nothing any more at once; return how many.

    Raises PhaseError.
    """
    with transaction.atomic():
        locked = lock_running(conversation)
        found = list(locked.arrivals.filter(pk__in=arrivals).exclude(state=State.GEWEIGERD))
        end_room_visits(locked, [arrival.key_digest for arrival in found])
        for arrival in found:
            settle(locked, arrival, State.GEWEIGERD, "geweigerd", by)
    return len(found)


def open_room(conversation, arrival, by):
    """Make the visit that lets a browser in; a tablet has none, because it is of nobody."""
    if arrival.kind == Kind.DEELNEMER:
        arrival.participant.conversation = conversation
        visit = join_key(arrival.key_digest, give_link(arrival.participant, Purpose.ZAAL))
        Visit.objects.filter(pk=visit.pk).update(opened_at=timezone.now())  # what it gave before is not its own
    elif arrival.kind == Kind.SCHERM:
        join_key(arrival.key_digest, give_screen_link(conversation, by))


def settle(conversation, arrival, state, act, by):
    Arrival.objects.filter(pk=arrival.pk).update(state=state, answered_at=timezone.now())
    record(act, by=by, conversation=conversation, participant=arrival.participant_id, kind=arrival.kind)


def end_room_visits(conversation, key_digests):
    """End what the code of the room opened in these browsers; a personal link that was opened there goes on."""
    visits = Visit.objects.filter(key_digest__in=key_digests, ended_at=None)
    of_people = visits.filter(link__participant__conversation=conversation, link__purpose=Purpose.ZAAL)
    of_screens = visits.filter(link__conversation=conversation, link__purpose=Purpose.SCHERM)
    for found in (of_people, of_screens):
        end(found)
