"""Scores that somebody gives by personal link for those they speak for, until their principle is shown.

What stands there already is replaced without showing it, unless the absent one gave it: that stays.
"""

from collections import Counter

from django.db import transaction

from .models import Score, replaced
from .scoring_by_link import find_principle, find_score, is_open, is_shown, part_of
from .writing_by_link import ClosedError, claim, lock, remember


def spoken_for(participant):
    """Return whom `participant` speaks for, in the order of the table; nobody once they are replaced themselves."""
    return list(participant.speaks_for.filter(~replaced("speaker")).order_by("pk"))


def entries_of(people, code):
    """Return {key of a Participant: how their score on a principle was entered} of those that have one."""
    rows = Score.objects.filter(participant__in=people, principle__code=code)
    return dict(rows.values_list("participant", "entry"))


def progress(people, codes):
    """Return (how many scores `people` have, of how many, the code of the first principle that misses one)."""
    rows = Score.objects.filter(participant__in=people).values_list("principle__code", "participant")
    done = Counter(code for code, _ in rows)
    first = next((code for code in codes if done[code] < len(people)), codes[0])
    return sum(done[code] for code in codes), len(codes) * len(people), first


def save_for_others(visit, code, given):
    """Save {key of a Participant: 1-5, or None for 'geen beeld'}, all or nothing. Raises Http404, ClosedError
    and ElsewhereError.

    Somebody whom the visitor does not speak for (any more), or who scored themselves, is passed over.
    """
    with transaction.atomic():
        conversation, participant = lock(visit)
        find_principle(conversation, code)
        if not is_open(conversation) or is_shown(conversation, code):
            raise ClosedError
        claim(visit)
        conversation.pin_texts()
        for person in spoken_for(participant):
            if person.pk in given:
                person.conversation = conversation
                put(find_score(person, code), given[person.pk], participant)


def put(score, value, speaker):
    if score.pk and score.entry == Score.Entry.ZELF:
        return
    score.value, score.entry, score.from_paper = value, Score.Entry.NAMENS, False
    score.version += 1
    score.save()
    remember(score, part_of(score.participant, score.principle.code), by=speaker)
