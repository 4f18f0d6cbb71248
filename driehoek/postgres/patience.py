"""How long a process waits for PostgreSQL, in seconds. A visitor hears soon that it did not work; a command waits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """`connect` is per server that DATABASE_URL names; `check` is for one sign of life; None waits for ever.

    `first` is for the first question of a visit, where that is the sign of life: longer than a lock may take.
    """

    connect: int
    check: int
    first: float | None = None
    statement: int | None = None
    lock: int | None = None

    def options(self):
        """Return what the server is told at the start: it ends what takes too long itself."""
        limits = {"statement_timeout": self.statement, "lock_timeout": self.lock}
        return " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items() if seconds)

    @property
    def silence(self):
        """How long the server may say nothing to a question: longer than it takes to end one by itself."""
        return self.statement and self.statement + 2


COMMAND = Patience(connect=5, check=5)
WEB = Patience(connect=2, check=2, first=2.5, statement=10, lock=2)


class InUse:
    """What this process goes by; `driehoek.wsgi` chooses WEB before the first question is asked."""

    patience = COMMAND
