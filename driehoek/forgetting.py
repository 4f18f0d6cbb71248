"""Forgetting sessions that are over and counted tries that count no more."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from .chores import chore


@chore
def forget_sessions():
    gone, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"Verlopen sessies opgeruimd: {gone}." if gone else ""


@chore
def forget_tries():
    """Remove what the shared cache counted and does not need any more; by itself it only does so when it is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # nosec B608
    return ""
