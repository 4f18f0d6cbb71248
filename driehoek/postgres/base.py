"""The engine `driehoek.postgres` for DATABASES: that of Django, with the patience of this process."""

import time
from functools import partial
from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from .outage import outage
from .patience import COMMAND, InUse

FRESH = 0.5  # s: who answered this shortly ago is not asked for a sign of life first
DJANGOS_OWN = {
    "context",
    "cursor_factory",
}  # how it reads rows: of no use to who only looks whether the server is there


class SilenceError(psycopg.OperationalError):
    """The server gave no answer in time; it may still be busy with the question."""


class Connection(psycopg.Connection):
    """One that is closed when the server says nothing for longer than `silence` seconds; None waits for ever.

    `hurry` holds until the next answer, in its place; `tell` is called when that does not come.
    """

    silence = hurry = None
    heard = 0  # when it answered last, on the clock of `time.monotonic`

    def wait(self, gen, *given, timeout=None, **named):
        try:
            found = super().wait(gen, *given, timeout=timeout or self.hurry or self.silence, **named)
        except psycopg.errors._WaitTimeout as late:
            self.pgconn.finish()
            if self.hurry:
                self.tell()
            raise SilenceError("the server says nothing") from late
        self.heard, self.hurry = time.monotonic(), None
        return found


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})

    def get_connection_params(self):
        found, patience = super().get_connection_params(), InUse.patience
        options = f"{found.get('options', '')} {patience.options()}".strip()
        return {"connect_timeout": patience.connect} | found | ({"options": options} if options else {})

    def get_new_connection(self, conn_params):
        """Return a connection. Raises OperationalError, at once while the server is known to be away."""
        outage.refuse()
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self.tell(conn_params)
            raise
        connection.silence, connection.tell = InUse.patience.silence, partial(self.tell, conn_params)
        return connection

    def is_usable(self):
        """Ask for a sign of life. A server that keeps silent is away: a new connection would wait just as long.

        Of who answered just now the first question is that sign: asking twice is a tenth of what a page costs.
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        if InUse.patience.first and time.monotonic() - connection.heard < FRESH:
            connection.hurry = InUse.patience.first
            return True
        kept, connection.silence = connection.silence, InUse.patience.check
        try:
            connection.execute("SELECT 1")
        except SilenceError:
            self.tell(self.get_connection_params())
            return False
        except psycopg.Error:
            return False
        finally:
            connection.silence = kept
        return True

    def tell(self, conn_params):
        """Let visitors hear at once that the server is away; a command tries by itself."""
        if InUse.patience is not COMMAND:
            outage.begin({name: value for name, value in conn_params.items() if name not in DJANGOS_OWN})
