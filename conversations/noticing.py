"""The signs that it is time to talk as pages tell them: each with why, and one act. Read here, never written."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from driehoek.prepared import Prepared
from triangles.models import Membership

from .attention import LATER, Notice, address
from .models import Signal
from .signs import (
    CORNER_EMPTY,
    FURTHER_APART,
    KINDS,
    LONG,
    NEW_OPDRACHTGEVER,
    NEW_PERSON,
    NO_DATE,
    NOT_KEPT,
    OVERDUE,
    Sign,
)

FIRST = 3  # on the page of a triangle; the others can be opened
AT_HOME = 200  # signs that home reads at most
FIELDS = ("pk", "kind", "subject", "why", "dismissed_until")
ROWS = Signal.objects.order_by("pk").values_list("triangle", *FIELDS)
HOME_ROWS = (  # from the side of the adviser, as that is asked for
    Membership.objects.filter(triangle__signals__isnull=False)
    .order_by("triangle")
    .values_list("triangle", *(f"triangle__signals__{name}" for name in FIELDS))
)


def begin_of(user):
    return HOME_ROWS.filter(user=user)[:AT_HOME]


BEGIN_OF = Prepared(begin_of, user=-9001)
ROWS_OF = Prepared(lambda triangle: ROWS.filter(triangle=triangle), triangle=-9001)
MORE = "{} · {} En nog {} {} om te praten."
TITLES = {
    NEW_OPDRACHTGEVER: "Er is een nieuwe opdrachtgever",
    NEW_PERSON: "Er zit iemand nieuw in een hoek",
    NOT_KEPT: "Een afspraak is volgens een hoek niet nagekomen",
    FURTHER_APART: "De afstand bij een principe groeide",
    OVERDUE: "Een afspraak is over de datum",
    LONG: "Het is tijd voor een gesprek",
    NO_DATE: "Plan het volgende gesprek",
}


@dataclass(frozen=True)
class ToldSign(Sign):
    """A Sign with the number of its row and of its triangle; `until` is the day until when it is hidden, or None."""

    triangle: int
    pk: int
    until: date | None = None

    def is_hidden(self, day):
        return self.until is not None and self.until > day

    @property
    def page(self):
        """The route where its act is done, about the triangle."""
        return "triangles:seat_new" if self.kind == CORNER_EMPTY else "conversations:new"

    @property
    def place(self):
        """What comes behind that address, so that what the sign knows is filled in there."""
        if self.kind == CORNER_EMPTY:
            return f"?{urlencode({'hoek': self.subject})}"
        return f"?{urlencode({'teken': self.kind} | ({'over': self.subject} if self.subject else {}))}"

    @property
    def url(self):
        return address(self.page, self.triangle) + self.place


@dataclass(frozen=True)
class TriangleSigns:
    """The signs of one triangle: `shown` in their order, and `hidden`, that come back first on top."""

    shown: list
    hidden: list

    @property
    def to_talk(self):
        """Whether one of them asks for a conversation, and not only for somebody in an empty corner."""
        return any(sign.kind != CORNER_EMPTY for sign in self.shown)

    @property
    def first(self):
        return self.shown[:FIRST]

    @property
    def rest(self):
        return self.shown[FIRST:]


def read_signs(triangle, day):
    """Return the TriangleSigns of a triangle on `day`; one query."""
    found = in_order(tell(row) for row in ROWS_OF.ask(triangle=triangle.pk))
    hidden = sorted((sign for sign in found if sign.is_hidden(day)), key=lambda sign: sign.until)
    return TriangleSigns([sign for sign in found if not sign.is_hidden(day)], hidden)


def tell(row):
    triangle, pk, kind, subject, why, until = row
    return ToldSign(kind, subject, why, triangle, pk, until)


def in_order(found):
    return sorted(found, key=lambda sign: (KINDS.index(sign.kind), sign.pk))


def read_notices(user, names, late, day, is_all=False):
    """Return a Notice for each triangle that `user` advises and that shows a sign on `day`; one query.

    `names` are {key of a triangle: its name}, `late` the keys of agreements of which home tells already. A long list
    ends at a whole triangle, unless `is_all` asks for everything.
    """
    rows = list(HOME_ROWS.filter(user=user.pk)) if is_all else BEGIN_OF.ask(user=user.pk)
    if len(rows) == AT_HOME and not is_all:
        rows = [row for row in rows if row[0] != rows[-1][0]] or rows
    found = defaultdict(list)
    for sign in map(tell, rows):
        if sign.triangle in names and not sign.is_hidden(day) and not is_told(sign, late):
            found[sign.triangle].append(sign)
    return [about_signs(names[key], in_order(mine)) for key, mine in found.items()]


def is_told(sign, late):
    """Whether home has a notice of its own about the same thing."""
    return sign.kind == CORNER_EMPTY or (sign.kind == OVERDUE and sign.subject in late)


def about_signs(name, mine):
    """Return the one Notice of a triangle with this `name` about its signs: the first, and how many more there are."""
    first, more = mine[0], len(mine) - 1
    if not more:
        told = partial("{} · {}".format, name, first.why)
        return Notice(LATER, TITLES[first.kind], told, first.page, first.triangle, first.place, first.act)
    told = partial(MORE.format, name, first.why, more, "reden" if more == 1 else "redenen")
    page, place = "conversations:triangle", "#aanleiding"
    return Notice(LATER, TITLES[first.kind], told, page, first.triangle, place, "Bekijk waarom")
