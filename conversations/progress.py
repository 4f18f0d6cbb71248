"""How far each participant is, in words of state: never what they wrote, how many, or when."""

from collections import Counter
from dataclasses import dataclass, field

from .board import held_with
from .models import Availability, Link, Participant, Phase, Reflection, Score, Visit

NOT_YET, BEGUN, DONE = "nog niet", "begonnen", "klaar"
POLL, ANSWERS = "datum", "vragen"


@dataclass(frozen=True)
class Progress:
    """One participant. A part that is not asked of anybody is ''; `missing` are the parts still waited for."""

    participant: Participant
    invited: str
    opened: str
    poll: str
    answers: str
    scores: str
    missing: list = field(default_factory=list)

    @property
    def parts(self):
        """Return (label, words) of what is asked, in the order of the journey."""
        told = [("Link geopend", self.opened), ("Datum", self.poll), ("Vragen", self.answers), ("Scores", self.scores)]
        return [(label, words) for label, words in told if words]

    @property
    def can_be_played(self):
        """Whether somebody who practises can take this place: it was taken before, or nothing was saved there."""
        return self.opened != NOT_YET or {self.answers, self.scores} <= {"", NOT_YET}


def read_progress(conversation, people=None):
    """Return the Progress of each participant, in the order of the table; a flat number of queries.

    `people` are the Participants when they are known already.
    """
    people = list(conversation.participants.order_by("pk")) if people is None else people
    asked, moments = conversation.questions.count(), conversation.date_options.count()
    polled = count(Availability.objects.filter(option__conversation=conversation), conversation)
    answers = Reflection.objects.answered().filter(question__in=conversation.questions.all())
    answered = count(answers, conversation)
    scored, principles = count(Score.objects.counted(), conversation), len(held_with(conversation))
    links, opened = dict(deelnemen_links(conversation)), who_opened(conversation)
    rows = []
    for person in people:
        states = {
            "poll": "" if conversation.held_on else state(polled[person.pk], moments),
            "answers": state(answered[person.pk], asked),
            "scores": state(scored[person.pk], principles),
        }
        rows.append(
            Progress(
                person,
                invited=describe_invitation(person, links),
                opened="ja" if person.pk in opened else NOT_YET,
                missing=list(find_missing(conversation, states)),
                **states,
            )
        )
    return rows


def count(rows, conversation):
    """Return {key of a participant: number of the rows that are theirs}."""
    mine = rows.filter(participant__conversation=conversation).order_by()
    return Counter(mine.values_list("participant", flat=True))


def state(given, asked):
    if not asked:
        return ""
    if not given:
        return NOT_YET
    return DONE if given >= asked else BEGUN


def deelnemen_links(conversation):
    """Yield (key of a participant, when their link was withdrawn or None)."""
    links = Link.objects.filter(participant__conversation=conversation, purpose=Link.Purpose.DEELNEMEN)
    return links.values_list("participant", "withdrawn_at")


def who_opened(conversation):
    """Return the keys of the participants who opened a link of their own; not their secretary, nor with the code."""
    visits = Visit.objects.filter(link__participant__conversation=conversation)
    mine = visits.exclude(link__purpose__in=[Link.Purpose.DATUM, Link.Purpose.ZAAL])
    return set(mine.values_list("link__participant", flat=True))


def describe_invitation(person, links):
    if person.pk not in links:
        return "nog geen link" if person.email else "geen mailadres"
    return "link ingetrokken" if links[person.pk] else "heeft een link"


def find_missing(conversation, states):
    """Yield the parts that are waited for: the poll until there is a date, the questions until they are closed.

    Scores are not among them, for these can be given in the room.
    """
    if conversation.phase != Phase.VOORBEREIDING:
        return
    if states["poll"] in (NOT_YET, BEGUN):
        yield POLL
    if not conversation.preparation_closed_at and states["answers"] in (NOT_YET, BEGUN):
        yield ANSWERS


def is_asked(conversation):
    """Whether participants are asked for something now that a person can be waited for."""
    asks_date = not conversation.held_on and conversation.date_options.exists()
    return asks_date or (not conversation.preparation_closed_at and conversation.questions.exists())
