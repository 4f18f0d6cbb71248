"""The examples of all organisations, the newest first, page by page in one query."""

from dataclasses import dataclass
from functools import partial

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from principles.models import PrincipleText

from .models import Example
from .paging import as_day, as_number, read_place, write_place
from .search import holding

SHOWN = 30
PLACE = ("published_on", "pk")
parse_place = partial(read_place, kinds=(as_day, as_number))
LISTED = Example.objects.order_by("-published_on", "-pk").values(*PLACE, "kind", "title", "why", "organisation")


@dataclass(frozen=True)
class Shelf:
    """`rows` are dicts of LISTED; `next_place` continues the list as text, or '' at its end."""

    rows: list
    next_place: str


def read_examples(*, kind="", words="", place=None):
    """Return a page of the Shelf; `kind` and `words` limit it, `place` is where the page before ended. One query."""
    rows = LISTED.filter(holding(words.split(), "title", "why", "organisation"))
    if kind:
        rows = rows.filter(kind=kind)
    if place:
        rows = rows.filter(behind(place))
    rows = list(rows[: SHOWN + 1])
    for row in rows:
        row["label"] = Example.Kind(row["kind"]).label
    last = rows[SHOWN - 1] if len(rows) > SHOWN else None
    return Shelf(rows[:SHOWN], write_place(*map(last.get, PLACE)) if last else "")


def behind(place):
    """Return the condition that a row of LISTED comes after `place`, compared as one row value."""
    return TupleLessThan(Tuple(*map(F, PLACE)), place)


def principle_name(example):
    """Return the name of the principle a werkafspraak belongs to as it is called here, or ''."""
    texts = PrincipleText.objects.newest().filter(principle__code=example.content.get("principle", ""))
    return texts.values_list("name", flat=True).first() or ""
