"""Reminding whom we still wait for, and saying once that nobody is waited for any more."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from driehoek.mail import Outbox

from .alerting import tell_advisers
from .inviting import morning_of, people_of, tell
from .links import Purpose
from .models import AuditEvent, Conversation, Link, Phase, record
from .progress import is_asked, read_progress

BEFORE = ((7, 4), (2, 0))  # days before closing: from when until when a reminder of then may still go
ALL_IN = "alles binnen gemeld"


def closes_on(conversation):
    """Return the last day to answer: that of the questions, else that of the meeting, or None."""
    return conversation.preparation_closes_on or conversation.held_on


def waited_for(conversation):
    """Return the Progress of those who did not do all that is asked of them."""
    return [row for row in read_progress(conversation, people_of(conversation)) if row.missing]


def remind(conversation, by):
    """Remind those we wait for, each at most once a day; return how many mails are new."""
    today = timezone.localdate()
    with transaction.atomic():
        waiting = waited_for(conversation)
        sent = sum(tell(row.participant, "herinnering", today, by=by) for row in waiting)
        if sent:
            record("herinnerd", by=by, conversation=conversation, count=sent)
    return sent


def remind_due():
    """Remind seven and two days before closing, in Dutch calendar days; return in Dutch how many, or ''.

    A day that was missed is caught up with. Who was reminded since, or invited after that day, is left alone.
    """
    today, sent = timezone.localdate(), 0
    for conversation in running():
        last_day = closes_on(conversation)
        for first, last in BEFORE if last_day else ():
            if last <= (last_day - today).days <= first:
                sent += remind_since(conversation, last_day - dt.timedelta(days=first), today)
    return f"Herinneringen klaargezet: {sent}." if sent else ""


def running():
    """Return the conversations in preparation of which participants may hear."""
    return Conversation.objects.filter(phase=Phase.VOORBEREIDING, triangle__rehearsal_until=None).select_related(
        "triangle"
    )


def remind_since(conversation, day, today):
    """Queue a reminder for those we wait for who had none since `day`; return how many."""
    with transaction.atomic():
        invited = who_was_invited(conversation, day)
        waiting = [row.participant for row in waited_for(conversation) if row.participant.pk in invited]
        days = [day + dt.timedelta(days=number) for number in range((today - day).days + 1)]
        earlier = {f"herinnering:{person.pk}:{one}": person.pk for person in waiting for one in days}
        had = {earlier[once] for once in Outbox.objects.filter(once__in=earlier).values_list("once", flat=True)}
        due = morning_of(today)
        left = [person for person in waiting if person.pk not in had]
        return sum(tell(person, "herinnering", today, due=due) for person in left)


def who_was_invited(conversation, day):
    """Return the keys of the participants who have a working link since before `day`."""
    links = Link.objects.filter(participant__conversation=conversation, purpose=Purpose.DEELNEMEN, withdrawn_at=None)
    return {person for person, at in links.values_list("participant", "created_at") if timezone.localdate(at) < day}


def is_complete(conversation):
    return is_asked(conversation) and not waited_for(conversation)


def tell_complete():
    """Tell the advisers of each conversation once that all is in; return in Dutch how many conversations, or ''.

    It goes out the next morning, so that it does not say when the last one answered.
    """
    told = sum(tell_one_complete(conversation) for conversation in running() if is_complete(conversation))
    return f"Gesprekken waarvan alles binnen is: {told}." if told else ""


def tell_one_complete(conversation):
    """Queue the notice to the advisers; return whether it is the first time for what is asked now."""
    dates = int(not conversation.held_on and conversation.date_options.exists())
    due = morning_of(timezone.localdate() + dt.timedelta(days=1))
    with transaction.atomic():
        Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        before = AuditEvent.objects.filter(conversation_id=conversation.pk, action=ALL_IN, details__dates=dates)
        if before.exists():
            return False
        record(ALL_IN, conversation=conversation, dates=dates)
        occasion, ref = f"{conversation.pk}:{dates}", {"conversation": conversation.pk, "dates": dates}
        tell_advisers(conversation.triangle, "alles_binnen", occasion, due=due, **ref)
    return True
