"""An end to work that may never end by itself, such as a mail server that answers one byte at a time."""

import signal
import threading
from contextlib import contextmanager


@contextmanager
def deadline(seconds):
    """Raise TimeoutError in a block that takes longer. Main thread only: in another there is no end to it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_):
        raise TimeoutError(f"geen antwoord binnen {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
