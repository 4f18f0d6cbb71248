"""Who leads the meeting now, and at which part of the run sheet the whole room is.

Looking at another part moves nobody: only an act of the one who leads does.
"""

import datetime as dt
import math

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from principles.models import Principle

from .board import build_board
from .live import STATE_OF_LEADING, first_poll, read_version
from .looking_back import show_verdicts
from .models import Arrival, Conversation, Meeting, Phase, PhaseError, record, show_guesses, show_scores
from .recording.kinds import RECORDING
from .run_sheet import build_run_sheet, find_step, finish, put_widest_first

ANOTHER_LEADS = "{} leidt dit gesprek nu. Neem het eerst over."
NOT_NOW = "Dit kan alleen tijdens het gesprek."


def meeting_of(conversation):
    """Return the Meeting of a conversation, unsaved as long as it did not begin."""
    found = Meeting.objects.select_related("leader").filter(conversation=conversation).first()
    return found or Meeting(conversation=conversation, code="")


def leads_now(meeting, user):
    """Whether `user`, who may lead, leads: nobody else took it in hand, or that person may not lead any more."""
    if meeting.leader_id in (None, user.pk):
        return True
    return not Conversation.objects.led_by(meeting.leader).filter(pk=meeting.conversation_id).exists()


def check_leads(conversation, user):
    """Raise PhaseError when somebody else leads the running meeting."""
    if conversation.phase != Phase.GESPREK:
        return
    meeting = meeting_of(conversation)
    if not leads_now(meeting, user):
        raise PhaseError(ANOTHER_LEADS.format(meeting.leader))


def begin(conversation, key, by):
    """Open the meeting at the part `key`. Raises PhaseError."""
    with transaction.atomic():
        conversation.begin(by)
        move(conversation, key, by)


def go_to(conversation, key, by):
    """Take the whole room to the part `key`. Raises Http404 for a part that is not there, and PhaseError."""
    with transaction.atomic():
        locked = lock_running(conversation)
        check_leads(locked, by)
        step = find_step(build_run_sheet(locked), key)
        if step is None or step.is_dropped:
            raise Http404
        move(locked, key, by)


def go_on(conversation, key, by):
    """Mark the part `key` as done and take the room to the next; return its key. Raises Http404 and PhaseError."""
    with transaction.atomic():
        locked = lock(conversation)
        check_leads(locked, by)
        after = finish(locked, key)
        move(locked, after, by)
    return after


def reveal(conversation, codes, by):
    """Show these principles to everyone and put what is left of the run sheet widest first. Raises PhaseError."""
    with transaction.atomic():
        locked = lock(conversation)
        check_leads(locked, by)
        show_scores(locked, list(Principle.objects.filter(code__in=codes)), by)
        put_widest_first(locked, build_board(locked))
        if len(codes) == 1:
            move(locked, codes[0], by)


def reveal_guesses(conversation, code, by):
    """Show what everybody thought of the others on a principle, after its scores. Raises Http404 and PhaseError."""
    with transaction.atomic():
        locked = lock(conversation)
        check_leads(locked, by)
        show_guesses(locked, get_object_or_404(Principle.objects, code=code), by)
        move(locked, code, by)


def show_all_verdicts(conversation, agreement, by):
    """Show what all corners say of an earlier agreement. Raises PhaseError."""
    with transaction.atomic():
        locked = lock(conversation)
        if locked.phase not in RECORDING:
            raise PhaseError("Oordelen tonen kan tijdens het gesprek, of daarna in het concept.")
        check_leads(locked, by)
        show_verdicts(locked, agreement, by)
        move(locked, "terugblik", by)


def end(conversation, by):
    """End the meeting; nothing is sent by it. Raises PhaseError."""
    with transaction.atomic():
        check_leads(lock(conversation), by)
        conversation.end(by)


def lock(conversation):
    return Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)


def lock_running(conversation):
    """Return the conversation as it is now, locked. Raises PhaseError when its meeting does not run."""
    locked = lock(conversation)
    if locked.phase != Phase.GESPREK:
        raise PhaseError(NOT_NOW)
    return locked


def move(conversation, key, by):
    """Note where the room is from now on, while the meeting runs; the caller is in a transaction."""
    if conversation.phase != Phase.GESPREK:
        return
    meeting, _ = Meeting.objects.get_or_create(conversation=conversation, defaults={"leader": by})
    if meeting.step != key:
        Meeting.objects.filter(pk=meeting.pk).update(step=key, step_at=timezone.now())


def take_over(conversation, by):
    """Let `by` lead from now on; return whether that is a change. Raises PhaseError outside the meeting."""
    with transaction.atomic():
        locked = lock_running(conversation)
        meeting, is_new = Meeting.objects.get_or_create(conversation=locked, defaults={"leader": by})
        if is_new or meeting.leader_id == by.pk:
            return is_new
        Meeting.objects.filter(pk=meeting.pk).update(leader=by)
        record("overgenomen", by=by, conversation=locked)
    return True


def ends_at(step, meeting):
    """Return the moment at which the part that the room is at should be over."""
    return meeting.step_at + dt.timedelta(minutes=step.minutes)


def time_left(until, now):
    """Return in Dutch how long there is until a moment, in minutes rounded up."""
    minutes = math.ceil((until - now).total_seconds() / 60)
    if minutes > 0:
        return f"nog {minutes} {'minuut' if minutes == 1 else 'minuten'}"
    return f"{-minutes} {'minuut' if minutes == -1 else 'minuten'} over tijd" if minutes else "de tijd is om"


def about_room(conversation, user, steps, poll=None):
    """Return what is new in the room beside the part on a screen: where it is, who leads, and who waits to come in.

    `steps` are those of the run sheet; `poll` is what the screen goes on asking with, None for a page that is new.
    """
    meeting, is_running = meeting_of(conversation), conversation.phase == Phase.GESPREK
    waiting = conversation.arrivals.filter(state=Arrival.State.WACHT)
    at = find_step(steps, meeting.step) if is_running and meeting.pk else None
    if poll is None:
        poll = first_poll(read_version(Conversation.objects.all(), conversation.pk, STATE_OF_LEADING))
    return {
        "meeting": meeting,
        "at": at,
        "until": int(ends_at(at, meeting).timestamp()) if at else None,
        "left": time_left(ends_at(at, meeting), timezone.now()) if at else "",
        "leads": not is_running or leads_now(meeting, user),
        "waiting": waiting.count() if is_running else 0,
        "poll": poll if is_running else None,
    }
