"""Traces that are over: links, visits, saved operations and proposals. They hold numbers and keys, or were dealt with.

What belongs to a conversation under a legal hold stays.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from conversations.models import Arrival, EarlierText, Link, Op, Proposal, Visit

from .holds import held

CODE_OVER = dt.timedelta(days=1)


def forget_traces():
    """Remove what was over longer ago than its term; return in Dutch how many rows, or ''."""
    now = timezone.now()
    before = now - dt.timedelta(days=settings.KEEP.traces)
    gone = sum(rows.delete()[0] for rows in (old_operations(before), *old_visits(before), old_proposals(now, before)))
    forget_codes(now - CODE_OVER)
    return f"Oude sporen opgeruimd: {gone}." if gone else ""


def old_operations(before):
    """Limit to saves of before that moment. That somebody gave a score by link counts as long as the score does."""
    by_link = Q(participant__isnull=False, part__startswith="score:")
    return Op.objects.filter(created_at__lt=before).exclude(by_link).exclude(conversation__in=held())


def old_visits(before):
    """Yield the links that were over before that moment, and the visits and arrivals that ended before it."""
    links = Link.objects.filter(until__lt=before, user__isnull=True)
    yield links.exclude(conversation__in=held()).exclude(participant__conversation__in=held())
    visits = Visit.objects.filter(ended_at__lt=before).exclude(link__conversation__in=held())
    yield visits.exclude(link__participant__conversation__in=held())
    yield Arrival.objects.filter(asked_at__lt=before).exclude(conversation__in=held())


def old_proposals(now, before):
    """Limit to proposals for a conversation that were dealt with, or that nobody answered for long."""
    unanswered = now - dt.timedelta(days=settings.KEEP.undated)
    over = Q(closed_at__lt=before) | Q(at__lt=unanswered)
    return Proposal.objects.filter(over).exclude(participant__conversation__in=held())


def forget_codes(before):
    """Forget the digests of codes that can open nothing any more, as if they were never sent."""
    over = Visit.objects.filter(code_until__lt=before).exclude(code_digest="")
    over.update(code_digest="", code_until=None, code_tries=0)


def forget_earlier_texts():
    """Remove earlier versions that were kept longer than their term; return in Dutch how many texts, or ''."""
    before = timezone.now() - dt.timedelta(days=settings.KEEP.traces)
    gone, _ = EarlierText.objects.filter(replaced_at__lte=before).exclude(conversation__in=held()).delete()
    return f"Eerdere versies opgeruimd: {gone}." if gone else ""
