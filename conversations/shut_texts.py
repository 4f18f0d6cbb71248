"""Private text that does not open: it was copied to another row, or its key is gone. The rest of the work goes on.

A text on the wrong row is the mark of somebody who writes in the database. Every meeting with it stands in the log of
the process; an act that meets it, such as reading the answers, puts it in the audit log, once a day per row.
"""

import logging

from django.db import DatabaseError
from django.utils import timezone

from driehoek.encryption import SHUT, MisplacedTextError
from driehoek.errors import shut_text

from .models import AuditEvent, record

logger = logging.getLogger(__name__)
ACT = "tekst op de verkeerde plek"


class TellShutText:
    """Answer a page that meets such a text with one that says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, SHUT):
            return None
        if request.method == "POST":
            note_safely(exception)
        return shut_text(request, exception)


def note_safely(why):
    """Do as `note`, and let a database that refuses keep nobody from the page that says what happened."""
    try:
        note(why)
    except DatabaseError:
        logger.exception("Dat een tekst op de verkeerde plek staat, kon niet in het auditlog")


def split_legible(texts):
    """Return (those of `texts` that open, why the others do not); the log tells which those are, never their words."""
    legible, shut = [], []
    for text in texts:
        try:
            str(text.text)  # opens it
        except SHUT as why:
            logger.error("%s", why)
            shut.append(why)
        else:
            legible.append(text)
    return legible, shut


def note(why):
    """Keep in the audit log that a text stands where it does not belong: the table and the row."""
    if not isinstance(why, MisplacedTextError):
        return
    row = why.row
    found = {"table": row._meta.model_name, "row": row.pk}
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    kept = AuditEvent.objects.filter(action=ACT, at__gte=today, details=found)
    if not kept.exists():
        record(ACT, conversation=getattr(row, "conversation", None), **found)
