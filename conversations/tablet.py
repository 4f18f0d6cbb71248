"""One tablet passed round the table: whose turn it is stands here on the server, so one address shows cover and turn.

Nothing that somebody gave is ever shown on it.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from uuid import uuid4

from django.utils import timezone

from .answering import LateError, give_guess, give_score, give_verdict
from .following import NOW, Kind, row_of, step_now
from .joining import Kind as ArrivalKind
from .joining import State, find_arrival, people_at
from .leading import meeting_of
from .links import Purpose, last_moment
from .looking_back import earlier_agreements
from .models import Arrival, Participant, Verdict


@dataclass(frozen=True)
class Passed:
    """What the tablet shows. `asks` is 'score', 'verdicts' or '' where there is nothing to fill in.

    `holder` is the Participant whose turn it is, None on the cover; `next` whom the cover names; `others` who can take
    a turn besides, also from a cover of before. `part` is what the part of the run sheet asks.
    """

    name: str
    words: str = ""
    asks: str = ""
    holder: Participant | None = None
    next: Participant | None = None
    others: list = field(default_factory=list)
    part: dict = field(default_factory=dict)

    @property
    def turns(self):
        """Everybody who can take a turn now, whoever is next first."""
        return [self.next, *self.others] if self.next else self.others


def find_tablet(request, conversation):
    """Return the Arrival of the tablet in this browser while it is in, or None."""
    found = find_arrival(request, conversation)
    if found is None or (found.kind, found.state) != (ArrivalKind.TABLET, State.BINNEN):
        return None
    until = last_moment(found.conversation, Purpose.ZAAL, since=found.answered_at)
    return found if timezone.now() < until else None


def build_passed(arrival):
    """Return what the tablet shows now, as a Passed."""
    conversation = arrival.conversation
    step = step_now(conversation)
    if step.kind == Kind.PRINCIPE:
        part = row_of(conversation, step.code)
        left = without_score(conversation, step.code)
        return pass_on(arrival, Passed(part["row"].name, part["row"].question, "score", part=part), left)
    if step.kind == Kind.TERUGBLIK:
        agreements = list(earlier_agreements(conversation))
        left = without_verdicts(conversation, agreements)
        passed = Passed(step.name, "Zeg per afspraak wat uw hoek vindt.", "verdicts", part={"agreements": agreements})
        return pass_on(arrival, passed, left)
    return Passed(step.name, NOW.get(step.kind, ""))


def pass_on(arrival, passed, left):
    """Return `passed` with whose turn it is; `left` are the people who did not answer this part."""
    if holder := holder_of(arrival):
        return replace(passed, holder=holder, others=left)
    own = arrival.conversation.arrivals.filter(kind=ArrivalKind.DEELNEMER, state=State.BINNEN)
    elsewhere = set(own.values_list("participant", flat=True))
    row = passed.part.get("row")
    waits = [] if row and row.shown else [person for person in left if person.pk not in elsewhere]
    first = waits[0] if waits else None
    others = [person for person in left if person != first]
    return replace(passed, next=first, others=others)


def holder_of(arrival):
    """Return whose turn it is; a turn of an earlier part of the meeting is over."""
    began_here = arrival.participant and arrival.asked_at >= meeting_of(arrival.conversation).step_at
    return arrival.participant if began_here else None


def without_score(conversation, code):
    """Return the people at the table without a score on a principle, in the order of the table."""
    return list(people_at(conversation).exclude(scores__principle__code=code))


def without_verdicts(conversation, agreements):
    """Return the people of the corners that left an earlier agreement open; who said nothing at all comes first."""
    said = Verdict.objects.filter(conversation=conversation, agreement__in=agreements)
    corners = Counter(said.values_list("corner", flat=True))
    left = [person for person in people_at(conversation) if corners[person.corner] < len(agreements)]
    return sorted(left, key=lambda person: corners[person.corner] > 0)


def take_turn(arrival, person):
    """Let `person` hold the tablet from now on; None puts the cover back."""
    mine = Arrival.objects.filter(pk=arrival.pk, state=State.BINNEN)
    mine.update(participant=person, asked_at=timezone.now())


def save_score(arrival, code, value, guessed):
    """Save the score of whoever holds the tablet and put the cover back; return (whether it was, whether the guesses).

    Also when the room went on meanwhile: what somebody chose is never lost. `guessed` is {corner: what they think}.
    """
    person = arrival.participant
    told = is_asked(arrival, code) and was_saved(lambda: give_score(person, code, value, uuid4()))
    thought = [told and was_saved(lambda one=one: give_guess(person, code, *one, uuid4())) for one in guessed.items()]
    take_turn(arrival, None)
    return told, all(thought)


def is_asked(arrival, code):
    """Whether whoever holds the tablet may score on a principle: it is the one of now, or they never scored there."""
    is_now = step_now(arrival.conversation).code == code
    return is_now or not arrival.participant.scores.filter(principle__code=code).exists()


def save_verdicts(arrival, given):
    """Save the verdicts of whoever holds the tablet, {key of an agreement: value}, and put the cover back.

    Return whether all could be saved, twice as of a score; one that was shown meanwhile stays, the others are saved.
    """
    saved = [was_saved(lambda one=one: give_verdict(arrival.participant, *one, uuid4())) for one in given.items()]
    take_turn(arrival, None)
    return all(saved), True


def was_saved(give):
    try:
        give()
    except LateError:
        return False
    return True
