"""Who sits where: periods, codes, organisations, and the steps that change more than one seat."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from driehoek.prepared import Prepared

from .changing import changed, keep
from .models import Organisation, Seat
from .wording import CornerWords, corner_words

ALL_SEATS = Seat.objects.select_related("organisation")
SEATS = Prepared(lambda triangle: ALL_SEATS.filter(triangle=triangle), triangle=-9001)
KEPT = (
    "Deze plaats hoort bij een gesprek of een afspraak en kan daarom niet weg. "
    "Zit deze persoon er niet meer? Vul dan bij de plaats een laatste dag in."
)


def overlaps(one, other):
    """Whether two periods (first day, last day) have a day in common; both are inclusive and None is open."""
    return not any(last and first and last < first for (first, _), (_, last) in ((one, other), (other, one)))


def organisation_named(name):
    """Return the organisation of this name whatever its capitals, made when it is new; inside a transaction."""
    try:
        with transaction.atomic():
            return find_organisation(name) or Organisation.objects.create(name=name)
    except IntegrityError:  # somebody added it just now
        return find_organisation(name)


def find_organisation(name):
    return Organisation.objects.annotate(folded=Lower("name")).filter(folded=Lower(Value(name))).first()


def organisations_known_to(user):
    """Return the names of the organisations in the triangles that `user` advises, by name."""
    mine = Organisation.objects.filter(seats__triangle__memberships__user=user)
    return list(mine.order_by("name").distinct().values_list("name", flat=True))


def new_code(triangle, corner):
    """Return a code for a new seat, unique in the triangle: the corner with a number."""
    taken = set(triangle.seats.values_list("code", flat=True))
    return next(code for number in count(1) if (code := f"{corner}-{number}") not in taken)


def same_person(one, other):
    """Whether two names are the same but for capitals and spaces."""
    folded = [re.sub(r"\s+", " ", name).strip().casefold() for name in (one, other)]
    return folded[0] == folded[1]


def replace_seat(old, new, last_day):
    """End `old` on `last_day` and begin `new`, an unsaved Seat, the day after; inside a transaction."""
    old.ends_on, old.version = last_day, old.version + 1
    old.save(update_fields=["ends_on", "version"])
    new.begins_on = last_day + timedelta(days=1)
    new.save()


def remove_seat(seat, by):
    """Take away a seat entered by mistake. Raises ValidationError when a conversation or an agreement holds it."""
    with transaction.atomic():
        seat = Seat.objects.select_for_update().get(pk=seat.pk)
        if seat.participations.exists() or seat.owned_agreements.exists():
            raise ValidationError(KEPT)
        keep("plaats verwijderd", by=by, triangle=seat.triangle, seat=seat.pk)
        seat.delete()
        changed(seat.triangle_id)


@dataclass(frozen=True)
class CornerSeats:
    """The seats of one corner on a day: `now`, `coming` and `former`, each in the order of their beginning."""

    words: CornerWords
    now: list
    coming: list
    former: list


def seats_by_corner(triangle, day):
    """Return the CornerSeats of each corner, in the order of every list; one query."""
    seats = SEATS.objects(triangle=triangle.pk)
    seats.sort(key=lambda seat: (seat.begins_on or date.min, seat.pk))
    return [
        CornerSeats(
            words,
            *(
                [seat for seat in seats if seat.corner == words.corner and when(seat, day) == moment]
                for moment in ("now", "coming", "former")
            ),
        )
        for words in corner_words(triangle.kind)
    ]


def when(seat, day):
    """Say whether a seat lies around, after or before `day`: 'now', 'coming' or 'former'."""
    if seat.ends_on and seat.ends_on < day:
        return "former"
    return "coming" if seat.begins_on and seat.begins_on > day else "now"
