"""What goes by itself, every hour on the day that its term is over; what was missed is caught up at once.

It says and logs counts, never content. One conversation that fails keeps none of the others.
"""

import logging

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection
from django.utils import timezone

from conversations.destruction import destroy_conversation
from conversations.models import Conversation, Destruction, HeldError

from .contacts import clear_contacts, with_contacts
from .ends import contacts_end, moments_of, whole_end
from .holds import held
from .rules import is_due, text_end
from .texts import clear_texts, with_private

logger = logging.getLogger(__name__)


def clear_due():
    """Erase everything of which the term is over; return in Dutch what, or ''."""
    told = [
        told_of(whole_conversations(), "Gesprekken vernietigd"),
        told_of(private_texts(), "Gesprekken waarvan privétekst is gewist"),
        told_of(contacts(), "Driehoeken waarvan mailadressen zijn gewist"),
    ]
    told = [line for line in told if line]
    if told:
        overwrite()
    return " ".join(told)


def told_of(works, words):
    number = sum(attempt(work, row) for work, row in works)
    return f"{words}: {number}." if number else ""


def attempt(work, row):
    """Do one piece of work; return whether something went. Who fails is logged by number, and tried again next time."""
    try:
        return bool(work(row))
    except HeldError:
        return False
    except Exception as error:
        logger.error("Opruimen van %s %s is mislukt: %s", row._meta.model_name, row.pk, type(error).__name__)
        return False


def private_texts():
    """Yield (work, Conversation) for each of which the private text is due; a rehearsal goes whole, by itself."""
    today = timezone.localdate()
    for conversation in list(with_private().filter(triangle__rehearsal_until=None)):
        day, rule = text_end(moments_of(conversation), settings.KEEP)
        if is_due(day, today):
            yield (lambda row, rule=rule: clear_texts(row, rule)), conversation


def contacts():
    """Yield (work, Triangle) for each of which the mail addresses are due."""
    today = timezone.localdate()
    for triangle in list(with_contacts()):
        if is_due(contacts_end(triangle), today):
            yield clear_contacts, triangle


def whole_conversations():
    """Yield (work, Conversation) for each that goes with its verslag; none where the installation keeps these."""
    if settings.KEEP.reports is None:
        return
    today = timezone.localdate()
    old = Conversation.objects.filter(created_at__date__lte=today - relativedelta(years=settings.KEEP.reports))
    for conversation in list(old.exclude(pk__in=held())):
        if is_due(whole_end(conversation), today):
            yield destroy_whole, conversation


def destroy_whole(conversation):
    destroy_conversation(conversation, Destruction.Rule.BEWAARTERMIJN)
    return True


def overwrite():
    """Bring what was erased from the log of SQLite into its file, where freed places are overwritten."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
