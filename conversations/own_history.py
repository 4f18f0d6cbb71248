"""What happened to the texts of one participant, for them alone: who may read since when, and who did."""

from dataclasses import dataclass
from datetime import datetime

from .models import Consent, Destruction, TextRead, Visibility

Source, Rule = Consent.Source, Destruction.Rule
READERS = {
    Visibility.ZELF: "alleen u",
    Visibility.BEGELEIDER: "alleen de begeleider",
    Visibility.NAAMLOOS: "de tafel, zonder uw naam",
    Visibility.MET_NAAM: "de tafel, met uw naam",
}
OF_TEXTS = (Rule.VASTGESTELD, Rule.GESPREK, Rule.GEANNULEERD, Rule.ONGEDATEERD)
CODES = ("reflection__question__code", "explanation__principle__code")


@dataclass(frozen=True)
class Happened:
    at: datetime
    words: str


def build_history(participant, own):
    """Return what Happened, the newest first; `own` is what `build_own` gave, for the titles that stand there.

    Within one second the later one stands first: what the database adds by itself tells no smaller parts. What is from
    before their mail address changed stays shut here too.
    """
    titles = {text.code: text.title for part in own.values() for text in part}
    found = [*chosen(participant, titles), *read(participant, titles), *released(participant, titles)]
    closed_at = participant.texts_closed_at
    shown = [each for each in found if closed_at is None or each.at > closed_at]
    newest_last = sorted([*shown, *destroyed(participant)], key=lambda each: each.at.replace(microsecond=0))
    return newest_last[::-1]


def named(codes, titles):
    """Return how a text is called: by the question or principle, of which one of `codes` is given."""
    question, principle = codes
    title = titles.get(question or principle, "")
    kind = "uw antwoord" if question else "uw toelichting"
    return f"{kind} bij ‘{title}’" if title else kind


def chosen(participant, titles):
    """Yield who was to read a text, and by whom that was entered."""
    rows = Consent.objects.filter(participant=participant).order_by("pk")
    for at, level, in_report, source, by, *codes in rows.values_list(
        "at", "level", "in_report", "source", "entered_by__name", *CODES
    ):
        readers = READERS[level] + (", ook in het verslag" if in_report else "")
        yield Happened(at, f"{begin(source, by, named(codes, titles))} Dit lezen: {readers}.")


def begin(source, by, name):
    """Say how somebody came to be a reader; `name` is that of the text."""
    if source == Source.NAMENS:
        return f"{by or 'De begeleider'} voerde {name} namens u in."
    if source == Source.BESTAND:
        return f"{name[0].upper()}{name[1:]} kwam uit een bestand."
    if source == Source.VERLAAGD:
        return f"U liet minder mensen lezen: {name}."
    return f"U koos wie er leest: {name}."


def read(participant, titles):
    """Yield who opened a text."""
    rows = TextRead.objects.filter(conversation=participant.conversation_id)
    own = rows.filter(reflection__participant=participant) | rows.filter(explanation__participant=participant)
    for at, reader, *codes in own.values_list("at", "reader__name", *CODES):
        yield Happened(at, f"Uw begeleider {reader} las {named(codes, titles)}.")


def released(participant, titles):
    """Yield what was opened to the table."""
    answers = participant.reflections.filter(released_at__isnull=False).written()
    for at, code in answers.values_list("released_at", "question__code"):
        yield Happened(at, f"Vrijgegeven aan de tafel: {named((code, None), titles)}.")
    explanations = participant.explanations.filter(released_at__isnull=False).written()
    for at, code in explanations.values_list("released_at", "principle__code"):
        yield Happened(at, f"Vrijgegeven aan de tafel: {named((None, code), titles)}.")


def destroyed(participant):
    """Yield that texts of this conversation were removed by a term."""
    rows = Destruction.objects.filter(conversation_id=participant.conversation_id, rule__in=OF_TEXTS)
    for row in rows.filter(closed_at__isnull=False):
        yield Happened(row.closed_at, f"Uw teksten zijn vernietigd: {row.get_rule_display()}.")
