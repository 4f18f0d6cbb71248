"""Keeping up to date what overviews tell of each triangle: together with the signals, a batch at a time."""

from collections import defaultdict

from django.db.models import Count
from django.utils import timezone

from triangles.models import Corner, Seat

from . import signs
from .facts import AHEAD, ESTABLISHED
from .models import Agreement, AgreementStep, Conversation, Overseen, Phase
from .models.oversight import NEVER, NOT_PLANNED

Stand = Overseen.Stand
# Which signs an overview tells: those that follow from seats and days. None that follows from a score or a verdict, nor
# the one about late agreements: an agreement that was judged has another sign, so its absence would tell of a verdict.
TOLD = (signs.NEW_OPDRACHTGEVER, signs.NEW_PERSON, signs.LONG, signs.NO_DATE)
SAID = (
    "folded",
    *(f"of_{corner}" for corner in Corner.values),
    "rhythm",
    "last_on",
    "next_on",
    "stand",
    "late",
    "empty",
    "signs",
)
HOLDER = ("triangle", "triangle__name", "organisation", "corner")
TALKS = (
    Conversation.objects.filter(phase__in=[*AHEAD, Phase.VERSLAG])
    .order_by("held_on", "pk")
    .values("triangle", "phase", "held_on", "changed_at", "preparation_closed_at")
)
LATE = (
    Agreement.objects.open()
    .filter(conversation__phase__in=ESTABLISHED)
    .exclude(kind=Agreement.Kind.BESLUIT)
    .exclude(last_step__what=AgreementStep.What.GEDAAN)
    .order_by()
    .values_list("conversation__triangle")
    .annotate(Count("pk"))
)
THERE = Overseen.objects.order_by().values_list("pk", "triangle", "organisation", *SAID)


def refresh_overviews(keys, facts, found, day):
    """Write what overviews tell otherwise on `day` of the triangles `keys`, and remove what they no longer tell.

    `facts` are {key: Facts} of those in use and `found` {key: its Signs}; whoever calls holds the locks.
    """
    wanted = find_rows(facts, found, day)
    rows = THERE.filter(triangle__in=keys)
    there = {(triangle, organisation): (pk, tuple(said)) for pk, triangle, organisation, *said in rows}
    gone = [pk for place, (pk, _) in there.items() if place not in wanted]
    news = [(place, said) for place, said in wanted.items() if there.get(place, (None, None))[1] != said]
    if gone:
        Overseen.objects.filter(pk__in=gone).delete()
    made = [
        Overseen(triangle_id=triangle, organisation_id=organisation, **dict(zip(SAID, said, strict=True)))
        for (triangle, organisation), said in news
    ]
    unique = ["triangle", "organisation"]
    Overseen.objects.bulk_create(made, update_conflicts=True, unique_fields=unique, update_fields=SAID)


def find_rows(facts, found, day):
    """Return {(triangle, organisation): what its row says, in the order of SAID}."""
    names, held, filled = read_holders(list(facts), day)
    talks, late = read_talks(list(facts)), dict(LATE.filter(due_on__lt=day, conversation__triangle__in=list(facts)))
    rows = {}
    for (triangle, organisation), corners in held.items():
        known = facts[triangle]
        next_on, stand = tell_preparation(talks[triangle], day)
        rows[triangle, organisation] = (
            names[triangle].casefold()[:300],
            *(corner in corners for corner in Corner.values),
            known.rhythm,
            known.last_on or NEVER,
            next_on or NOT_PLANNED,
            stand,
            late.get(triangle, 0),
            " ".join(corner for corner in Corner.values if corner not in filled[triangle]),
            " ".join(kind for kind in TOLD if any(sign.kind == kind for sign in found[triangle])),
        )
    return rows


def read_holders(keys, day):
    """Return ({triangle: name}, {(triangle, organisation): its corners}, {triangle: corners somebody holds})."""
    names, held, filled = {}, defaultdict(set), defaultdict(set)
    seats = Seat.objects.on(day).filter(triangle__in=keys).order_by()
    for triangle, name, organisation, corner in seats.values_list(*HOLDER):
        names[triangle] = name
        held[triangle, organisation].add(corner)
        filled[triangle].add(corner)
    return names, held, filled


def read_talks(keys):
    found = defaultdict(list)
    for row in TALKS.filter(triangle__in=keys):
        found[row["triangle"]].append(row)
    return found


def tell_preparation(rows, day):
    """Return (day of the next conversation or None, how far its preparation is as an Overseen.Stand).

    `rows` are those of TALKS of one triangle, the earliest first. What runs goes before what comes, a day before none,
    and that before what lies behind.
    """
    told = [one for row in rows if (one := tell_talk(row, day))]
    _, next_on, stand = min(told, key=lambda one: one[0], default=(None, None, Stand.GEEN))
    return next_on, stand


def tell_talk(row, day):
    """Return (rank, day or None, Stand) of one conversation, or None when nothing is to be told of it."""
    phase, held_on = row["phase"], row["held_on"]
    is_ahead = held_on is not None and held_on >= day
    if phase == Phase.GESPREK:
        return 0, held_on if is_ahead else None, Stand.LOOPT
    if phase == Phase.VERSLAG:
        return 4, None, Stand.VERSLAG
    if is_ahead:
        return 1, held_on, stand_of(row)
    if held_on is None:
        is_left = day - timezone.localdate(row["changed_at"]) > signs.LEFT_LYING
        return None if is_left else (2, None, stand_of(row))
    return (3, None, Stand.VOORBIJ) if phase == Phase.VOORBEREIDING else None


def stand_of(row):
    if row["phase"] == Phase.CONCEPT:
        return Stand.CONCEPT
    return Stand.DICHT if row["preparation_closed_at"] else Stand.UITGENODIGD
