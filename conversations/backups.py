"""A backup: a folder with the whole database in one file and `manifest.json`, which says what must be in it.

The folder is there whole or not at all. The keys are not in it: without TEXT_KEYS private text stays shut.
"""

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from driehoek.dumping import FILES, dumped, flush
from driehoek.health import newest_migrations

FORM = 1  # of the manifest
MANIFEST = "manifest.json"
FROZEN = (
    "SELECT conversation_id, version, pdf_sha256 FROM conversations_report WHERE state = 'vastgesteld' ORDER BY 1, 2"
)
STOCK = {"counts", "head", "reports"}


class BackupError(Exception):
    """A backup is not there, not whole, or not for this database; the message is Dutch."""


@dataclass(frozen=True)
class Backup:
    """A backup in `folder`; `told` is its manifest."""

    folder: Path
    told: dict

    @property
    def file(self):
        return self.folder / self.told["file"]

    @property
    def made_at(self):
        return dt.datetime.fromisoformat(self.told["made_at"])


def back_up(folder):
    """Write a new backup in `folder` (a Path) and return it. Raises DumpError and OSError, and leaves nothing then."""
    folder.mkdir(parents=True, exist_ok=True)
    made_at = timezone.now()
    making = Path(tempfile.mkdtemp(prefix=".bezig-", dir=folder))  # readable by its owner alone
    try:
        told = write_into(making, made_at)
        place = folder / f"{made_at.astimezone(dt.UTC):%Y%m%dT%H%M%S%fZ}"
        making.rename(place)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    flush(folder)
    return Backup(place, told)


def write_into(making, made_at):
    """Write dump and manifest, both readable by their owner alone; return what the manifest says."""
    file = making / FILES[connection.vendor]
    file.touch(mode=0o600)
    with dumped(file) as cursor:
        stock = take_stock(cursor)
    flush(file)
    told = {"form": FORM, "made_at": made_at.isoformat(), "migrations": newest_migrations(), "file": file.name}
    told |= {"bytes": file.stat().st_size, "sha256": digest(file)} | stock
    manifest = making / MANIFEST
    manifest.touch(mode=0o600)
    manifest.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    flush(manifest)
    flush(making)
    return told


def take_stock(cursor):
    """Return what a database holds: {table: rows}, the head of the audit log, and the hash of every frozen report."""
    counts = {}
    for table in sorted(connection.introspection.table_names()):
        cursor.execute(" ".join(["SELECT COUNT(*) FROM", connection.ops.quote_name(table)]))
        counts[table] = cursor.fetchone()[0]
    cursor.execute("SELECT id, hash FROM conversations_auditevent ORDER BY id DESC LIMIT 1")
    number, found = cursor.fetchone() or (0, "0" * 64)
    cursor.execute(FROZEN)
    return {"counts": counts, "head": f"{number}:{found}", "reports": [list(row) for row in cursor.fetchall()]}


def differences(told):
    """Return in Dutch where the database differs from what a manifest says; [] when nothing does."""
    with connection.cursor() as cursor:
        here = take_stock(cursor)
    tables = sorted({*told["counts"], *here["counts"]})
    counted = [(table, told["counts"].get(table), here["counts"].get(table)) for table in tables]
    lines = [f"Tabel {table}: {then} rijen verwacht, {now} gevonden." for table, then, now in counted if then != now]
    if told["head"] != here["head"]:
        lines.append("De laatste regel van het auditlog is een andere.")
    if told["reports"] != here["reports"]:
        lines.append("De vastgestelde verslagen hebben andere hashes.")
    return lines


def digest(path):
    """Return the SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_in(folder):
    """Return the folders of the whole backups in `folder`, newest first."""
    return sorted((path.parent for path in folder.glob(f"[0-9]*/{MANIFEST}")), reverse=True)


def keep_newest(folder, number):
    """Remove all backups in `folder` but the newest `number`; return how many went."""
    old = all_in(folder)[number:]
    for place in old:
        (place / MANIFEST).unlink()  # from here on it is none
        shutil.rmtree(place)
    return len(old)


def find(place):
    """Return the Backup that `place` is: its folder, a file in it, or the folder of backups (then the newest).

    Raises BackupError.
    """
    place = Path(place)
    folder = place.parent if place.is_file() else place
    if not (folder / MANIFEST).is_file():
        folder = next(iter(all_in(folder)), None)
    if folder is None:
        raise BackupError(f"In {place} staat geen hele reservekopie.")
    try:
        told = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder / MANIFEST} is niet te lezen.") from error
    return Backup(folder, told)


def check(backup):
    """Raise BackupError when a backup is damaged, or not for this database or this version of the product."""
    told = backup.told
    if told.get("form") != FORM or not told.keys() >= STOCK:
        raise BackupError("Deze reservekopie heeft een vorm die deze versie niet kent.")
    if told["file"] != FILES[connection.vendor]:
        raise BackupError(f"{told['file']} past niet in deze database ({connection.vendor}). Kijk naar DATABASE_URL.")
    if not backup.file.is_file() or digest(backup.file) != told["sha256"]:
        raise BackupError(f"{backup.file} is niet het bestand dat is gemaakt: de hash klopt niet.")


def unknown_migrations():
    """Return the migrations in the database that this version does not have, as sorted (app, name) pairs."""
    ours = {app for app, _ in newest_migrations()}
    there = MigrationRecorder(connection).applied_migrations()
    return sorted(key for key in there if key[0] in ours and key not in known_migrations())


def known_migrations():
    loader = MigrationLoader(None)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return {*loader.disk_migrations, *replaced}
