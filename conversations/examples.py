"""The examples of all organisations, the newest first, page by page in one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.http import Http404

from principles.models import PrincipleText

from .models import Example
from .search import holding

SHOWN = 30
PLACE = ("published_on", "pk")
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
    return Shelf(rows[:SHOWN], f"{last['published_on'].isoformat()}.{last['pk']}" if last else "")


def behind(place):
    """Return the condition that a row of LISTED comes after `place`, compared as one row value."""
    return TupleLessThan(Tuple(*map(F, PLACE)), place)


def parse_place(text):
    """Read where a page ended; '' is None, the beginning. Raises Http404 for anything else."""
    if not text:
        return None
    try:
        day, key = text.split(".")
        return date.fromisoformat(day), int(key[:18])
    except ValueError:
        raise Http404 from None


def principle_name(example):
    """Return the name of the principle a werkafspraak belongs to as it is called here, or ''."""
    texts = PrincipleText.objects.newest().filter(principle__code=example.content.get("principle", ""))
    return texts.values_list("name", flat=True).first() or ""
