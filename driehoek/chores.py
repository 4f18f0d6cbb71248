"""Work that comes back every hour. An app names a function with `@chore`; it must be safe to run twice, or at once."""

import logging

logger = logging.getLogger(__name__)
CHORES = []


def chore(function):
    """Have `function` done by `send_due`; it takes nothing and returns one Dutch line, or '' when there was nothing."""
    CHORES.append(function)
    return function


def do_chores():
    """Do all of them and return their lines; one that fails is logged and does not keep the others from being done."""
    lines = []
    for function in CHORES:
        try:
            lines.append(function())
        except Exception:
            logger.exception("Het terugkerende werk %s is mislukt", function.__name__)
    return [line for line in lines if line]
