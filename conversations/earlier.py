"""What shared texts said before they were changed or taken away; kept for a while, in no export and no report."""

import datetime as dt

from django.utils import timezone

from .models import EarlierText, Op

TYPING = dt.timedelta(minutes=1)  # in which one author's own saves of a part count as one change


def name_of(kind, row):
    """Return under which name the earlier texts of a row are kept: its kind and its number, whatever page wrote it."""
    return f"{kind.word}:{row.pk}"


def keep_changed(kind, row, before, user, conversation, save):
    """Keep `before`, what a row said until this Save; of one author who goes on typing only what stood at the start.

    What somebody else wrote is always kept.
    """
    if kind.value_of(row) != before and not goes_on(kind, row, user, conversation, save):
        keep(kind, row, before, save.base_version, user, conversation)


def goes_on(kind, row, user, conversation, save):
    """Whether `user` changes their own words again, of which the beginning was kept less than a minute ago."""
    own = Op.objects.filter(conversation=conversation, part=save.part, version=save.base_version, user=user)
    kept = EarlierText.objects.filter(conversation=conversation, part=name_of(kind, row), replaced_by=user)
    return own.exists() and kept.filter(replaced_at__gt=timezone.now() - TYPING).exists()


def keep(kind, row, value, version, user, conversation):
    EarlierText.objects.create(
        conversation=conversation, part=name_of(kind, row), version=version, value=value, replaced_by=user
    )
