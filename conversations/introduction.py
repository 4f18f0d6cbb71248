"""The sheet for who is new at the table ('inwerkblad'): what stands and how the table works, on at most two pages.

It holds no strip, score or private text: a successor would read what the predecessor gave.
"""

import re
from dataclasses import dataclass

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.text import Truncator

from driehoek import pdf
from driehoek.dates import spoken_in_full
from principles.models import PrincipleText
from triangles.seating import seats_by_corner

from .models import AHEAD, ESTABLISHED, Conversation, FollowUp, Insight, Phase
from .signs import RHYTHM_WORDS
from .triangle_page import by_corner, read_agreements

TELLS_A_SCORE = re.compile(
    r"(?<![\d.,:/-])[1-5](?!\d|[.,:/-]\d)|\bsco(or|re)|\bpunt|\bcijfer|\bstrip|\bgemiddeld|geen beeld|uit elkaar"
    r"|\b(een|één|'n) (een|één|twee|drie|vier|vijf)\b",
    re.IGNORECASE,
)
TALKS = Conversation.objects.exclude(phase=Phase.GEANNULEERD).order_by(F("held_on").desc(nulls_first=True), "-pk")
LAST = TALKS.filter(phase__in=ESTABLISHED).values("pk", "title", "held_on", "purpose")
AGREED = TALKS.exclude(rhythm="").values("rhythm", "embedded_in")
COMING = Conversation.objects.filter(phase__in=AHEAD).order_by("held_on", "pk").values("title", "held_on")
CONTACT = FollowUp.objects.filter(conversation__phase__in=ESTABLISHED).order_by("-conversation__held_on", "-pk")
SAID = Insight.objects.exclude(text="").order_by("principle__position", "pk").values_list("principle__code", "text")
NAMES = PrincipleText.objects.newest().values_list("principle__code", "name")


@dataclass(frozen=True)
class Room:
    """How much goes on the sheet: rows per list, and characters per text."""

    rows: int
    text: int


ROOMS = (Room(16, 700), Room(10, 400), Room(7, 220), Room(5, 130), Room(3, 80))
SCREEN = Room(10_000, 20_000)
PAGES = 2


def build_introduction(triangle, day, newcomer=None, room=SCREEN):
    """Return what the sheet shows as it stands on `day`, cut to `room`. `newcomer` is a Seat of the triangle, or None.

    Eleven queries whatever the triangle holds, nine without a conversation.
    """
    standing, topics = read_agreements(triangle), list(triangle.topics.filter(closed_at__isnull=True).order_by("pk"))
    corners = seats_by_corner(triangle, day)
    return {
        "triangle": triangle,
        "day": day,
        "newcomer": newcomer,
        "task": cut(triangle.purpose, room),
        "corners": [(corner.words, corner.now[: room.rows], corner.coming[: room.rows]) for corner in corners],
        "working": list(working(triangle, day)),
        "standing": [(agreement, cut(agreement.text, room)) for agreement in standing[: room.rows]],
        "more_standing": max(len(standing) - room.rows, 0),
        "topics": topics[: room.rows],
        "more_topics": max(len(topics) - room.rows, 0),
        "last": last_talk(triangle, room),
        "advisers": sorted(triangle.memberships.select_related("user"), key=by_corner)[: room.rows],
    }


def cut(text, room):
    return Truncator(text.strip()).chars(room.text)


def working(triangle, day):
    """Yield (label, words) of how the table works; what was not agreed is said, so that a newcomer can ask."""
    agreed = AGREED.filter(triangle=triangle).first() or {"rhythm": "", "embedded_in": ""}
    contact = CONTACT.filter(conversation__triangle=triangle).values_list("contact_wanted", flat=True).first()
    rhythm = RHYTHM_WORDS.get(agreed["rhythm"], "nog niet afgesproken")
    yield "Gesprek over de samenwerking", rhythm.capitalize()
    if agreed["embedded_in"]:
        yield "Vaste plek", agreed["embedded_in"]
    coming = COMING.filter(triangle=triangle, held_on__gte=day).first()
    yield "Volgend gesprek", f"{spoken_in_full(coming['held_on'])}: {coming['title']}" if coming else "Nog niet gepland"
    yield "Contact tussendoor", contact or triangle.contact_frequency or "Nog niet bekend"
    if triangle.recurring_topics:
        yield "Komt steeds terug", "; ".join(triangle.recurring_topics)
    yield "Waar de afspraken staan", triangle.agreements_place or "Nog niet bekend"
    if triangle.process_coordinator:
        yield "Leidt het proces bij meer opdrachtgevers", triangle.process_coordinator


def last_talk(triangle, room):
    """Return what the last vastgesteld conversation was about, a dict, or None; what tells a score is left out."""
    last = LAST.filter(triangle=triangle).first()
    if last is None:
        return None
    said = [row for row in SAID.filter(conversation=last["pk"]) if not tells_a_score(row[1])]
    names = dict(NAMES.all()) if said else {}
    return last | {
        "purpose": "" if tells_a_score(last["purpose"]) else cut(last["purpose"], room),
        "said": [(names.get(code, code), cut(text, room)) for code, text in said[: room.rows]],
    }


def tells_a_score(text):
    """Whether a text may tell what somebody scored; one that only seems to is left out as well."""
    return TELLS_A_SCORE.search(text) is not None


def render_introduction(triangle, day, newcomer=None):
    """Return the PDF (bytes): two pages at most, cut further until it fits."""
    for room in ROOMS:
        shown = build_introduction(triangle, day, newcomer, room)
        drawn = pdf.render_pdf(render_to_string("conversations/introduction/paper.html", shown))
        if pdf.count_pages(drawn) <= PAGES:
            break
    return drawn
