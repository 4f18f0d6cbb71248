"""Migrate as Django does, while visitors go on: on PostgreSQL a lock that does not come soon is given up for a while.

Who waits for a lock makes everybody behind it wait too, longer than a page may take.
"""

import time

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

LOCK_SECONDS = 1  # who waits behind it has two (`driehoek.postgres.patience`), and so outlasts it
TRIES, PAUSE = 10, 3  # s
NO_LOCK = "55P03"  # of PostgreSQL: lock_not_available
BUSY = "Een tabel bleef te lang bezet. Wat al was gemigreerd, blijft staan; doe dit opnieuw op een rustiger moment."


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        self.try_until_free(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    def try_until_free(self, *args, **options):
        """Every migration is one transaction, so another try goes on where the last one was. Raises CommandError."""
        for number in range(1, TRIES + 1):
            try:
                return super().handle(*args, **options)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != NO_LOCK:
                    raise
                self.stderr.write(f"Een tabel is bezet, poging {number} van {TRIES}.")
                time.sleep(PAUSE)
        raise CommandError(BUSY)
