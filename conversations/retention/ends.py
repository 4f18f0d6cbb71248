"""On which day something goes, by `rules` and by what is in the database."""

import datetime as dt

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from conversations.links import UNDATED
from conversations.models import (
    AHEAD,
    Agreement,
    AuditEvent,
    Destruction,
    Explanation,
    FollowUp,
    Guess,
    Reflection,
    Score,
)

from .rules import Moments, contact_end, is_due, report_end, text_end

Rule = Destruction.Rule
TEXT_RULES = (Rule.VASTGESTELD, Rule.GESPREK, Rule.GEANNULEERD, Rule.ONGEDATEERD)
FOLLOWED = Q(status__in=[Agreement.Status.OPEN, Agreement.Status.GEPARKEERD]) & ~Q(kind=Agreement.Kind.BESLUIT)
WRITTEN = ("bezetting gewijzigd", "plaats overgedragen", "mailadres gewijzigd")


def moments_of(conversation):
    """Return the Moments of a Conversation; two queries, and these only while nothing counts but its last change."""
    told = {
        "held_on": counted_from(conversation),
        "established_on": day_of(conversation.established_at),
        "cancelled_on": day_of(conversation.cancelled_at),
    }
    return Moments(**told, changed_on=None if any(told.values()) else day_of(last_change(conversation)))


def counted_from(conversation):
    """Return the day that the term of the meeting runs from: never before a meeting on paper was entered here."""
    held_on = conversation.held_on
    return held_on and max(held_on, day_of(conversation.created_at))


def day_of(moment):
    return moment and timezone.localdate(moment)


def last_change(conversation):
    """Return when a conversation, or what somebody wrote or scored in it, changed last; or a later moment proposed.

    So a date that is still being chosen keeps it alive, with the answers about that date.
    """
    columns = ((Reflection, "changed_at"), (Reflection, "typed_at"), (Explanation, "changed_at"))
    columns += ((Score, "changed_at"), (Guess, "changed_at"))
    found = [
        model.objects.filter(conversation=conversation).order_by().values_list(F(column)) for model, column in columns
    ]
    moments = [moment for (moment,) in found[0].union(*found[1:]) if moment]
    proposed = conversation.date_options.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return max([conversation.changed_at, *moments, *([proposed] if proposed else [])])


def last_day(conversation):
    """Return the day on which private text of `conversation` goes at the latest, as things stand now (date)."""
    if conversation.triangle.rehearsal_until:
        return day_of(conversation.triangle.rehearsal_until)
    return text_end(moments_of(conversation), settings.KEEP)[0]


def cleared_on(conversation):
    """Return the day on which private text of a conversation went last; None also while it may still come again."""
    if conversation.phase in AHEAD:
        return None
    rows = Destruction.objects.filter(conversation_id=conversation.pk, rule__in=TEXT_RULES, closed_at__isnull=False)
    newest = rows.order_by("-pk").values_list("closed_at", flat=True).first()
    return day_of(newest)


def contacts_end(triangle):
    """Return the day on which the mail addresses of a driehoek go, or None as long as they are needed.

    Those of a conversation ahead stay as long as a link without a date works, those typed after the term for another.
    """
    end = end_of_terms(triangle)
    made = triangle.conversations.filter(phase__in=AHEAD).values_list("created_at", flat=True)
    ends = [day_of(moment + UNDATED) for moment in made]
    if is_due(end, timezone.localdate()):
        ends += [day_of(at) + dt.timedelta(days=settings.KEEP.contact) for at in last_written(triangle)]
    return end and max([end, *ends])


def last_written(triangle):
    """Return [when somebody changed who sits there or where they are reached, at the last], or []."""
    changes = AuditEvent.objects.filter(triangle_id=triangle.pk, action__in=WRITTEN)
    return changes.order_by("-pk").values_list("at", flat=True)[:1]


def end_of_terms(triangle):
    """Return the day that follows from the conversations and agreements of a driehoek alone, or None."""
    over = [moments_of(conversation).over_on for conversation in triangle.conversations.all()]
    planned = FollowUp.objects.filter(conversation__triangle=triangle, next_on__isnull=False)
    closed, has_open = settled(Agreement.objects.filter(conversation__triangle=triangle))
    over += planned.values_list("next_on", flat=True)
    return contact_end(over, closed, has_open, day_of(triangle.archived_at), settings.KEEP)


def whole_end(conversation):
    """Return the day on which a whole conversation goes, or None when it is kept."""
    closed, has_open = settled(Agreement.objects.filter(conversation=conversation))
    return report_end(moments_of(conversation).over_on, closed, has_open, settings.KEEP)


def settled(agreements):
    """Return (days, whether one is still followed): the days of the last step of the others, or of their making."""
    moments = agreements.exclude(FOLLOWED).values_list("last_step__at", "created_at")
    return [day_of(last or made) for last, made in moments], agreements.filter(FOLLOWED).exists()
