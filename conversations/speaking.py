"""Who speaks for whom: at a large table one person scores for others of the same corner, who are absent.

That says nothing about a score: it is an agreement that everybody at the table may know, and the report names it.
"""

from collections import Counter

from django.db import transaction

from .models import AHEAD, Conversation, Participant, Phase, PhaseError, record, replaced
from .scoring import CORNERS

ARRANGED = {*AHEAD, Phase.GESPREK, Phase.VERSLAG}
TOO_LATE = "Dit kan nu niet meer: het verslag is vastgesteld, of het gesprek gaat niet door."


def people_of(conversation):
    """Return who counts at the table with who speaks for them, in the order of the corners."""
    people = conversation.participants.filter(~replaced("pk")).select_related("speaker").order_by("pk")
    return sorted(people, key=lambda person: (CORNERS.index(person.corner), not person.coordinating))


def can_be_spoken_for(people):
    """Return those of `people` in whose corner there is somebody else."""
    corners = Counter(person.corner for person in people)
    return [person for person in people if corners[person.corner] > 1]


def is_open(conversation):
    return conversation.phase in ARRANGED


def arrange(conversation, chosen, by):
    """Write who speaks for whom, {Participant: who speaks for them or None}; whoever is spoken for is absent.

    Nobody speaks for somebody any more means that they are expected again. Raises PhaseError.
    """
    with transaction.atomic():
        locked = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if not is_open(locked):
            raise PhaseError(TOO_LATE)
        changed = [(person, speaker) for person, speaker in chosen.items() if person.speaker_id != key_of(speaker)]
        for person, speaker in changed:
            person.speaker = speaker
            person.attendance = Participant.Attendance.AFWEZIG if speaker else Participant.Attendance.ONBEKEND
            person.version += 1
            person.save(update_fields=["speaker", "attendance", "version"])
        if changed:
            record("wie namens wie spreekt gewijzigd", by=by, conversation=locked, count=len(changed))


def key_of(person):
    return person and person.pk
