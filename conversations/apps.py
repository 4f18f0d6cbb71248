from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = "Gesprekken"

    def ready(self):
        from triangles.changing import follow, keep_with

        from .models import record
        from .signalling import refresh

        follow(refresh)
        keep_with(record)
        pre_migrate.connect(lower_guards, sender=self)
        post_migrate.connect(raise_guards, sender=self)

    def find_problems(self, connection):
        """Return what keeps this app from being ready, as Dutch sentences; `/readyz` asks."""
        from . import guards

        return [f"De bewaker {name} ontbreekt in de database." for name in sorted(guards.missing(connection))]

    def read_numbers(self):
        """Yield (name, what it is, number) for `/metrics`."""
        from .models.audit_heads import age_of_head

        age = age_of_head()
        if age is not None:
            yield "audit_head_age_seconds", "How long ago the daily work kept the head of the audit log.", age


def lower_guards(*, using, plan, **_):
    """SQLite rebuilds a table to change it, which fails while triggers elsewhere name it."""
    from . import guards

    if plan and connections[using].vendor == "sqlite":
        guards.drop(connections[using])


def raise_guards(*, using, **_):
    from . import guards

    guards.create(connections[using])
