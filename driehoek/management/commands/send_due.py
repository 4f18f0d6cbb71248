"""Send the mail that waits and do the work that comes back; with --loop as long as it is let."""

import signal
import threading
import time

from django.core.management import BaseCommand
from django.db import DatabaseError, close_old_connections

from driehoek.chores import do_chores
from driehoek.sending import send_due

PAUSE = 5  # s
CHORES_EVERY = 3600  # s


class Command(BaseCommand):
    help = "Verstuurt de mail die klaarstaat en doet het terugkerende werk. Zet --loop naast de webserver."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="blijf draaien tot SIGTERM of Ctrl+C")

    def handle(self, *, loop, **_):
        if not loop:
            self.run_once(with_chores=True)
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        chores_at = 0
        while not stopped.is_set():
            with_chores = time.monotonic() >= chores_at
            if with_chores:
                chores_at = time.monotonic() + CHORES_EVERY
            self.run_patiently(with_chores)
            stopped.wait(PAUSE)

    def run_patiently(self, with_chores):
        """Survive a database that is away for a while."""
        close_old_connections()
        try:
            self.run_once(with_chores)
        except DatabaseError as error:
            self.stderr.write(f"De database antwoordt niet: {type(error).__name__}")

    def run_once(self, with_chores):
        lines = do_chores() if with_chores else []
        done = send_due()
        if done:
            lines.append("Mail: " + ", ".join(f"{number} {state}" for state, number in sorted(done.items())) + ".")
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()  # a log or a pipe gets each line when it is said
