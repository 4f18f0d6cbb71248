"""The date poll: the moments that an adviser proposes, what everybody answers, and the moment that is chosen."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from driehoek.dates import spoken_in_full
from driehoek.templatetags.dutch import period
from principles.models import Tip
from triangles.changing import changed

from . import inviting
from .links import follow_dates
from .models import UNOPENED, Availability, Conversation, DateOption, Participant, Phase, PhaseError, TipNote, record
from .scoring import CORNERS

MOST_MOMENTS = 12
NO_ANSWER = "nog geen antwoord"
WORDS = [*Availability.Answer.labels, NO_ANSWER]
CLOSED = "Dit gesprek is niet meer in voorbereiding. De datum ligt vast."
ANSWERING_IS_OVER = "Antwoorden kan niet meer. De datum van dit gesprek ligt vast."


class StaleAnswersError(Exception):
    """Somebody else answered for this participant meanwhile."""


@dataclass(frozen=True)
class Reply:
    """What one participant answered to one moment; `answer` is an Availability.Answer, or "" while there is none."""

    person: Participant
    words: str
    answer: str = ""
    remark: str = ""
    by_secretary: bool = False


@dataclass(frozen=True)
class Moment:
    """One moment of the poll with all Replies, as (corner, [Reply]) in the order of the corners."""

    option: DateOption
    words: str
    corners: list
    is_past: bool
    is_chosen: bool

    @property
    def counts(self):
        """How often each answer was given: (number, words), the absent ones left out; no answer is its own count."""
        given = Counter(reply.words for _, replies in self.corners for reply in replies)
        return [(given[words], words) for words in WORDS if given[words]]

    @property
    def suits_all(self):
        """Whether everybody answered, and nobody with nee."""
        given = {words for _, words in self.counts}
        return bool(given) and not given & {NO_ANSWER, Availability.Answer.NEE.label}


def build_poll(conversation):
    """Return the Moments in order of time, in three queries."""
    now, people = timezone.now(), list(asked(conversation))
    answers = Availability.objects.filter(option__conversation=conversation)
    given = {(answer.option_id, answer.participant_id): answer for answer in answers}
    return [
        Moment(
            option=option,
            words=word(option.starts_at, conversation.duration_minutes),
            corners=[(corner, replies(option, corner, people, given)) for corner in CORNERS],
            is_past=option.starts_at <= now,
            is_chosen=is_moment_of(conversation, option),
        )
        for option in conversation.date_options.all()
    ]


def asked(conversation):
    """Return the participants that the poll asks: whoever is replaced is not."""
    return conversation.participants.filter(stand_in__confirmed_at=None).order_by("pk")


def replies(option, corner, people, given):
    return [reply(person, given.get((option.pk, person.pk))) for person in people if person.corner == corner]


def reply(person, answer):
    if answer is None:
        return Reply(person, NO_ANSWER)
    return Reply(person, answer.get_answer_display(), answer.answer, answer.remark, answer.by_secretary)


def word(starts_at, minutes=None):
    """Say when: 'donderdag 12 maart 2026, 9.30 – 12.00 uur'. `minutes` is how long it lasts, or None."""
    here = timezone.localtime(starts_at)
    return f"{spoken_in_full(here.date())}, {period(here.time(), minutes)}"


def planned_words(conversation):
    """Say when a conversation is, that has a date."""
    hours = period(conversation.start, conversation.duration_minutes)
    return ", ".join(part for part in (spoken_in_full(conversation.held_on), hours) if part)


def is_moment_of(conversation, option):
    """Whether the conversation is planned at this moment."""
    here = timezone.localtime(option.starts_at)
    return (here.date(), here.time()) == (conversation.held_on, conversation.start)


def propose(conversation, moments, by):
    """Add moments (aware datetimes) to the poll; those that stand there stay. Raises PhaseError."""
    with transaction.atomic():
        locked = lock_open(conversation)
        there = set(locked.date_options.values_list("starts_at", flat=True))
        new = sorted({*moments} - there)
        if len(there) + len(new) > MOST_MOMENTS:
            raise PhaseError(f"Stel hooguit {MOST_MOMENTS} momenten voor.")
        DateOption.objects.bulk_create(DateOption(conversation=locked, starts_at=moment) for moment in new)
        follow_dates(locked)
        if new:
            record("momenten voorgesteld", by=by, conversation=locked, count=len(new))
    return len(new)


def remove(conversation, option, by):
    """Take a moment out of the poll, with the answers to it. Raises PhaseError."""
    with transaction.atomic():
        locked = lock_open(conversation)
        locked.date_options.filter(pk=option.pk).delete()
        follow_dates(locked)
        record("moment weggehaald", by=by, conversation=locked)


def choose(conversation, option, by):
    """Plan the conversation at a moment of the poll and tell everybody; a date that was set before counts as moved.

    Raises PhaseError when the moment lies behind us or the preparation is over.
    """
    here = timezone.localtime(option.starts_at)
    with transaction.atomic():
        locked = lock_open(conversation)
        if option.starts_at <= timezone.now():
            raise PhaseError("Dit moment is al voorbij. Kies een ander moment.")
        if is_moment_of(locked, option):
            return locked
        locked.date_moves += was_set(locked, here)
        locked.held_on, locked.start = here.date(), here.time()
        locked.version += 1
        locked.save(update_fields=["held_on", "start", "date_moves", "version", "changed_at"])
        outdate_step(locked)
        record("datum gekozen", by=by, conversation=locked)
        follow_dates(locked)
        inviting.date_chosen(locked, by)
        changed(locked.triangle_id)
    return locked


def was_set(conversation, moment):
    """Whether people counted on another day, or on another time of the same day."""
    if conversation.held_on != moment.date():
        return conversation.held_on is not None
    return conversation.start is not None


def outdate_step(conversation):
    """Give tip 1 a new version: a page of it that is still open may not put the old date back."""
    note, _ = TipNote.objects.get_or_create(
        conversation=conversation, tip=Tip.objects.get(code="tijd"), defaults={"version": 0}
    )
    TipNote.objects.filter(pk=note.pk).update(version=F("version") + 1)


def lock_open(conversation):
    """Return the conversation locked, while moments may still be proposed and chosen. Raises PhaseError."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("triangle")
    locked = rows.get(pk=conversation.pk)
    if locked.phase not in UNOPENED:
        raise PhaseError(CLOSED)
    return locked


