"""What the facilitator gets to know beforehand: the briefing on one page, and the answers that they may read."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from driehoek import pdf

from .board import build_board, held_with
from .models import Consent, Explanation, Reflection, TextRead, Visibility, record
from .planning import earlier_agreements
from .scoring import CORNERS
from .shut_texts import note, split_legible


@dataclass(frozen=True)
class Room:
    """How much goes on the page of the PDF: rows per list, characters per text, size of a mark in px."""

    rows: int
    text: int
    mark: int


ROOMS = (Room(8, 400, 16), Room(6, 220, 14), Room(4, 130, 11), Room(3, 70, 9))
SCREEN = Room(100, 20_000, 20)


def build_briefing(conversation, room=SCREEN):
    """Return what the page and the PDF show, cut to `room`. Private text in it is released to the table already.

    `conversation` comes with its triangle, previous and facilitators.
    """
    agreements = earlier_agreements(conversation).order_by("-most_important", "due_on", "pk")
    released, shut = split_legible(conversation.reflections.released().select_related("participant", "question"))
    triangle = conversation.triangle
    return {
        "conversation": conversation,
        "triangle": triangle,
        "corners": people_by_corner(conversation),
        **{name: cut(text, room) for name, text in written(conversation).items()},
        "topics": [cut(topic, room) for topic in triangle.recurring_topics[: room.rows]],
        "focus": focus_names(conversation),
        "agreements": [(agreement, cut(agreement.text, room)) for agreement in agreements[: room.rows]],
        "more_agreements": max(agreements.count() - room.rows, 0),
        "board": build_board(conversation.previous) if conversation.previous else None,
        "answered": count_answers(conversation),
        "quotes": quotes(conversation, released, room),
        "shut": len(shut),
        "mark": room.mark,
    }


def written(conversation):
    """Return what the adviser wrote for the facilitator, {name on the page: text}."""
    return {
        "note": note_for_facilitator(conversation),
        "purpose": conversation.purpose,
        "task": conversation.triangle.purpose,
        "interest": conversation.shared_interest,
        "rules": conversation.ground_rules,
    }


def cut(text, room):
    return Truncator(text.strip()).chars(room.text)


def people_by_corner(conversation):
    """Return [(corner, people)] of all three corners, in their order, each with their seat."""
    people = list(conversation.participants.select_related("seat", "speaker").order_by("-coordinating", "pk"))
    return [(corner, [person for person in people if person.corner == corner]) for corner in CORNERS]


def note_for_facilitator(conversation):
    found = conversation.tip_notes.filter(tip__code="begeleiding").first()
    return found.note if found else ""


def focus_names(conversation):
    names = {row["principle__code"]: row["name"] for row in held_with(conversation)} if conversation.focus else {}
    return [names.get(code, code) for code in conversation.focus]


def count_answers(conversation):
    """Return (how many participants answered a question beforehand, how many there are)."""
    written = conversation.reflections.written().exclude(participant=None)
    return written.values("participant").distinct().count(), conversation.participants.count()


def quotes(conversation, released, room):
    """Return released answers as (question, text, name or ''); those without a name in an order that says nothing."""
    asked = wording(conversation)
    rows = [(asked.get(text.question_id, ""), text.text, text.author_name) for text in released if text.text.strip()]
    rows.sort(key=lambda row: (not row[2], by_content(row[1]) if not row[2] else ""))
    return [(cut(question, room), cut(text, room), name) for question, text, name in rows[: room.rows]]


def wording(conversation):
    """Return {key of a question: its text} as the participants read it."""
    questions = conversation.question_texts.all() if conversation.pinned_at else []
    return {text.question_id: text.text for text in questions}


def by_content(text):
    return hashlib.sha256(text.encode()).hexdigest()


def render_briefing(conversation):
    """Return the PDF (bytes): one page, cut further until it fits."""
    shown = ({**build_briefing(conversation, room), "made_at": conversation.changed_at} for room in ROOMS)
    return pdf.render_on_one_page(render_to_string("conversations/briefing/paper.html", one) for one in shown)


@dataclass(frozen=True)
class Answer:
    """One answer that may be read; `name` and `corner` are '' when it was given without a name."""

    question: str
    text: str
    name: str = ""
    corner: str = ""
    only_for_reader: bool = False


def read_answers(conversation, reader):
    """Return what `reader` may read now, and write down that it was read: answers with a name, those without, and two
    numbers: how many need the consent of their author anew, and how many do not open at all.

    What is naamloos comes without its author, together, in an order that says nothing.
    """
    with transaction.atomic():
        visible = Reflection.objects.visible_to(reader).filter(conversation=conversation)
        texts, shut = split_legible(
            [*visible.select_related("participant", "question"), *told_to(reader, conversation)]
        )
        for why in shut:
            note(why)
        given = [text for text in texts if text.text.strip()]
        texts = only_meant_for(reader, given)
        note_reads(texts, reader)
        record("antwoorden gelezen", by=reader, conversation=conversation, count=len(texts))
    asked = wording(conversation)
    named = [answer(text, asked) for text in texts if text.visibility != Visibility.NAAMLOOS]
    nameless = [Answer(asked.get(t.question_id, ""), t.text) for t in texts if t.visibility == Visibility.NAAMLOOS]
    named.sort(key=lambda one: (CORNERS.index(one.corner), one.name))
    return named, sorted(nameless, key=lambda one: by_content(one.text)), len(given) - len(texts), len(shut)


def only_meant_for(reader, texts):
    """Leave out what is for the facilitator alone where no consent, sealed by the application, names `reader`."""
    closed = [text for text in texts if text.visibility == Visibility.BEGELEIDER]
    given = newest_consents(closed) if closed else {}
    genuine = [text for text in closed if is_given_to(reader, given.get((text._meta.model_name, text.pk)))]
    return [text for text in texts if text not in closed or text in genuine]


def newest_consents(texts):
    """Return {(kind, key of the text): its newest Consent}."""
    keys = {
        kind: [text.pk for text in texts if text._meta.model_name == kind] for kind in ("reflection", "explanation")
    }
    found = Consent.objects.filter(Q(reflection__in=keys["reflection"]) | Q(explanation__in=keys["explanation"]))
    kinds = {True: "reflection", False: "explanation"}
    return {
        (kinds[one.explanation_id is None], one.reflection_id or one.explanation_id): one
        for one in found.order_by("pk")
    }


def is_given_to(reader, consent):
    return consent is not None and consent.facilitator_id == reader.pk and consent.is_genuine()


def told_to(reader, conversation):
    """Return the explanations of scores that are meant for `reader` alone; others open with their score."""
    visible = Explanation.objects.visible_to(reader).filter(conversation=conversation, visibility=Visibility.BEGELEIDER)
    return visible.select_related("participant", "principle")


def note_reads(texts, reader):
    """Keep that `reader` opened `texts` now, for their authors to see; the first time counts."""
    now = timezone.now()
    rows = [
        TextRead(conversation_id=text.conversation_id, reader=reader, at=now, **{text._meta.model_name: text})
        for text in texts
    ]
    TextRead.objects.bulk_create(rows, ignore_conflicts=True)


def answer(text, asked):
    return Answer(
        question=asked_by(text, asked),
        text=text.text,
        name=text.participant.name if text.participant else "",
        corner=text.corner,
        only_for_reader=text.visibility == Visibility.BEGELEIDER,
    )


def asked_by(text, asked):
    """Return what a text answers to: its question, or the principle of its score."""
    if isinstance(text, Reflection):
        return asked.get(text.question_id, "")
    names = {row["principle__code"]: row["name"] for row in held_with(text.conversation)}
    return f"Toelichting bij {names.get(text.principle.code, text.principle.code)}"
