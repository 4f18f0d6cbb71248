"""The paper pack: what a conversation needs when there is no network, as one PDF to print beforehand.

It is made of the plan alone: no score, answer or text of a participant is in it.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from driehoek import pdf
from principles.models import CardText, PrincipleText

from . import route
from .models import Conversation, Participant
from .run_sheet import Kind, Step, build_run_sheet
from .scoring import CORNERS

UNANNOUNCED = 3  # empty lines to sign on
PUT_BY_HAND = {
    "welkom": ["Vertel wie leest wat er op de kaarten staat.", "Lees de spelregels voor."],
    Kind.TERUGBLIK: ["Vraag per hoek: is het gelukt? Laat ieder het eerst opschrijven."],
    Kind.ONDERWERP: ["Wat willen we hiermee bereiken?", "Wie doet de volgende stap, en wanneer?"],
    Kind.VERVOLG: ["Wat spreken we af? Wie doet het, en wanneer?", "Wanneer zien we elkaar weer?"],
    Kind.AFSLUITING: ["Lees de afspraken samen voor.", "Haal de scorekaarten op."],
}


@dataclass(frozen=True)
class GuideLine:
    """One part of the conversation guide: the Step with what to say first and what to ask."""

    step: Step
    opening: str
    questions: list


def build_papers(conversation):
    """Return what the pack shows; `conversation` comes with its triangle and facilitators."""
    texts = wording(conversation)
    return {
        "conversation": conversation,
        "triangle": conversation.triangle,
        "people": at_the_table(conversation),
        "principles": texts,
        "values": range(1, 6),
        "guide": list(guide(conversation, {text.principle.code: text for text in texts})),
        "unannounced": range(UNANNOUNCED),
        "is_nameless": conversation.display == Conversation.Display.NAAMLOOS,
        "made_at": conversation.changed_at,
    }


def wording(conversation):
    """Return the PrincipleTexts that the conversation is held with, in their fixed order."""
    texts = conversation.principle_texts.all() if conversation.pinned_at else PrincipleText.objects.current()
    return list(texts.select_related("principle").order_by("principle__position", "principle__code"))


def at_the_table(conversation):
    """Return the participants that are expected, in the order of the corners."""
    people = conversation.participants.exclude(attendance=Participant.Attendance.AFWEZIG).order_by("pk")
    return sorted(people, key=lambda person: CORNERS.index(person.corner))


def guide(conversation, texts):
    """Yield the GuideLines of the run sheet; what is asked comes from no score. `texts` are PrincipleTexts by code."""
    steps = [step for step in build_run_sheet(conversation) if not step.is_dropped]
    codes = [step.code for step in steps if step.kind == Kind.KAART]
    cards = {text.card.code: text for text in CardText.objects.newest().filter(card__code__in=codes)} if codes else {}
    for step in steps:
        if step.kind == Kind.PRINCIPE and step.code in texts:
            text = texts[step.code]
            yield GuideLine(step, route.BEFORE_SHOWING.opening, [text.core_question, *text.follow_ups])
        elif step.kind == Kind.KAART and step.code in cards:
            yield GuideLine(step, "", [f"{who}: {question}" for who, question in cards[step.code].questions])
        else:
            yield GuideLine(step, "", PUT_BY_HAND.get(step.kind, []))


def render_papers(conversation):
    """Return the PDF (bytes) of the pack."""
    return pdf.render_pdf(render_to_string("conversations/papers/pack.html", build_papers(conversation)))
