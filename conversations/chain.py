"""The chain of one agreement: what became of it, link by link, in words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from driehoek.dates import spoken
from triangles.models import Corner

from .models import Agreement, AgreementStep, Verdict

SAID = {
    AgreementStep.What.GEMAAKT: "Gemaakt",
    AgreementStep.What.LOOPT: "Loopt",
    AgreementStep.What.GEDAAN: "Gedaan",
    AgreementStep.What.HULP: "Hulp nodig",
    AgreementStep.What.BEHOUDEN: "Houden we",
    AgreementStep.What.GEWIJZIGD: "Gewijzigd",
    AgreementStep.What.GEPARKEERD: "Geparkeerd",
    AgreementStep.What.VERVALLEN: "Vervallen",
}
JUDGED = "Nagekomen? Elke hoek apart"
BEFORE = ("text", "kind", "corners", "owner_name", "due_on", "sign", "most_important")  # what a change may keep
STEPS = AgreementStep.objects.order_by("at", "pk").values(
    *("what", "note", "before", "until", "at", "conversation_id"),
    title=F("conversation__title"),
    held_on=F("conversation__held_on"),
    user=F("by_user__name"),
    participant=F("by_participant__name"),
)
VERDICTS = (
    Verdict.objects.filter(shown_at__isnull=False)
    .order_by("shown_at", "pk")
    .values(
        *("corner", "value", "conversation_id"),
        at=F("shown_at"),
        title=F("conversation__title"),
        held_on=F("conversation__held_on"),
    )
)


@dataclass(frozen=True)
class Link:
    """One link. `title` and `conversation` (its number) are '' and None outside a conversation; `by` is a name or ''.

    `before` is how it was: (label, words); `verdicts` are (corner, verdict in words), in the order of the corners.
    """

    day: date
    said: str
    title: str
    conversation: int | None
    by: str = ""
    note: str = ""
    until: date | None = None
    before: tuple = ()
    verdicts: tuple = ()


def read_chain(agreement):
    """Return the Links of `agreement`, the oldest first, with only the verdicts that were shown; two queries.

    What happened in a conversation stands at its day, whenever it was typed; first what the corners said, then what was
    decided on it.
    """
    rows = list(STEPS.filter(agreement=agreement))
    decided = {row["conversation_id"]: row["at"] for row in reversed(rows)}
    steps = [(day_of(row), row["at"], link_of(row)) for row in rows]
    said = {}
    for row in VERDICTS.filter(agreement=agreement):
        said.setdefault(row["conversation_id"], []).append(row)
    judged = [
        (day_of(rows[0]), min(rows[0]["at"], decided.get(key, rows[0]["at"])), judged_link(rows))
        for key, rows in said.items()
    ]
    return [link for _, _, link in sorted([*judged, *steps], key=lambda found: found[:2])]


def day_of(row):
    return row["held_on"] or timezone.localdate(row["at"])


def link_of(row):
    return Link(
        day=day_of(row),
        said=f"{SAID[row['what']]}, zei {row['participant']}" if row["participant"] else SAID[row["what"]],
        title=row["title"] or "",
        conversation=row["conversation_id"],
        by="" if row["participant"] else row["user"] or "",
        note=row["note"],
        until=row["until"],
        before=tuple(told_before(row["before"])),
    )


def judged_link(rows):
    """Return the Link of what the corners said in one conversation."""
    said = {row["corner"]: Verdict.Value(row["value"]).label for row in rows}
    told = tuple((corner, said[corner]) for corner in Corner.values if corner in said)
    return Link(day_of(rows[0]), JUDGED, rows[0]["title"], rows[0]["conversation_id"], verdicts=told)


def last_words(what, day, participant, user):
    """Say a last step in a line: 'Hulp nodig, zei Marijke op 23 april 2026'; '' without one. Names may be None."""
    if not what:
        return ""
    if participant:
        return f"{SAID[what]}, zei {participant} op {spoken(day)}"
    return f"{SAID[what]} op {spoken(day)}{f' door {user}' if user else ''}"


def as_it_was(agreement):
    """Return {name of BEFORE: value as JSON} of an agreement as it stands, for the link that changes it."""
    values = {name: getattr(agreement, name) for name in BEFORE}
    return values | {"due_on": agreement.due_on and agreement.due_on.isoformat()}


def told_before(before):
    """Yield (label, words) of how an agreement was; `before` is {name of BEFORE: its value as JSON}."""
    for name in BEFORE:
        if name in before:
            label = "hoeken" if name == "corners" else Agreement._meta.get_field(name).verbose_name
            yield label.capitalize(), in_words(name, before[name])


def in_words(name, value):
    """Say one value of `before`; `due_on` is a text 'jjjj-mm-dd', `corners` a list."""
    if name == "most_important":
        return "ja" if value else "nee"
    if not value:
        return "leeg"
    if name == "due_on":
        return spoken(date.fromisoformat(value))
    if name == "corners":
        return ", ".join(value)
    return Agreement.Kind(value).label if name == "kind" else value
