"""The overview of an organisation: its triangles and their rhythm, page by page, in a flat number of queries.

Nothing here ranks: a list stands by name or by day, and counts nothing over triangles.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from driehoek.prepared import Prepared, as_dicts
from triangles.models import Corner, Membership, Organisation, Seat, User

from . import signs
from .models import Conversation, Overseen
from .models.oversight import NEVER, NOT_PLANNED
from .paging import as_day, as_name, as_number, read_place, write_place
from .search import holding

SHOWN, AT_ONCE = 50, 500  # rows of a page, and of what a file reads at once
BY_NAME = "naam"
ORDERS = {BY_NAME: "folded", "laatste": "last_on", "volgende": "next_on"}
ANY, NONE = "een", "geen"  # what can be asked beside the values themselves
LATE = signs.OVERDUE
SIGNS = {
    signs.LONG: "tijd voor een gesprek",
    signs.NO_DATE: "geen datum voor het volgende gesprek",
    signs.NEW_OPDRACHTGEVER: "nieuwe opdrachtgever",
    signs.NEW_PERSON: "iemand nieuw in een hoek",
}
NO_RHYTHM = "geen ritme afgesproken"
COLUMNS = (
    *("pk", "triangle", "triangle__name", "folded", "rhythm", "last_on", "next_on"),
    *("stand", "late", "empty", "signs"),
)
SEEN = (*COLUMNS, "advises")
LISTED = Overseen.objects.values(*COLUMNS)
CORNERS, RHYTHMS, STANDS = Corner.values, dict(Conversation.Rhythm.choices), dict(Overseen.Stand.choices)


@dataclass(frozen=True)
class Oversight:
    """`rows` are dicts of LISTED with their words; `next_place` continues the list as text, or '' at its end."""

    rows: list
    next_place: str


def read_oversight(user, organisation, day, *, order=BY_NAME, wanted=None, place=None, shown=SHOWN):
    """Return a page of the Oversight that `user` has of an organisation (its key) as it stands on `day`.

    `order` is a key of ORDERS, `wanted` {name: what is asked} of `limit`, `place` where the page before ended, as read
    by `parse_place`. Two queries, one when nothing is found.
    """
    if wanted or place or shown != SHOWN:
        rows = ask(user.pk, organisation, day, order=order, wanted=wanted, place=place)
        found = as_dicts(SEEN, rows[: shown + 1])
    else:
        found = as_dicts(SEEN, BEGIN_OF[order].ask(user=user.pk, organisation=organisation, day=day))
    by, last = ORDERS[order], found[shown - 1] if len(found) > shown else None
    return Oversight(tell(found[:shown], day), write_place(last[by], last["pk"]) if last else "")


def ask(user, organisation, day, *, order, wanted=None, place=None):
    """Ask for the rows of SEEN that the user with this key has of an organisation; the rest is as above."""
    by, advised = ORDERS[order], Membership.objects.filter(user=user, triangle=OuterRef("triangle"))
    rows = LISTED.visible_to(User(pk=user), day).filter(organisation=organisation)
    rows = limit(rows, day, **wanted or {}).order_by(by, "pk")
    if place:
        rows = rows.filter(TupleGreaterThan(Tuple(F(by), F("pk")), place))
    return rows.annotate(advises=Exists(advised)).values_list(*SEEN)


def ask_begin(order, user, organisation, day):
    return ask(user, organisation, day, order=order)[: SHOWN + 1]


BEGIN_OF = {
    order: Prepared(partial(ask_begin, order), user=-9001, organisation=-9002, day=date(1, 1, 2)) for order in ORDERS
}


def read_whole_oversight(user, organisation, day, **asked):
    """Yield all rows that are asked for, without pages; two queries per AT_ONCE of them."""
    place = None
    while True:
        page = read_oversight(user, organisation, day, place=place, shown=AT_ONCE, **asked)
        yield from page.rows
        if not page.next_place:
            return
        place = parse_place(page.next_place, asked.get("order", BY_NAME))


def limit(rows, day, *, rhythm="", corner="", empty="", sign="", words="", opdrachtnemer=None):
    """Limit rows to what is asked; what is empty asks nothing. `opdrachtnemer` is the key of an organisation."""
    asked = Q()
    if rhythm:
        asked &= Q(rhythm="" if rhythm == NONE else rhythm)
    if corner:
        asked &= Q(**{f"of_{corner}": True})
    if empty:
        asked &= ~Q(empty="") if empty == ANY else Q(empty__contains=empty)
    if sign:
        asked &= with_sign(sign)
    if opdrachtnemer:
        asked &= Exists(seats_of(opdrachtnemer, day).filter(triangle=OuterRef("triangle")))
    return rows.filter(asked & holding(words.casefold().split(), "folded"))


def with_sign(sign):
    """Return the condition that a row has something that asks attention, or this one thing."""
    if sign == ANY:
        return ~Q(signs="") | ~Q(empty="") | Q(late__gt=0)
    return Q(late__gt=0) if sign == LATE else Q(signs__contains=sign)


def seats_of(opdrachtnemer, day):
    return Seat.objects.on(day).filter(corner=Corner.OPDRACHTNEMER, organisation=opdrachtnemer)


def who_looks(user, opdrachtnemer, day):
    """Return the organisations from whose overview `user` may look at an opdrachtnemer: itself, or those beside it.

    Beside it are those that hold a seat on `day` in a triangle in use of which it is the opdrachtnemer.
    """
    mine = Organisation.objects.overseen_by(user)
    itself = list(mine.filter(pk=opdrachtnemer.pk))
    in_use = {"triangle__archived_at__isnull": True, "triangle__rehearsal_until__isnull": True}
    shared = seats_of(opdrachtnemer, day).filter(**in_use).values("triangle")
    beside = Seat.objects.on(day).filter(organisation=OuterRef("pk"), triangle__in=shared)
    return itself or list(mine.filter(Exists(beside)).order_by("name"))


def parse_place(text, order):
    return read_place(text, (as_name if order == BY_NAME else as_day, as_number))


def tell(rows, day):
    """Return `rows` with what the page says in words; one query for who holds the corners on `day`."""
    sides = read_sides([row["triangle"] for row in rows], day) if rows else {}
    for row in rows:
        row["sides"] = [(corner, sides.get((row["triangle"], corner), [])) for corner in CORNERS]
        row["rhythm_words"] = RHYTHMS[row["rhythm"]] if row["rhythm"] else NO_RHYTHM
        row["last_day"] = row["last_on"] if row["last_on"] != NEVER else None
        row["next_day"] = row["next_on"] if day <= row["next_on"] != NOT_PLANNED else None
        row["stand_words"] = STANDS[row["stand"]]
        row["late_words"] = late_words(row["late"])
        row["sign_words"] = [SIGNS[kind] for kind in row["signs"].split()]
        row["empty_corners"] = row["empty"].split()
    return rows


def late_words(number):
    if not number:
        return ""
    return "1 afspraak over de datum" if number == 1 else f"{number} afspraken over de datum"


def ask_sides(triangles, day):
    seats = Seat.objects.on(day).filter(triangle__in=triangles).order_by("organisation__name")
    return seats.values_list("triangle", "corner", "organisation", "organisation__name").distinct()


SIDES = Prepared(ask_sides, triangles=[-9001], day=date(1, 1, 2))


def read_sides(keys, day):
    """Return {(triangle, corner): [(key, name) of each organisation there]} on `day`, by name."""
    found = {}
    for triangle, corner, *organisation in SIDES.ask(triangles=keys, day=day):
        found.setdefault((triangle, corner), []).append(tuple(organisation))
    return found
