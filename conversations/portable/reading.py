"""Reading in one conversation with its triangle: all of it in one transaction, or nothing."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from conversations.advice import Advice
from conversations.models import Conversation, Participant, Phase, TipNote, Visibility, record
from triangles.changing import changed
from triangles.models import Membership, User

from .answers import show_answers, write_answers
from .findings import BadFileError, Finding, pointer
from .outcome import write_outcome
from .planning import advise
from .rules import Subjects, check, overlap
from .schema import day
from .seating import seat_triangle

LINES = ("title", "purpose", "shared_interest", "initiative", "embedded_in", "rhythm", "form", "place", "ground_rules")


@dataclass(frozen=True)
class Imported:
    """What reading gave: advice, `differences` (Findings) that were not taken over, and whether anybody sees it."""

    conversation: Conversation
    advice: list[Advice]
    differences: list[Finding]
    is_seen: bool


def import_document(document, *, adviser=None):
    """Write the JSON of a file and return an Imported; `adviser` is a User who gets to see the triangle, or None.

    Raises BadFileError, with everything that is wrong, before anything stays written.
    """
    subjects = Subjects.known()
    check(document, subjects)
    with transaction.atomic():
        seating = seat_triangle(document["triangle"])
        if adviser:
            Membership.objects.get_or_create(user=adviser, triangle=seating.triangle)
        conversation = write_conversation(document["conversation"], seating, subjects)
        changed(seating.triangle.pk)
        is_seen = bool(conversation.facilitator_id) or seating.triangle.memberships.exists()
    differences = seating.differences + list(readers_of_nothing(document))
    return Imported(conversation, advise(document, timezone.localdate()), differences, is_seen)


def readers_of_nothing(document):
    """Yield scores that say who may read an explanation that is not there."""
    for index, row in enumerate(document["conversation"].get("scores", [])):
        if row.get("visibility", Visibility.ZELF) != Visibility.ZELF and not row.get("explanation"):
            place = pointer(("conversation", "scores", index, "visibility"))
            yield Finding(place, "bij deze score staat geen toelichting; er is niets om te laten lezen")


def write_conversation(found, seating, subjects):
    is_over = bool(found.get("scores") or found.get("insights") or found.get("agreements"))
    conversation = create(found, seating.triangle, Phase.VERSLAG if is_over else Phase.CONCEPT)
    participants = write_participants(found, conversation, seating)
    write_tips(found.get("tips", {}), conversation, subjects)
    write_answers(found, conversation, participants, subjects)
    write_outcome(found, conversation, seating, subjects)
    if is_over:
        show_answers(conversation)
        conversation.pin_texts()
    counts = {name: len(found.get(name, [])) for name in ("participants", "reflections", "scores", "agreements")}
    record("ingelezen", conversation=conversation, **counts)
    return conversation


def create(found, triangle, phase):
    facilitator = found.get("facilitator", {})
    return Conversation.objects.create(
        triangle=triangle,
        phase=phase,
        preparation_closed_at=timezone.now() if phase == Phase.VERSLAG else None,
        held_on=day(found.get("date")),
        start=dt.time.fromisoformat(found["start"]) if "start" in found else None,
        duration_minutes=found.get("duration_minutes"),
        display=found["display"],
        outcomes=found.get("outcomes", []),
        focus=found.get("focus", []),
        self_facilitated=found.get("self_facilitated", False),
        facilitator=account(facilitator),
        facilitator_name=facilitator.get("name", ""),
        facilitator_organisation=facilitator.get("organisation", ""),
        facilitator_email=facilitator.get("email", ""),
        **{name: found.get(name, "") for name in LINES},
    )


def account(facilitator):
    """Return the user with a facilitator's profile and the address in the file, or None; never a new one."""
    if "email" not in facilitator:
        return None
    users = User.objects.filter(is_active=True, facilitator__isnull=False, email__iexact=facilitator["email"])
    return users.first()


def write_participants(found, conversation, seating):
    """Return {id in the file: Participant}. Raises BadFileError where a seat that was there already does not fit."""
    seats = {code: seating.seats[code] for code in found["participants"]}
    refused = list(misplaced(seats, conversation.held_on))
    if refused:
        raise BadFileError(refused)
    people = {code: Participant.from_seat(conversation, seat) for code, seat in seats.items()}
    Participant.objects.bulk_create(people.values())
    return people


def misplaced(seats, held_on):
    """Yield the participants that the seats of this installation, which win from the file, leave no place for."""
    taken = {}
    for index, (code, seat) in enumerate(seats.items()):
        place = pointer(("conversation", "participants", index))
        if taken.setdefault(seat.code, code) != code:
            yield Finding(place, f"deze plaats is hier dezelfde als die van ‘{taken[seat.code]}’; noem er één")
        if held_on and not overlap((seat.begins_on, seat.ends_on), (held_on, held_on)):
            days = f"van {seat.begins_on or 'altijd'} tot en met {seat.ends_on or 'nu'}"
            yield Finding(
                place,
                f"deze plaats staat hier al, {days}, en dat is niet op {held_on}; pas hier eerst de bezetting aan",
            )


def write_tips(found, conversation, subjects):
    TipNote.objects.bulk_create(
        TipNote(
            conversation=conversation,
            tip=subjects.tips[code],
            done=row.get("done", False),
            note=row.get("note", ""),
        )
        for code, row in found.items()
    )
