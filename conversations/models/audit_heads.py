"""The end of the audit log as it stood each day, and whether the log still agrees with it."""

import json
import logging
from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from .audit import FIRST_HASH, AuditEvent

logger = logging.getLogger("driehoek.audit")
CHUNK = 2000  # rows in memory at a time
GIVEN = "de kop die is meegegeven"


class AuditHead(models.Model):
    """The last row of the audit log on a day: its number (0 for an empty log) and hash. The database only adds."""

    day = models.DateField("dag", unique=True)
    number = models.BigIntegerField("nummer van de laatste regel")
    hash = models.CharField("hash van de laatste regel", max_length=64)
    at = models.DateTimeField("moment", default=timezone.now)

    class Meta:
        verbose_name = "kop van het auditlog"
        verbose_name_plural = "koppen van het auditlog"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.number}"


@dataclass(frozen=True)
class Verdict:
    """How the log stands: `rows` of it were walked, the last is (`number`, `hash`); `trouble` is '' or Dutch sentences.

    `broken` is the number of the first row that is not right, or None.
    """

    rows: int
    number: int
    hash: str
    trouble: str = ""
    broken: int | None = None


def read_head():
    """Return (number, hash) of the last row; (0, sixty-four zeros) of an empty log."""
    return AuditEvent.objects.order_by("-pk").values_list("pk", "hash").first() or (0, FIRST_HASH)


def age_of_head():
    """Return how many seconds ago the newest head was kept, or None when there is none yet."""
    newest = AuditHead.objects.order_by("-day").values_list("at", flat=True).first()
    return newest and (timezone.now() - newest).total_seconds()


def keep_head():
    """Keep the head of today and write it to the log of the server, once a day; return that in Dutch, or ''.

    The log of the server goes elsewhere: whoever cuts off the end of the table, does not reach it there.
    """
    day, (number, found) = timezone.localdate(), read_head()
    if AuditHead.objects.filter(day=day).exists():
        return ""
    _, is_new = AuditHead.objects.get_or_create(day=day, defaults={"number": number, "hash": found})
    if not is_new:
        return ""
    logger.info(json.dumps({"auditkop": f"{number}:{found}", "dag": day.isoformat()}))
    return f"Auditlog: kop van vandaag bewaard, regel {number}."


def verify(*given):
    """Walk the whole log and return a Verdict; each of `given` is (number, hash) of a head that was kept elsewhere."""
    heads = heads_to_hold(given)
    verdict = walk(heads)
    cut = sorted(number for number in heads if number > read_head()[0])
    if cut:
        _, whose = heads[cut[0]][0]
        told = f"Het einde is afgeknipt: volgens {whose} was er een regel {cut[0]}."
        return Verdict(verdict.rows, verdict.number, verdict.hash, f"{verdict.trouble} {told}".strip(), verdict.broken)
    return verdict


def heads_to_hold(given):
    """Return {number: [(hash, whose head that is, in Dutch)]} of what was kept here and what is given."""
    heads = defaultdict(list)
    for number, found in given:
        heads[number].append((found, GIVEN))
    for day, number, found in AuditHead.objects.values_list("day", "number", "hash"):
        heads[number].append((found, f"de kop van {date_format(day, 'j F Y')}"))
    return heads


def walk(heads):
    """Return the Verdict on what is there, as far as the first row that is not right."""
    rows, number, previous = 0, 0, FIRST_HASH
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=CHUNK):
        trouble = trouble_of(event, previous, heads.get(event.pk, ()))
        if trouble:
            return Verdict(rows, number, previous, trouble, event.pk)
        rows, number, previous = rows + 1, event.pk, event.hash
    return Verdict(rows, number, previous)


def trouble_of(event, previous, heads):
    """Say in Dutch what is wrong with a row that comes after the hash `previous`; '' when nothing is."""
    if event.hash != event.fingerprint():
        return f"Regel {event.pk} is gewijzigd."
    if event.prev_hash != previous:
        if AuditEvent.objects.filter(hash=event.prev_hash).exists():
            return f"Regel {event.pk} is verwisseld: hij staat niet op zijn plaats."
        return f"Vóór regel {event.pk} is een regel verwijderd of vervangen."
    for found, whose in heads:
        if found != event.hash:
            return f"Regel {event.pk} is een andere dan volgens {whose}: de keten is herschreven."
    return ""
