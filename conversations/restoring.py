"""Putting a backup in an empty database, and proving that it is the same: counts, hashes, audit chain, keys.

Then what was erased since goes again. `say` takes a Dutch line for each step.
"""

import time

from django.core.management import call_command
from django.db import connection

from driehoek.dumping import elsewhere, is_empty, load
from driehoek.encryption import SHUT
from driehoek.health import find_problems

from .backups import BackupError, check, differences, unknown_migrations
from .erasure_journal import read
from .models import Conversation, Explanation, Reflection, Report
from .models.audit_heads import verify
from .replaying import end_all_sessions, replay
from .report_as_record import check_reports

FULL = "Deze database is niet leeg. Terugzetten kan alleen in een lege database: er gaat nooit iets overheen."
NO_JOURNAL = "Er is geen journaal (ERASURE_JOURNAL): wat na de kopie met de hand is gewist, staat er weer in."


def restore(backup, journals, say):
    """Restore a Backup; return the lines that need somebody. Raises BackupError and DumpError.

    `journals` are files that tell what was erased since.
    """
    check(backup)
    say(f"Bestand heel: SHA-256 {backup.told['sha256']}.")
    if not is_empty():
        raise BackupError(FULL)
    read(journals, backup.made_at)  # better now than half-way
    load(backup.file)
    say(f"Teruggezet: {backup.file.name}, {backup.told['bytes']} bytes, van {backup.told['made_at']}.")
    prove(backup.told, say)
    say(f"Sessies beëindigd: {end_all_sessions()}. Iedereen logt opnieuw in.")
    told, open_ends = replay(journals, backup.made_at)
    for line in told or ["Niets om opnieuw te wissen."]:
        say(line)
    prove_reports(say)
    return open_ends if journals else [*open_ends, NO_JOURNAL]


def prove(told, say):
    """Raise BackupError unless the database holds what the manifest says, and can be used."""
    found = differences(told)
    refuse(found)
    say(f"Aantallen gelijk: {sum(told['counts'].values())} rijen in {len(told['counts'])} tabellen.")
    refuse([f"Migratie {app}.{name} kent deze versie niet." for app, name in unknown_migrations()])
    if find_problems():  # the backup is of an earlier version
        call_command("migrate", verbosity=0)
        refuse(find_problems())
    number, found = told["head"].split(":")
    verdict = verify((int(number), found))
    refuse([f"Het auditlog klopt niet. {verdict.trouble}"] if verdict.trouble else [])
    say(f"Auditlog heel: {verdict.rows} regels, kop {verdict.number}.")
    prove_keys(say)


def prove_keys(say):
    """Raise BackupError when TEXT_KEYS does not open the newest private text."""
    try:
        texts = [row.text for model in (Reflection, Explanation) for row in model.objects.order_by("-pk")[:10]]
    except SHUT as error:
        raise BackupError("TEXT_KEYS opent de privétekst niet. Zet de sleutels van toen erbij.") from error
    say("De sleutels passen op de privétekst." if any(texts) else "Er is geen privétekst.")


def prove_reports(say):
    """Raise BackupError when a vastgesteld report is not what was vastgesteld."""
    keys = Report.objects.established().values("conversation")
    checked = [(talk, row) for talk in Conversation.objects.filter(pk__in=keys) for row in check_reports(talk)]
    refuse(
        [f"Gesprek {talk.pk}, versie {row.version}: {', '.join(row.troubles)}" for talk, row in checked if row.troubles]
    )
    say(f"Vastgestelde verslagen heel: {len(checked)}.")


def refuse(troubles):
    if troubles:
        raise BackupError("\n".join(["Terugzetten is mislukt. Gebruik deze database niet.", *troubles]))


def drill(backup, journals, say):
    """Restore a Backup in a database that goes away; return (lines that need somebody, seconds that it took)."""
    began = time.monotonic()
    with elsewhere(backup.folder.parent):
        left = restore(backup, journals, say)
        connection.close()
    return left, time.monotonic() - began
