"""Doing again, in a restored database, what was erased after its backup: by the journal, and by what is over its term.

Everything here is safe to do twice.
"""

import datetime as dt
from collections import Counter

from django.contrib.sessions.models import Session
from django.db import transaction

from triangles.models import Seat, Triangle, User
from triangles.seating import same_person

from .destruction import destroy_conversation
from .erasing import erase_in_triangle
from .erasing_accounts import AccountInUseError, erase_account
from .erasing_everywhere import erase_by_two, forget_rows
from .erasure_journal import read, unwritten
from .models import Conversation, Destruction, HeldError, Participant, PhaseError, StandIn, record
from .personal.people import Person, each_once
from .rehearsal import clear_rehearsals
from .retention.holds import lift_hold, place_hold
from .retention.nightly import clear_due
from .retention.traces import forget_earlier_texts, forget_traces
from .stripping import NAME_GONE

MARGIN = dt.timedelta(minutes=1)  # for clocks that differ a little
BY_TERM = (clear_rehearsals, clear_due, forget_earlier_texts, forget_traces)
HOLDER = "Teruggezet uit het journaal"
REASON = "Opgelegd of opgeheven na de reservekopie. Wie en waarom staat daar niet in: kijk in uw eigen papieren."


class UnknownKindError(Exception):
    """A journal tells of an act that this version does not know."""


def replay(paths, since):
    """Erase again what the journals `paths` say since a moment; return two lists of Dutch lines: done, and failed."""
    acts, done, failed = read(paths, since - MARGIN), Counter(), []
    with unwritten():
        for act in acts:
            try:
                with transaction.atomic():
                    done[act["kind"]] += bool(AGAIN.get(act["kind"], refuse)(act))
            except (AccountInUseError, HeldError, UnknownKindError) as refused:
                at = act["at"].isoformat(timespec="minutes")
                failed.append(f"Niet opnieuw gedaan: {act['kind']} van {at}. {refused}")
        told = [f"Opnieuw gedaan: {kind} {number} keer." for kind, number in sorted(done.items()) if number]
        return told + [line for line in (work() for work in BY_TERM) if line], failed


def refuse(act):
    raise UnknownKindError("Deze versie kent dat niet.")


def again_person(act):
    triangle, person = Triangle.objects.filter(pk=act["triangle"]).first(), person_of(act)
    if triangle is None or not (person.participants or person.seats):
        return False
    two = [User.objects.filter(pk=key).first() for key in act["by"]]
    if all(two):
        erase_by_two(person, triangle, *two)
    else:  # who decided has an account since, that this database does not know
        erase_in_triangle(person, by=None)
        record("persoon gewist", triangle=triangle)
    return True


def person_of(act):
    """Return the Person as this database knows the rows of an act: with the address and names that stand here."""
    people = Participant.objects.filter(pk__in=act["participants"], conversation__triangle=act["triangle"])
    seats = Seat.objects.filter(pk__in=act["seats"], triangle=act["triangle"])
    names = [one.name for one in people] + [seat.person for seat in seats]
    names = tuple(name for name in each_once(names) if not same_person(name, NAME_GONE))
    address = next((row.email for row in (*people, *seats) if row.email), "")
    keys = [tuple(rows.order_by("pk").values_list("pk", flat=True)) for rows in (people, seats)]
    return Person(address, names, *keys, triangle=act["triangle"], shares=act["shares"])


def again_account(act):
    user = User.objects.filter(pk=act["user"], is_active=True).first()
    if user is None:
        return False
    erase_account(user, shares=act["shares"])
    record("account gewist", user=user.pk)
    return True


def again_mentions(act):
    return forget_rows(
        StandIn.objects.filter(pk__in=act["stand_ins"]), Conversation.objects.filter(pk__in=act["conversations"])
    )


def again_concept(act):
    conversation = found(act)
    if conversation:
        destroy_conversation(conversation, Destruction.Rule.CONCEPT)
    return conversation


def again_hold(act):
    return settled(place_hold, act)


def again_lifted(act):
    return settled(lift_hold, act)


def settled(work, act):
    """Place or lift a hold; return whether that changed anything."""
    conversation = found(act)
    try:
        return conversation and (work(conversation, HOLDER, REASON) or True)
    except PhaseError:
        return False


def found(act):
    return Conversation.objects.filter(pk=act["conversation"]).first()


AGAIN = {
    "persoon": again_person,
    "account": again_account,
    "vermeldingen": again_mentions,
    "concept": again_concept,
    "bewaarplicht": again_hold,
    "bewaarplicht opgeheven": again_lifted,
}


def end_all_sessions():
    """Have everybody log in again: who was logged out since the backup would be in again otherwise."""
    return Session.objects.all().delete()[0]
