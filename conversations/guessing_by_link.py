"""The mirror question by personal link: changed until the scores on its principle are shown."""

from django.db import transaction

from .guessing import find_guesses, pick, put_guess
from .scoring_by_link import claimed, has_scored
from .writing_by_link import ClosedError


def save_guesses(visit, code, given):
    """Save a list of GivenGuess, all or nothing; return whether anything changed.

    Raises Http404 where that is not asked, and ClosedError, ElsewhereError and MeanwhileError.
    """
    with transaction.atomic():
        participant = claimed(visit, code)
        rows = find_guesses(participant, code)
        found = [(pick(rows, one.about), one) for one in given]
        if not has_scored(participant, code):
            raise ClosedError
        changed = [put_guess(row, one) for row, one in found]
    return any(changed)
