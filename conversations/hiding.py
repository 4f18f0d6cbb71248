"""Hiding a sign until a day, by an adviser: for when the time is known to be later. And showing it again."""

from django.db import transaction

from .models import Signal, record


def hide(signal, until, by):
    """Keep a Signal from being shown until `until`, a date. One that is over meanwhile is left alone."""
    with transaction.atomic():
        changed = Signal.objects.filter(pk=signal.pk).exclude(dismissed_until=until).update(dismissed_until=until)
        if changed:
            record("teken verborgen", by=by, triangle=signal.triangle, kind=signal.kind, until=until.isoformat())


def show_again(signal, by):
    """Show a hidden Signal from now on. One that is shown, or over meanwhile, is left alone."""
    with transaction.atomic():
        if Signal.objects.filter(pk=signal.pk, dismissed_until__isnull=False).update(dismissed_until=None):
            record("teken weer getoond", by=by, triangle=signal.triangle, kind=signal.kind)
