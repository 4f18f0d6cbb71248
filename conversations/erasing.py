"""Erasing a person in one triangle, in one transaction: what was theirs goes, what must stay is counted and told."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from driehoek.mail import Outbox
from triangles.changing import changed
from triangles.models import Seat, Triangle
from triangles.seating import same_person

from .models import (
    Agreement,
    AgreementStep,
    AuditEvent,
    Conversation,
    Destruction,
    EarlierText,
    HeldError,
    LegalHold,
    Participant,
    Report,
    Score,
    destroying,
)
from .personal.kept_of_accounts import in_log, in_queue
from .stripping import FUNCTION_GONE, NAME_GONE, strip

HELD = "Op een gesprek in deze driehoek ligt een bewaarplicht: er mag niets weg."


@dataclass
class Erased:
    """What went and what stayed: numbers under fixed words."""

    counts: Counter = field(default_factory=Counter)
    kept: Counter = field(default_factory=Counter)


def erase_in_triangle(person, *, by):
    """Erase `person` (a Person of one triangle) by the decision of `by`, a User; return what went as Erased.

    Raises HeldError, with nothing done, when a legal hold lies on any conversation of the triangle.
    """
    triangle, found = Triangle.objects.get(pk=person.triangle), Erased()
    with transaction.atomic():
        check_hold(triangle.conversations.all())
        found.counts["mail"] = Outbox.objects.filter(in_queue(person)).delete()[0]
        of_people = Participant.objects.filter(pk__in=person.participants).order_by("conversation", "pk")
        for one in of_people.select_related("conversation__triangle"):
            with destroying(one.conversation, Destruction.Rule.PERSOON, by=by) as counts:
                counts.update(strip(one, keeps_name=one.conversation.reports.established().exists()))
                found.counts.update(counts)
        found.counts["afspraken"] = forget_owner(triangle, person)
        found.counts["eerdere_teksten"] = forget_earlier(triangle, person)
        found.counts["plaatsen"] = forget_seats(person)
        forget_mentions(triangle, person)
        found.kept = what_stays(person)
        changed(triangle.pk)
    return found


def forget_owner(triangle, person):
    """Let their agreements keep the corner only, also in the chain of what they were; return how many."""
    found = [one for one in Agreement.objects.filter(conversation__triangle=triangle) if is_owned(one, person)]
    for one in found:
        Agreement.objects.filter(pk=one.pk).update(owner=None, owner_name="", version=F("version") + 1)
    steps = AgreementStep.objects.filter(agreement__conversation__triangle=triangle).exclude(before={})
    for step in steps:
        if any(same_person(step.before.get("owner_name") or "", name) for name in person.names):
            AgreementStep.objects.filter(pk=step.pk).update(before=step.before | {"owner_name": ""})
    return len(found)


def is_owned(agreement, person):
    return agreement.owner_id in person.seats or any(same_person(agreement.owner_name, name) for name in person.names)


def forget_earlier(triangle, person):
    """Remove earlier versions of shared texts that name them; return how many."""
    texts = EarlierText.objects.filter(conversation__triangle=triangle)
    named = [text.pk for text in texts if any(names(text.value, name) for name in person.names)]
    return EarlierText.objects.filter(pk__in=named).delete()[0]


def names(value, name):
    """Whether a value of JSON holds `name` as whole words, whatever its capitals."""
    words = rf"(?<!\w){re.escape(name.casefold())}(?!\w)"
    return bool(name.strip()) and any(re.search(words, text.casefold()) for text in texts_in(value))


def texts_in(value):
    """Yield the texts in a value of JSON."""
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from texts_in(one)


def forget_seats(person):
    """End their seats today without address, and without name where no verslag holds it; return how many."""
    today = timezone.localdate()
    for seat in Seat.objects.filter(pk__in=person.seats):
        changes = {"email": "", "mandate": "", "version": F("version") + 1}
        if not Report.objects.established().filter(conversation__participants__seat=seat).exists():
            changes |= {"person": NAME_GONE, "function": FUNCTION_GONE, "coordinating": False}
        if seat.ends_on is None or seat.ends_on > today:
            changes["ends_on"] = max(today, seat.begins_on or today)
        Seat.objects.filter(pk=seat.pk).update(**changes)
    return len(person.seats)


def forget_mentions(triangle, person):
    """Take their name out of the fields that hold one name: who coordinates, and who facilitates without account."""
    if any(same_person(triangle.process_coordinator, name) for name in person.names):
        Triangle.objects.filter(pk=triangle.pk).update(process_coordinator="", version=F("version") + 1)
    if person.address:
        talks = Conversation.objects.filter(triangle=triangle, facilitator_email__iexact=person.address)
        if person.shares:
            talks = talks.filter(facilitator_name__iexact=person.names[0])
        talks.update(facilitator_email="", facilitator_name=NAME_GONE, version=F("version") + 1)


def what_stays(person):
    """Count what must stay: reports that name them, shown scores without name, and lines of the log with numbers."""
    conversations = Participant.objects.filter(pk__in=person.participants).values("conversation")
    reports = Report.objects.established().filter(conversation__in=conversations)
    kept = Counter(verslagen=reports.count(), auditregels=AuditEvent.objects.filter(in_log(person)).count())
    kept["scores_zonder_naam"] = Score.objects.filter(conversation__in=conversations, participant=None).count()
    return Counter({word: number for word, number in kept.items() if number})


def check_hold(conversations):
    """Keep `conversations` (a queryset) free of a new legal hold until the transaction ends. Raises HeldError for one.

    A person is named in more conversations than those where they sat: as owner, as guide, to stand in.
    """
    keys = [found.pk for found in conversations.order_by("pk").select_for_update(of=("self",))]
    if LegalHold.objects.open().filter(conversation__in=keys).exists():
        raise HeldError(HELD)


def is_held(person):
    """Whether a legal hold lies on a conversation of their triangle."""
    return LegalHold.objects.open().filter(conversation__triangle=person.triangle).exists()
