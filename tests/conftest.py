"""What every test stands on: a flush past the database's own guards, and a database for threads to meet on."""

import gc
import sqlite3
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import connection, connections
from django.db.backends.base.operations import BaseDatabaseOperations

from tests.drawn import drawn_as_html, first_as_html

gc.set_threshold(50_000, 20, 100)  # thousands of tests leave little behind; looking for it after each takes time


@pytest.fixture(scope="session", autouse=True)
def flush_with_the_guards_off():
    """Let a test database be emptied: the guards refuse that, so they are set aside for the flush alone."""
    if find_spec("conversations.guards") is None:
        yield
        return
    guards = import_module("conversations.guards")
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations, sql_list):
        guards.drop(operations.connection)
        flush(operations, sql_list)
        guards.create(operations.connection)

    BaseDatabaseOperations.execute_sql_flush = unguarded
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(autouse=True)
def undrawn(request, monkeypatch):
    """Papers carry their HTML and are not drawn, but in tests with the mark `drawn`: it takes most of their time."""
    if request.node.get_closest_marker("drawn") is None:
        monkeypatch.setattr("driehoek.pdf.render_pdf", drawn_as_html)
        monkeypatch.setattr("driehoek.pdf.render_on_one_page", first_as_html)


@pytest.fixture
def own_connections(tmp_path, transactional_db):
    """Return a function that gives threads a database to meet on: a file with what SQLite has in memory until then."""
    settings = connections.settings["default"]
    kept, path = settings["NAME"], str(tmp_path / "samen.sqlite3")

    def move():
        if connection.vendor == "sqlite":
            copy = sqlite3.connect(path)
            connection.connection.backup(copy)
            copy.close()
            settings["NAME"] = path

    yield move
    settings["NAME"] = kept
