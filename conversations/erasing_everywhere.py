"""Erasing a person on a written request: in every triangle, with their account, decided by two named accounts."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from driehoek.mail import Outbox
from triangles.models import Seat

from .erasing import check_hold, erase_in_triangle
from .erasing_accounts import erase_account
from .erasure_journal import note, note_person
from .models import Conversation, ErasureRequest, Participant, StandIn, record
from .personal.kept_of_accounts import in_queue
from .personal.people import triangles_of
from .stripping import NAME_GONE


def erase_everywhere(person, approved_by, confirmed_by):
    """Erase a Person with an address in all triangles; return [(words, Erased)], of the account last.

    One transaction. Raises HeldError and AccountInUseError, and then nothing is done.
    """
    done = []
    with transaction.atomic():
        for triangle in triangles_of(person):
            erased = erase_by_two(part_in(person, triangle), triangle, approved_by, confirmed_by)
            done.append((f"Driehoek {triangle.pk}", erased.counts, erased.kept))
        done.append(("Elders genoemd", {"keren": forget_mentions(person)}, {}))
        if person.user:
            counts = erase_account(person.user, shares=person.shares)
            record("account gewist", by=confirmed_by, user=person.user.pk)
            done.append(("Account", counts, {"nummer van het account": person.user.pk}))
    return done


def part_in(person, triangle):
    """Return what a Person is in one triangle."""
    people = Participant.objects.filter(pk__in=person.participants, conversation__triangle=triangle)
    seats = Seat.objects.filter(Q(pk__in=person.seats) | Q(participations__in=people), triangle=triangle)
    keys = [tuple(rows.distinct().order_by("pk").values_list("pk", flat=True)) for rows in (people, seats)]
    return replace(person, participants=keys[0], seats=keys[1], user=None, triangle=triangle.pk)


def erase_by_two(person, triangle, approved_by, confirmed_by):
    """Erase in one triangle, with the proof of who decided; wishes that waited are met by it."""
    now, first = timezone.now(), Participant.objects.filter(pk__in=person.participants).first()
    decided = {"approved_by": approved_by, "approved_at": now, "confirmed_by": confirmed_by, "decided_at": now}
    decided["state"] = ErasureRequest.State.GEWIST
    ErasureRequest.objects.waiting().filter(participant__in=person.participants).update(**decided)
    asked = ErasureRequest.objects.create(triangle=triangle, participant=first, in_writing=True, **decided)
    erased = erase_in_triangle(person, by=confirmed_by)
    note_person(person, approved_by, confirmed_by)
    ErasureRequest.objects.filter(pk=asked.pk).update(counts=dict(erased.counts), kept=dict(erased.kept))
    record("persoon gewist", by=confirmed_by, triangle=triangle, request=asked.pk)
    return erased


def forget_mentions(person):
    """Take the address, with the name beside it, out of what only mentions them; return how often that was."""
    asked, talks = StandIn.objects.filter(email__iexact=person.address), Conversation.objects.all()
    talks = talks.filter(facilitator_email__iexact=person.address)
    if person.shares:
        asked = asked.filter(name__iexact=person.names[0])
        talks = talks.filter(facilitator_name__iexact=person.names[0])
    named = Q(pk__in=talks.values("pk")) | Q(participants__in=asked.values("participant"))
    check_hold(Conversation.objects.filter(pk__in=Conversation.objects.filter(named).values("pk")))
    return forget_rows(asked, talks) + Outbox.objects.filter(in_queue(person)).delete()[0]


def forget_rows(asked, talks):
    """Take name and address out of those asked to stand in, and out of conversations somebody guided; return how many.

    Two querysets.
    """
    keys = {"stand_ins": asked, "conversations": talks}
    keys = {name: list(rows.order_by("pk").values_list("pk", flat=True)) for name, rows in keys.items()}
    if not any(keys.values()):
        return 0
    note("vermeldingen", **keys)
    number = StandIn.objects.filter(pk__in=keys["stand_ins"]).update(name="", function="", email="")
    talks = Conversation.objects.filter(pk__in=keys["conversations"])
    return number + talks.update(facilitator_email="", facilitator_name=NAME_GONE)
