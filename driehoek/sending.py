"""Sending what waits in the outbox. When a server gives no answer it chooses never two mails above always one."""

import datetime as dt
import logging
import smtplib
from collections import Counter
from contextlib import suppress

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from .chores import chore
from .deadline import deadline
from .mail import RENDERERS, Outbox

logger = logging.getLogger(__name__)
State = Outbox.State
WAIT = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
LOST_AFTER = dt.timedelta(minutes=10)  # far longer than one attempt can take
ATTEMPT_SECONDS = 30
AT_ONCE = 30


class NoServerError(Exception):
    """The mail server cannot be reached or lets nobody in: nothing was handed over, and the next would wait too."""


def send_due():
    """Send what is due, at most AT_ONCE mails; return a Counter of the states they came in.

    Safe to run several times at once: a row is taken by whoever changes it first. Not to be run in a transaction.
    """
    give_up_lost()
    done = Counter()
    for row in Outbox.objects.due(timezone.now())[:AT_ONCE]:
        if not claim(row):
            continue
        try:
            row.state, row.error = attempt(row)
        except NoServerError as error:
            settle(row, again(row), f"geen mailserver: {error}")
            done[row.state] += 1
            break
        settle(row, row.state, row.error)
        done[row.state] += 1
    return done


def give_up_lost():
    """Mark what a sender was busy with when it was stopped: it may have been sent."""
    lost = Outbox.objects.filter(state=State.BEZIG, due__lt=timezone.now() - LOST_AFTER)
    lost.update(state=State.ONZEKER, error="het verzenden is onderbroken")


def claim(row):
    """Take a row that waits, for this sender alone; return whether that worked."""
    mine = Outbox.objects.filter(pk=row.pk, state=State.WACHT, tries=row.tries)
    taken = mine.update(state=State.BEZIG, tries=F("tries") + 1, due=timezone.now())
    row.tries += taken
    return bool(taken)


def settle(row, state, error):
    """Write down how an attempt ended; what waits again comes later each time."""
    row.state, row.error = state, error[:300]
    row.due = timezone.now() + WAIT[min(row.tries, len(WAIT)) - 1]
    row.save(update_fields=["state", "error", "due"])
    if row.error:
        logger.warning("Mail %s (%s), poging %s: %s", row.pk, row.kind, row.tries, row.state)


def again(row):
    return State.WACHT if row.tries <= len(WAIT) else State.MISLUKT


def attempt(row):
    """Make and send one mail; return (state, error). Raises NoServerError when nothing could be handed over."""
    try:
        mail = RENDERERS[row.kind](row)
    except Exception as error:  # one mail that cannot be made must not keep the others waiting
        logger.exception("Mail %s (%s) is niet te maken", row.pk, row.kind)
        return again(row), f"niet te maken: {type(error).__name__}"
    if mail is None:
        return State.VERVALLEN, ""
    connection = get_connection()
    with deadline(ATTEMPT_SECONDS):
        try:
            reach(connection)
            return hand_over(connection, mail, row)
        finally:
            with suppress(OSError):
                connection.close()


def reach(connection):
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NoServerError(repr(error)) from error


def hand_over(connection, mail, row):
    """Give one mail to the server; return (state, error). A refusal is an answer, silence is not."""
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return refused(row, code, words)
    except smtplib.SMTPSenderRefused as error:  # our own address: the settings are wrong, not this mail
        return again(row), repr(error)
    except smtplib.SMTPResponseException as error:
        return refused(row, error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return State.ONZEKER, repr(error)
    except ValueError as error:  # an address or header that can never be sent
        return State.MISLUKT, repr(error)
    return State.VERSTUURD, ""


def refused(row, code, words):
    return (State.MISLUKT if code >= 500 else again(row)), f"{code} {words!r}"


@chore
def clear_sent():
    """Forget mail that nothing happens with any more: no address is kept longer than its term, delivered or not."""
    before = timezone.now() - dt.timedelta(days=settings.KEEP.traces)
    over = Outbox.objects.exclude(state__in=[State.WACHT, State.BEZIG]).filter(due__lt=before)
    number, _ = over.delete()
    return f"Oude mail opgeruimd: {number}." if number else ""
