"""What a participant thinks that the other corners score: the mirror question, asked after the own score."""

from dataclasses import dataclass

from django.http import Http404

from principles.models import Principle

from .models import Conversation, Guess, replaced
from .recording.table import last_version
from .scoring import CORNERS
from .writing_by_link import MeanwhileError, remember


@dataclass(frozen=True)
class GivenGuess:
    """A guess as it was sent: `value` is 1-5, None for 'weet ik niet'; `version` is that on the page, 0 for none."""

    about: str
    value: int | None
    version: int


def asked_about(participant):
    """Return the other corners that somebody sits in, in their fixed order; none without the mirror question."""
    conversation = participant.conversation
    if not conversation.mirror or conversation.display != Conversation.Display.PER_HOEK:
        return []
    there = conversation.participants.filter(~replaced("pk")).order_by().values_list("corner", flat=True)
    others = {*there} - {participant.corner}
    return [corner for corner in CORNERS if corner in others]


def find_guesses(participant, code):
    """Return the Guess of `participant` on a principle about each corner asked about, unsaved where there is none."""
    asked = asked_about(participant)
    if not asked:
        return []
    found = {row.about: row for row in participant.guesses.filter(principle__code=code)}
    principle = Principle.objects.filter(code=code).first()
    return [find_guess(participant, principle, about, found.get(about)) for about in asked]


def find_guess(participant, principle, about, found):
    row = found or Guess(corner=participant.corner, about=about)
    row.participant, row.conversation, row.principle = participant, participant.conversation, principle
    if found is None:
        row.version = last_version(participant.conversation, part_of_guess(row))
    return row


def pick(rows, about):
    """Return the guess about one corner. Raises Http404 when it is not asked about."""
    found = next((row for row in rows if row.about == about), None)
    if found is None:
        raise Http404
    return found


def part_of_guess(row):
    return f"inschatting:{row.participant_id}:{row.principle.code}:{row.about}"


def put_guess(row, given):
    """Save a GivenGuess over the version it was typed over; return whether it changed. Raises MeanwhileError."""
    was_shut = row.is_shut
    if row.pk and not was_shut and row.value == given.value:
        return False
    if given.version != (0 if was_shut else row.version):
        raise MeanwhileError
    row.value = given.value
    row.version += 1
    row.save()
    remember(row, part_of_guess(row))
    return True


def take_back_guesses(participant, code):
    """Take back what `participant` thought of the others on a principle that is not shown; inside a transaction."""
    if not participant.conversation.mirror:
        return
    for row in participant.guesses.filter(principle__code=code, shown_at__isnull=True).select_related("principle"):
        row.participant, row.conversation = participant, participant.conversation
        row.version += 1
        remember(row, part_of_guess(row))
        row.delete()
