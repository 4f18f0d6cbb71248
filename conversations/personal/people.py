"""Whom a question is about. No table holds people: somebody is an address with a name, in one triangle or in all."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Max, Q

from conversations.models import Conversation, Participant, StandIn
from conversations.visits import is_closed
from driehoek.mail import Outbox
from triangles.models import Seat, Triangle, User
from triangles.seating import same_person


@dataclass(frozen=True)
class Person:
    """`participants` and `seats` are keys; `triangle` (its key) is the only one that is told of, None is all of them.

    `names` are those that stand with the address. `user` is the account with that address, if that is asked for too.
    `since` is when the mail address changed: what is older is not told, because somebody else may have changed it.
    `shares`: somebody else has this address too, so that it alone says of nothing whose it is.
    """

    address: str = ""
    names: tuple = ()
    participants: tuple = ()
    seats: tuple = ()
    user: User | None = None
    triangle: int | None = None
    since: dt.datetime | None = None
    shares: bool = False

    @property
    def is_known(self):
        if self.names or self.user:
            return True
        return not self.shares and Outbox.objects.filter(to__iexact=self.address).exists()


def is_surely_them(visit):
    """Whether who looks in this browser is the participant: the code from their mailbox was typed here.

    Without an address, or where all that was written stays shut, no code can be typed: then nothing is told.
    """
    return visit.reads_back and visit.has_typed_code


def can_be_asked(participant):
    """Whether a code can be mailed to `participant` and opens anything."""
    return bool(participant.email) and not is_closed(participant)


def told_to(visit):
    """Return the Person that a visit may read about: every seat of theirs in this triangle, under this very address."""
    one = visit.link.participant
    person = in_triangle(one.conversation.triangle_id, one.email, one.name)
    closed = Participant.objects.filter(pk__in=person.participants, texts_closed_at__isnull=False)
    return replace(person, since=closed.aggregate(newest=Max("texts_closed_at"))["newest"])


def in_triangle(triangle, address, name):
    """Return the Person with this address and name in one triangle; an address that two share tells of one of them."""
    people = Participant.objects.filter(conversation__triangle=triangle, email__iexact=address).order_by("pk")
    mine = [one for one in people if same_person(one.name, name)]
    seats = Seat.objects.filter(triangle=triangle).filter(Q(email__iexact=address) | Q(participations__in=mine))
    seats = tuple(sorted({seat.pk for seat in seats if same_person(seat.person, name)}))
    return Person(address, (name,), tuple(one.pk for one in mine), seats, None, triangle)


def everything_of(participant):
    """Return the Person to erase by the wish of `participant`: in this triangle, also where they had another address.

    That is whoever sat on the same seat under the same name.
    """
    triangle, name = participant.conversation.triangle_id, participant.name
    same = Q(seat=participant.seat_id) | Q(pk=participant.pk)
    same |= Q(email__iexact=participant.email) if participant.email else Q()
    people = Participant.objects.filter(same, conversation__triangle=triangle).order_by("pk")
    mine = [one for one in people if same_person(one.name, name)]
    seats = {seat.pk for seat in Seat.objects.filter(participations__in=mine) if same_person(seat.person, name)}
    return Person(participant.email, (name,), tuple(one.pk for one in mine), tuple(sorted(seats)), None, triangle)


def with_address(address, name=""):
    """Return the Person with this address in all triangles, with their account; `name` chooses where more share it."""
    people = list(Participant.objects.filter(email__iexact=address).order_by("pk"))
    seats = list(Seat.objects.filter(email__iexact=address).order_by("pk"))
    chosen = [one for one in people if not name or same_person(one.name, name)]
    sat = [seat for seat in seats if not name or same_person(seat.person, name)]
    user = User.objects.filter(email__iexact=address).first()
    user = user if user and (not name or same_person(user.name, name)) else None
    others = names_of_others(address)
    names = [one.name for one in chosen] + [seat.person for seat in sat] + ([user.name] if user else [])
    names += [one for one in others if not name or same_person(one, name)]
    everybody = [one.name for one in people] + [seat.person for seat in seats] + others
    return Person(
        address,
        tuple(each_once(names)),
        tuple(one.pk for one in chosen),
        tuple(seat.pk for seat in sat),
        user,
        shares=bool(name) and any(not same_person(one, name) for one in everybody),
    )


def names_of_others(address):
    """Return the names under which somebody with `address` was only mentioned: to stand in, or to facilitate."""
    proposed = StandIn.objects.filter(email__iexact=address).values_list("name", flat=True)
    guides = Conversation.objects.filter(facilitator_email__iexact=address).values_list("facilitator_name", flat=True)
    return [name for name in (*proposed, *guides) if name]


def each_once(names):
    """Return the names without those that are the same but for capitals and spaces, in order."""
    found = []
    for name in names:
        if not any(same_person(name, known) for known in found):
            found.append(name)
    return found


def of_account(user):
    """Return the Person that somebody with an account is, without what they are elsewhere as a participant."""
    return Person(user.email, (user.name,), (), (), user, None)


def triangles_of(person):
    """Return the triangles in which somebody holds a seat or sat at a table."""
    of_people = Participant.objects.filter(pk__in=person.participants).values("conversation__triangle")
    of_seats = Seat.objects.filter(pk__in=person.seats).values("triangle")
    return Triangle.objects.filter(Q(pk__in=of_people) | Q(pk__in=of_seats)).order_by("pk")
