"""The logbook of one conversation: who did what and when, for its advisers and facilitators. Never what was written.

A participant stands there by name only where these readers know it already, and nothing says who answered or scored.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from django.utils import timezone

from triangles.models import Membership, User

from .acts import ACTS, ADVISERS, BOTH
from .models import AuditEvent, Participant
from .paging import as_number, read_place, write_place

SHOWN = 50
SYSTEM, SOMEBODY, GONE = "Het systeem of de beheerder", "Een deelnemer", "Iemand zonder account"
parse_place = partial(read_place, kinds=(as_number,))
WHAT = {
    "opdrachtgever": "wie er aan tafel zitten",
    "opdrachtnemer": "wie er aan tafel zitten",
    "eigenaar": "wie er aan tafel zitten",
    "facilitator": "de begeleider",
    "second_facilitator": "de tweede begeleider",
    "self_facilitated": "of jullie zelf begeleiden",
    "display": "hoe scores te zien zijn",
    "mirror": "de spiegelvraag",
}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    words: str


@dataclass(frozen=True)
class Logbook:
    """`days` are (date, Lines), the newest first; `next_place` continues them as text, or '' at the end."""

    days: list
    next_place: str


def read_logbook(conversation, user, place=None):
    """Return a page of the Logbook as `user` may read it; `place` is where the page before ended, see `parse_place`."""
    advises = Membership.objects.filter(user=user.pk, triangle=conversation.triangle_id).exists()
    readers = {BOTH, ADVISERS} if advises else {BOTH}
    acts = [action for action, act in ACTS.items() if act.readers in readers]
    rows = AuditEvent.objects.filter(conversation_id=conversation.pk, action__in=acts).order_by("-pk")
    if place:
        rows = rows.filter(pk__lt=place[0])
    rows = list(rows[: SHOWN + 1])
    lines = tell(rows[:SHOWN], conversation)
    days = [(day, list(found)) for day, found in groupby(lines, key=lambda line: timezone.localdate(line.at))]
    return Logbook(days, write_place(rows[SHOWN - 1].pk) if len(rows) > SHOWN else "")


def tell(events, conversation):
    """Return the Lines of AuditEvents, with the names that people have now."""
    users = User.objects.in_bulk({event.actor_id for event in events if event.actor_kind == "gebruiker"})
    named = {event.actor_id for event in events if event.actor_kind == "deelnemer" and ACTS[event.action].is_named}
    people = Participant.objects.filter(conversation=conversation).in_bulk(named)
    return [Line(event.at, who(event, users, people), words(event)) for event in events]


def who(event, users, people):
    """Say who did it; `people` holds the participants that may stand by name."""
    if event.actor_kind == "gebruiker":
        return str(users.get(event.actor_id, GONE))
    if event.actor_kind == "deelnemer":
        found = people.get(event.actor_id) if ACTS[event.action].is_named else None
        return f"{found.name}, {found.corner}" if found else SOMEBODY
    return SYSTEM


def words(event):
    """Say what was done, with what its details add for a reader."""
    told, details = ACTS[event.action].words, event.details
    if event.action == "herinnerd":
        number = details.get("count", 0)
        return f"{told} aan {number} deelnemer{'' if number == 1 else 's'}"
    if event.action == "vernietigd" and details.get("rule") == "persoon":
        return "Gegevens van één persoon gewist, op verzoek"
    if event.action in ("vastgesteld", "verslag gecorrigeerd") and "version" in details:
        return f"{told}, versie {details['version']}"
    if event.action == "opzet gewijzigd":
        changed = dict.fromkeys(WHAT[name] for name in details.get("what", []) if name in WHAT)
        return f"{told}: {', '.join(changed)}" if changed else told
    return told