def open_options(conversation):
    """Return the moments that can still be answered, in order of time; none once the preparation is over."""
    if conversation.phase != Phase.VOORBEREIDING:
        return []
    return list(conversation.date_options.filter(starts_at__gt=timezone.now()))


def options_for(participant):
    """Return the moments that a participant can answer now; whoever is replaced is asked nothing."""
    conversation = participant.conversation
    return open_options(conversation) if asked(conversation).filter(pk=participant.pk).exists() else []


def answers_of(participant, options):
    """Return {key of a moment: Availability} of what stands there for a participant."""
    rows = Availability.objects.filter(participant=participant, option__in=options)
    return {row.option_id: row for row in rows}


def mark_of(answers):
    """Return a text that is another one as soon as any answer is; `answers` is {key: Availability}."""
    return " ".join(f"{row.pk}.{row.version}" for _, row in sorted(answers.items()))


def answer(participant, given, seen, *, by_secretary=False):
    """Keep what was answered, {key of a moment: (answer or '', remark)}; '' takes an answer back.

    `seen` is `mark_of` what the page showed. Returns how many moments have an answer. Raises StaleAnswersError when
    that is not what stands there any more, PhaseError when answering is over; then nothing is written.
    """
    with transaction.atomic():
        locked = Participant.objects.select_for_update().get(pk=participant.pk)
        options = options_for(locked)
        if not options:
            raise PhaseError(ANSWERING_IS_OVER)
        there = answers_of(participant, options)
        if mark_of(there) != seen:
            raise StaleAnswersError
        for option in options:
            chosen, remark = given.get(option.pk, ("", ""))
            write(participant, option, there.get(option.pk), chosen, remark, by_secretary)
    return len(answers_of(participant, options))


def write(participant, option, row, chosen, remark, by_secretary):
    """Bring one answer to what was chosen; what stays the same stays of whoever gave it."""
    if row and not chosen:
        row.delete()
    elif chosen and (row is None or (row.answer, row.remark) != (chosen, remark)):
        row = row or Availability(option=option, participant=participant, version=0)
        row.answer, row.remark, row.by_secretary = chosen, remark, by_secretary
        row.version += 1
        row.save()
