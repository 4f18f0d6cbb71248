"""The whole database in one file, and back: SQLite by its own copying, PostgreSQL by pg_dump and pg_restore."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
BARE = ("--no-owner", "--no-privileges")  # whoever restores owns it


class DumpError(Exception):
    """A dump could not be made or loaded; the message is Dutch."""


@contextmanager
def dumped(path):
    """Write the database to `path` and yield a cursor that reads exactly what stands in it. Raises DumpError."""
    with (dumped_sqlite if connection.vendor == "sqlite" else dumped_postgresql)(path) as cursor:
        yield cursor


@contextmanager
def dumped_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        yield copy.cursor()


@contextmanager
def dumped_postgresql(path):
    """Let the dump and the cursor look at one and the same moment, whatever others write meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run("pg_dump", "--format=custom", *BARE, f"--snapshot={snapshot}", f"--file={path}")
        yield cursor


def load(path):
    """Put the dump `path` in the database, which is empty: all of it or nothing. Raises DumpError."""
    if connection.vendor != "sqlite":
        run("pg_restore", "--exit-on-error", "--single-transaction", *BARE, str(path))
        return
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    coming = place.with_name(f"{place.name}.komt")
    coming.touch(mode=0o600)
    shutil.copyfile(path, coming)
    for beside in ("-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    flush(coming)
    coming.replace(place)


def run(tool, *options):
    """Run a tool of PostgreSQL on the database of the settings; the password goes by the environment."""
    settings = connection.settings_dict
    (_, *where, name), given = DatabaseClient.settings_to_cmd_args_env(settings, [])
    role = settings["OPTIONS"].get("target_session_attrs")
    environment = os.environ | (given or {}) | ({"PGTARGETSESSIONATTRS": role} if role else {})
    command = [find(tool), *where, "--no-password", "--dbname", name, *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpError(f"{tool} mislukte: {done.stderr.strip()}")


def find(tool):
    """Return where a tool of PostgreSQL stands, the newest of more. Raises DumpError."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(tool)
    if found is None:
        raise DumpError(f"{tool} staat niet op deze machine. Installeer postgresql-client.")
    return found


def is_empty():
    return not connection.introspection.table_names()


def flush(path):
    """Have what was written to a file or folder stand on the disk itself."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def elsewhere(folder):
    """Let `connection` be an empty database meanwhile, that goes away afterwards; in `folder` with SQLite.

    Raises DumpError when the account of PostgreSQL may not make one.
    """
    kept, mark = connection.settings_dict["NAME"], secrets.token_hex(4)
    name = str(Path(folder) / f"oefening-{mark}.sqlite3") if connection.vendor == "sqlite" else f"oefening_{mark}"
    if connection.vendor != "sqlite":
        make(name)
    move(name)
    try:
        yield
    finally:
        move(kept)
        if connection.vendor == "sqlite":
            for beside in ("", "-wal", "-shm"):
                Path(name + beside).unlink(missing_ok=True)
        else:
            say(f"DROP DATABASE {name}")


def make(name):
    try:
        say(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    except DatabaseError as error:
        raise DumpError(f"Een lege database maken lukt niet ({error}). Geef het account CREATEDB.") from error


def say(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def move(name):
    connection.close()
    connection.settings_dict["NAME"] = name
