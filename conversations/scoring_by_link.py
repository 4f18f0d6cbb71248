"""The scores that a participant gives by personal link: changed and cleared until their principle is shown."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from principles.models import Principle

from .board import held_with
from .guessing import take_back_guesses
from .models import Conversation, Explanation, Phase, Score, replaced
from .recording.table import last_version
from .visits import may_read_given
from .writing_by_link import ClosedError, Given, MeanwhileError, claim, lock, lower, put_text, remember, take_back


@dataclass(frozen=True)
class GivenScore:
    """A score as it was sent: `value` is 1-5 or None for 'geen beeld'; `version` is that on the page, 0 for none."""

    value: int | None
    version: int
    explanation: Given


def principles_of(conversation):
    """Return the wording of the principles in their fixed order, as dicts; see `held_with`."""
    return list(held_with(conversation))


def find_principle(conversation, code):
    """Return (the principles, the place of `code` among them). Raises Http404."""
    texts = principles_of(conversation)
    place = next((nr for nr, text in enumerate(texts) if text["principle__code"] == code), None)
    if place is None:
        raise Http404
    return texts, place


def scored(participant):
    """Return the codes of the principles on which there is a score of `participant`."""
    return set(participant.scores.order_by().values_list("principle__code", flat=True))


def progress(participant):
    """Return (how many principles are scored, how many there are, the code of the first that is not, else of all)."""
    codes, done = [text["principle__code"] for text in principles_of(participant.conversation)], scored(participant)
    left = [code for code in codes if code not in done]
    return len(codes) - len(left), len(codes), (left or codes)[0]


def is_open(conversation):
    """Whether scores can be given by link now, on what is not shown."""
    return conversation.phase in {Phase.VOORBEREIDING, Phase.GESPREK}


def is_shown(conversation, code):
    return conversation.showings.filter(principle__code=code).exists()


def find_score(participant, code):
    """Return the score of `participant`, unsaved when there is none; its version goes on after it was cleared."""
    conversation = participant.conversation
    found = participant.scores.filter(principle__code=code).first()
    row = found or Score(principle=Principle.objects.filter(code=code).first(), corner=participant.corner)
    row.participant, row.conversation = participant, conversation
    if found is None:
        row.version = last_version(conversation, part_of(participant, code))
    return row


def has_scored(participant, code):
    """Whether there is a score of their own that they may see: whoever reads that, may read what goes with it."""
    score = find_score(participant, code)
    return score.pk is not None and not score.is_shut


def find_explanation(participant, code):
    """Return the explanation of `participant`, unsaved when there is none."""
    found = participant.explanations.filter(principle__code=code).first()
    row = found or Explanation(principle=Principle.objects.filter(code=code).first(), corner=participant.corner)
    row.participant, row.conversation = participant, participant.conversation
    return row


def part_of(participant, code):
    return f"score:{participant.pk}:{code}"


def save_score(visit, code, given):
    """Save a GivenScore with its explanation, all or nothing; return whether anything changed.

    Raises Http404 and the errors of `writing_by_link`.
    """
    with transaction.atomic():
        participant = claimed(visit, code)
        score = find_score(participant, code)
        is_changed = put_score(score, given, is_unseen=score.is_shut or is_hidden(score, visit))
        return put_text(find_explanation(participant, code), given.explanation) or is_changed


def claimed(visit, code):
    """Return the participant of `visit`, locked for writing a score on `code` in this browser."""
    conversation, participant = lock(visit)
    find_principle(conversation, code)
    if not is_open(conversation) or is_shown(conversation, code):
        raise ClosedError
    claim(visit)
    return participant


def is_hidden(score, visit):
    """Whether somebody else gave this score and it does not show here before the code was typed."""
    return score.pk is not None and score.entry != Score.Entry.ZELF and not may_read_given(visit)


def put_score(score, given, is_unseen):
    if score.pk and not is_unseen and (score.value, score.entry) == (given.value, Score.Entry.ZELF):
        return False
    if given.version != (0 if is_unseen else score.version):
        raise MeanwhileError
    score.conversation.pin_texts()
    score.value, score.entry, score.from_paper = given.value, Score.Entry.ZELF, False
    score.version += 1
    score.save()
    remember(score, part_of(score.participant, score.principle.code))
    return True


def clear_score(visit, code):
    """Take a score back with what stands beside it, until they are shown; return whether there was anything.

    Raises as `save_score`, ClosedError also for one that its author cannot see.
    """
    with transaction.atomic():
        participant = claimed(visit, code)
        score = find_score(participant, code)
        if score.is_shut or is_hidden(score, visit):
            raise ClosedError
        was_given = score.pk is not None
        if was_given:
            score.version += 1
            remember(score, part_of(participant, code))
            score.delete()
            take_back_guesses(participant, code)
        return take_back(find_explanation(participant, code)) or was_given


def lower_explanation(visit, code, level, in_report):
    """Let fewer people read an explanation. Raises Http404, ClosedError and ElsewhereError."""
    with transaction.atomic():
        conversation, participant = lock(visit)
        find_principle(conversation, code)
        claim(visit)
        row = find_explanation(participant, code)
        if row.pk is None:
            raise Http404
        lower(row, level, in_report)


def is_alone(participant):
    """Whether nobody else sits in the corner of `participant` at a table that shows scores per corner.

    Whoever is replaced does not count: their score is not among those that are shown.
    """
    conversation = participant.conversation
    if conversation.display != Conversation.Display.PER_HOEK:
        return False
    others = conversation.participants.filter(~replaced("pk"), corner=participant.corner).exclude(pk=participant.pk)
    return not others.exists()
