"""Who speaks for whom: at a large table one person scores for others of the same corner, who are absent.

That says nothing about a score: it is an agreement that everybody at the table may know, and the report names it.
"""

from collections import Counter

from django.db import transaction
from django.db.models import F

from .models import AHEAD, Conversation, Participant, Phase, PhaseError, Score, record, replaced
from .scoring import CORNERS

ARRANGED = {*AHEAD, Phase.GESPREK, Phase.VERSLAG}
TOO_LATE = "Dit kan nu niet meer: het verslag is vastgesteld, of het gesprek gaat niet door."
MEANWHILE = "Iemand veranderde dit intussen. Kijk het na en sla opnieuw op."
IS_SHOWN = "Van {} is al een score getoond. Daarom blijft staan wie namens deze deelnemer spreekt."


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

    Nobody speaks for somebody any more means that they are expected again. Raises PhaseError, also when somebody at
    the table is not (any more) as they were read for the choice.
    """
    with transaction.atomic():
        locked = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if not is_open(locked):
            raise PhaseError(TOO_LATE)
        changed = {person: speaker for person, speaker in chosen.items() if person.speaker_id != key_of(speaker)}
        check_unchanged(locked, {*chosen, *chosen.values()} - {None})
        check_not_shown(changed)
        for person, speaker in changed.items():
            person.speaker = speaker
            person.attendance = Participant.Attendance.AFWEZIG if speaker else Participant.Attendance.ONBEKEND
            person.version += 1
            person.save(update_fields=["speaker", "attendance", "version"])
        if changed:
            record("wie namens wie spreekt gewijzigd", by=by, conversation=locked, count=len(changed))


def check_unchanged(conversation, seen):
    """Raise PhaseError unless everybody in `seen` still sits at the table as they were read."""
    now = {person.pk: state_of(person) for person in people_of(conversation)}
    if any(now.get(person.pk) != state_of(person) for person in seen):
        raise PhaseError(MEANWHILE)


def state_of(person):
    return person.version, person.attendance, person.speaker_id


def check_not_shown(people):
    """Raise PhaseError when a score of one of `people` is shown: what was said with it must stay true."""
    shown = shown_scorers(people)
    if told := next((person for person in people if person.pk in shown), None):
        raise PhaseError(IS_SHOWN.format(told.name))


def shown_scorers(people):
    """Return the keys of those of `people` (rows, or a query) of whom a score is shown."""
    rows = Score.objects.filter(participant__in=people, shown_at__isnull=False)
    return set(rows.values_list("participant", flat=True))


def release(speaker):
    """Let those whom `speaker` speaks for be expected again; inside the caller's transaction."""
    nobody = {"speaker": None, "attendance": Participant.Attendance.ONBEKEND, "version": F("version") + 1}
    speaker.speaks_for.update(**nobody)


def key_of(person):
    return person and person.pk
