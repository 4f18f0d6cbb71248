"""The ledger of a triangle: its agreements over all conversations, page by page, in a flat number of queries."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import Coalesce
from django.utils import timezone

from driehoek.prepared import Prepared, as_dicts
from triangles.models import Corner

from .asking import quiet_words
from .chain import last_words
from .models import Agreement, AgreementStep, Verdict
from .paging import as_day, as_flag, as_number, read_place, write_place
from .search import holding

SHOWN = 30
parse_place = partial(read_place, kinds=(as_number, as_day, as_flag, as_number))
NO_DAY = date.min  # where a conversation without a date stands among those with one
KINDS = (Agreement.Kind.BESLUIT, Agreement.Kind.ACTIE, Agreement.Kind.WERKAFSPRAAK)  # the last one stands first
HEADINGS = {"besluit": "Besluiten", "actie": "Acties", "werkafspraak": "Werkafspraken"}
HINTS = {
    "Werkafspraken": "Zo werken we. Ze blijven gelden tot jullie ze wijzigen.",
    "Acties": "Eén keer te doen, met een naam en een datum.",
    "Geparkeerd": "Die komen terug in het eerste gesprek vanaf hun datum.",
}
RANK = Case(
    *(When(status=Agreement.Status.OPEN, kind=kind, then=len(KINDS) + 1 + place) for place, kind in enumerate(KINDS)),
    When(status=Agreement.Status.GEPARKEERD, then=len(KINDS)),
    *(When(kind=kind, then=place) for place, kind in enumerate(KINDS)),
    output_field=IntegerField(),
)
CORNERS, SAID, STANDS = Corner.values, dict(Verdict.Value.choices), dict(Agreement.Status.choices)
DUE = {kind.value: kind.due_label for kind in Agreement.Kind}
PLACE = ("rank", "made_on", "most_important", "pk")
COLUMNS = (
    *PLACE,
    *("kind", "text", "owner_name", "due_on", "sign", "status", "parked_until", "asked_on"),
    *(f"of_{corner}" for corner in Corner.values),
    *("conversation_id", "conversation__title", "conversation__held_on", "conversation__phase"),
    *("last_step__what", "last_step__at", "last_step__note", "last_step__conversation__held_on"),
    *("last_step__by_participant__name", "last_step__by_user__name"),
)
LISTED = (
    Agreement.objects.annotate(rank=RANK, made_on=Coalesce("conversation__held_on", Value(NO_DAY)))
    .order_by(*(f"-{name}" for name in PLACE))
    .values(*COLUMNS)
)
SHOWN_VERDICTS = (
    Verdict.objects.filter(shown_at__isnull=False)
    .order_by(F("conversation__held_on").asc(nulls_first=True), "conversation")
    .values_list("agreement", "conversation", "conversation__held_on", "corner", "value")
)
OWNERS = Agreement.objects.exclude(owner_name="").order_by("owner_name").values_list("owner_name").distinct()
BEGIN_OF = Prepared(
    lambda triangle: LISTED.filter(conversation__triangle=triangle).values_list(*COLUMNS)[: SHOWN + 1], triangle=-9001
)
VERDICTS_ON = Prepared(lambda agreements: SHOWN_VERDICTS.filter(agreement__in=agreements), agreements=[-9001])
OWNERS_OF = Prepared(lambda triangle: OWNERS.filter(conversation__triangle=triangle), triangle=-9001)


@dataclass(frozen=True)
class Ledger:
    """`rows` are dicts of LISTED with their words; `next_place` continues the list as text, or '' at its end."""

    rows: list
    next_place: str


def read_ledger(triangle, day, *, wanted=None, place=None):
    """Return a page of the Ledger of `triangle` as it stands on `day`: open ones per kind, then parked ones, then the
    rest; the newest on top, and of one conversation the most important first.

    `wanted` is {name: what is asked} of `limit`; `place` is where the page before ended, as read by `parse_place`.
    Two queries, one when nothing is found.
    """
    if wanted or place:
        rows = limit(LISTED.filter(conversation__triangle=triangle.pk), **wanted or {})
        rows = list((rows.filter(behind(place)) if place else rows)[: SHOWN + 1])
    else:
        rows = as_dicts(COLUMNS, BEGIN_OF.ask(triangle=triangle.pk))
    shown = rows[:SHOWN]
    said = VERDICTS_ON.ask(agreements=[row["pk"] for row in shown]) if shown else ()
    return Ledger(tell(shown, day, said), place_of(shown[-1]) if len(rows) > SHOWN else "")


def behind(place):
    """Return the condition that a row of LISTED comes after `place`, compared as one row value."""
    return TupleLessThan(Tuple(*map(F, PLACE)), place)


def read_whole_ledger(triangle, day, wanted):
    """Return all rows of the Ledger of `triangle` that `wanted` asks for, without pages; two queries."""
    rows = list(limit(LISTED.filter(conversation__triangle=triangle.pk), **wanted))
    return tell(rows, day, SHOWN_VERDICTS.filter(agreement__conversation__triangle=triangle.pk))


def limit(rows, *, kind="", status="", corner="", owner="", words=""):
    """Limit agreements to what is asked; what is empty asks nothing. `owner` is a name, `words` must all be there."""
    asked = Q(**{name: value for name, value in {"kind": kind, "status": status, "owner_name": owner}.items() if value})
    if corner:
        asked &= Q(**{f"of_{corner}": True})
    return rows.filter(asked & holding(words.split(), "text", "sign", "owner_name"))


def place_of(row):
    return write_place(row["rank"], row["made_on"], int(row["most_important"]), row["pk"])


def last_verdicts(rows):
    """Return {agreement: (day or None, [(corner, verdict in words)])} of the last time, from rows of SHOWN_VERDICTS."""
    found = {}
    for agreement, conversation, held_on, corner, value in rows:
        if found.get(agreement, (None,))[0] != conversation:
            found[agreement] = (conversation, held_on, {})
        found[agreement][2][corner] = SAID[value]
    return {
        agreement: (held_on, [(corner, said[corner]) for corner in CORNERS if corner in said])
        for agreement, (_, held_on, said) in found.items()
    }


def tell(rows, day, verdicts):
    """Return `rows` with what the page says in words; `verdicts` are rows of SHOWN_VERDICTS."""
    said = last_verdicts(verdicts)
    for row in rows:
        tell_one(row, day)
        row["judged_on"], row["verdicts"] = said.get(row["pk"], (None, []))
    return rows


def tell_one(row, day):
    is_open = row["status"] == Agreement.Status.OPEN
    row["group"] = group_of(row["kind"], row["status"])
    row["hint"], row["is_open"] = HINTS.get(row["group"], ""), is_open
    row["corners"] = [corner for corner in CORNERS if row[f"of_{corner}"]]
    row["stand"] = STANDS[row["status"]]
    row["due_label"] = DUE[row["kind"]]
    row["late"] = late_words(row["kind"], row["due_on"], day) if is_open and not is_said_done(row) else ""
    row["last"] = last_step_of(row)
    row["quiet"] = quiet_words(row["kind"], row["asked_on"], row["last_step__at"], day) if is_open else ""


def last_step_of(row):
    """Say the last step of a row; what happened in a conversation was said on its day, whenever it was typed."""
    at, names = row["last_step__at"], (row["last_step__by_participant__name"], row["last_step__by_user__name"])
    day = row["last_step__conversation__held_on"] or (at and timezone.localdate(at))
    return last_words(row["last_step__what"], day, *names)


def is_said_done(row):
    """Whether who sees to it says that it is done; so long as it is open, the table did not say so yet."""
    return row["last_step__what"] == AgreementStep.What.GEDAAN


def group_of(kind, status):
    """Return the heading under which an agreement stands."""
    if status == Agreement.Status.GEPARKEERD:
        return "Geparkeerd"
    return HEADINGS[kind] if status == Agreement.Status.OPEN else f"{HEADINGS[kind]}, gedaan of vervallen"


def late_words(kind, due_on, day):
    """Say how far an open agreement is past its date: '9 dagen over de datum', or ''. A besluit has no such date."""
    late = (day - due_on).days if due_on and kind != Agreement.Kind.BESLUIT else 0
    if late <= 0:
        return ""
    return "1 dag over de datum" if late == 1 else f"{late} dagen over de datum"


def owners_of(triangle):
    """Return the names of who sees to an agreement of `triangle`, in order of the alphabet; one query."""
    return [name for (name,) in OWNERS_OF.ask(triangle=triangle.pk)]
