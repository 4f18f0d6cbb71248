"""Whether PostgreSQL is away. While it is, no visitor tries again: one thread does, and the others hear so at once.

Without this every visitor would hold a worker for the seconds that trying takes, until no worker is left.
"""

import logging
import threading
import time

import psycopg

logger = logging.getLogger(__name__)
PAUSE = 1  # s between two tries


class Outage:
    """That of one process: it begins when a server cannot be reached or says nothing, and ends by itself."""

    def __init__(self, pause=PAUSE):
        self.pause, self.is_going_on, self.lock = pause, False, threading.Lock()

    def refuse(self):
        """Raise OperationalError while the server is away."""
        if self.is_going_on:
            raise psycopg.OperationalError("the server is away")

    def begin(self, address):
        """Note that the server is away, and look from time to time at `address` (as of psycopg) whether it is back."""
        with self.lock:
            if self.is_going_on:
                return
            self.is_going_on = True
        logger.error("De database is niet bereikbaar; bezoekers krijgen 503.")
        threading.Thread(target=self.wait_for, args=[address], name="wacht op de database", daemon=True).start()

    def wait_for(self, address):
        while not is_there(address):
            time.sleep(self.pause)
        self.is_going_on = False
        logger.warning("De database is weer bereikbaar.")


def is_there(address):
    try:
        psycopg.connect(**address).close()
    except psycopg.Error:
        return False
    return True


outage = Outage()
