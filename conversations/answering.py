"""What somebody in the room answers on their own device or on the tablet: a score, or the verdict of their corner.

An answer replaces an earlier one of the same person without showing it. What is shown never changes by it; who answers
after showing waits for the facilitator to show that too. The same number again writes nothing twice.
"""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.crypto import salted_hmac

from .guessing import find_guesses, part_of_guess, pick
from .looking_back import earlier_agreements
from .models import Conversation, Op, Phase, Score, Verdict
from .recording.looking_back import verdict_part
from .recording.table import last_version
from .saving import SAVED
from .scoring_by_link import find_principle, find_score, has_scored, is_shown, part_of
from .visits import claim_authorship


class LateError(Exception):
    """The meeting is over, or this answer was shown already; nothing was saved."""


class NoScoreError(LateError):
    """Who did not score yet, is not asked what the others score; nothing was saved."""


def give_score(participant, code, value, op_id, visit=None):
    """Save the score of `participant` on a principle: 1-5, or None for 'geen beeld'.

    `op_id` is the UUID of this answer; `visit` that of their own device, None on a tablet. Raises Http404, LateError.
    """
    with transaction.atomic():
        conversation = lock_running(participant)
        find_principle(conversation, code)
        part = part_of(participant, code)
        if is_repeat(op_id, participant, part):
            return
        score = find_score(participant, code)
        if score.shown_at:
            raise LateError
        if visit:
            claim_authorship(visit)
        conversation.pin_texts()
        score.value, score.entry, score.from_paper = value, Score.Entry.ZELF, False
        score.version += 1
        score.save()
        note(op_id, participant, part, score.version, visit)


def give_guess(participant, code, about, value, op_id, visit=None):
    """Save what `participant` thinks that the corner `about` scores: 1-5, or None; as `give_score`.

    Raises Http404 where that is not asked, LateError once the scores are shown, and NoScoreError.
    """
    with transaction.atomic():
        conversation = lock_running(participant)
        find_principle(conversation, code)
        row = pick(find_guesses(participant, code), about)
        part = part_of_guess(row)
        if is_repeat(op_id, participant, part):
            return
        if is_shown(conversation, code):
            raise LateError
        if not has_scored(participant, code):
            raise NoScoreError
        if visit:
            claim_authorship(visit)
        row.value, row.version = value, row.version + 1
        row.save()
        note(op_id, participant, part, row.version, visit)


def give_verdict(participant, agreement, value, op_id, visit=None):
    """Save what the corner of `participant` says of an earlier agreement (its key). Raises Http404 and LateError."""
    with transaction.atomic():
        conversation = lock_running(participant)
        found = earlier_agreements(conversation).filter(pk=agreement).first()
        if found is None:
            raise Http404
        part = verdict_part(found.pk, participant.corner)
        if is_repeat(op_id, participant, part):
            return
        where = {"conversation": conversation, "agreement": found, "corner": participant.corner}
        row = Verdict.objects.filter(**where).first() or Verdict(**where, version=last_version(conversation, part))
        if row.shown_at:
            raise LateError
        row.value, row.version = value, row.version + 1
        row.save()
        note(op_id, participant, part, row.version, visit)


def lock_running(participant):
    """Return the conversation of `participant` as it is now, locked. Raises LateError when its meeting is over."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("triangle", "facilitator")
    participant.conversation = rows.get(pk=participant.conversation_id)
    if participant.conversation.phase != Phase.GESPREK:
        raise LateError
    return participant.conversation


def is_repeat(op_id, participant, part):
    """Whether this answer was saved already. Raises Http404 for a number that means something else."""
    done = Op.objects.filter(pk=op_id).first()
    if done and (done.participant_id, done.part) != (participant.pk, part):
        raise Http404
    return done is not None


def note(op_id, participant, part, version, visit):
    """Keep the number of an answer and, of an answer on somebody's own device, that it was given there."""
    numbers = [op_id, sign_of(visit, part, version)] if visit else [op_id]
    about = {"conversation": participant.conversation, "part": part, "status": SAVED, "version": version}
    Op.objects.bulk_create([Op(op_id=number, participant=participant, **about) for number in numbers])


def given_here(visit, versions):
    """Return which parts of {part: version} were given in `visit` since it came in, in one query."""
    signs = {sign_of(visit, part, version): part for part, version in versions.items()}
    found = Op.objects.filter(pk__in=signs).values_list("pk", flat=True) if signs else []
    return {signs[sign] for sign in found}


def sign_of(visit, part, version):
    """Return the number (UUID) under which `visit` notes that it gave this version; nobody outside can make it."""
    text = f"{visit.pk}:{visit.opened_at.timestamp()}:{part}:{version}"
    return UUID(bytes=salted_hmac("driehoek.room", text, algorithm="sha256").digest()[:16])
