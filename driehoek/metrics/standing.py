"""What stands in the database when somebody looks: counts and ages, never of whom. Left out when it cannot be asked."""

from contextlib import contextmanager

from django.apps import apps
from django.db import Error, connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from driehoek.mail import Outbox

SECONDS = 1  # who looks every quarter of a minute may not hold up who works
State = Outbox.State
AT_REST = Q(state__in=[State.MISLUKT, State.ONZEKER])


class Standing(Collector):
    """Besides the mail every app config with a method `read_numbers()` is asked: (name, what it is, number) each."""

    def collect(self):
        try:
            with in_haste():
                numbers = list(read_numbers())
        except Error:
            numbers = None
        yield gauge("database_up", "1 when the database answers in time, else 0.", numbers is not None)
        for number in numbers or ():
            yield gauge(*number)


def gauge(name, what, number):
    return GaugeMetricFamily(f"driehoek_{name}", what, value=number)


@contextmanager
def in_haste():
    """Have PostgreSQL end what takes longer than a second. SQLite has no such limit, and reads beside a writer."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS}s'")
        yield


def read_numbers():
    yield from read_mail(timezone.now())
    for config in apps.get_app_configs():
        if hasattr(config, "read_numbers"):
            yield from config.read_numbers()


def read_mail(now):
    """Yield how the queue stands; how late a mail is, is counted from the moment that it might have been sent."""
    is_due = Q(state=State.WACHT, due__lte=now)
    found = Outbox.objects.filter(is_due | AT_REST).aggregate(
        waiting=Count("pk", filter=is_due),
        failed=Count("pk", filter=Q(state=State.MISLUKT)),
        unsure=Count("pk", filter=Q(state=State.ONZEKER)),
        oldest=Min("due", filter=is_due),
    )
    late = (now - found["oldest"]).total_seconds() if found["oldest"] else 0
    yield "mails_waiting", "Mails that could be sent now and wait.", found["waiting"]
    yield "mails_failed", "Mails that were given up.", found["failed"]
    yield "mails_unsure", "Mails of which no server said whether it has them.", found["unsure"]
    yield "mail_oldest_wait_seconds", "How long the oldest mail waits that could be sent now.", late
