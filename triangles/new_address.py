"""An account whose mail address was just changed: for a day no mail opens it, and its second step stays.

Else who runs the accounts could have somebody's mail come to themselves, and come in as them before they notice.
"""

import datetime as dt

from django.utils import timezone

WAIT = dt.timedelta(hours=24)
WHY = "Het mailadres is net veranderd. Dit kan vanaf 24 uur daarna."


def is_fresh(user):
    """Whether the mail address of `user` changed less than a day ago."""
    return user.email_changed_at is not None and timezone.now() < user.email_changed_at + WAIT
