"""A new version comes in while the one before still serves: a migration adds, and takes away a version later.

First a column that may be empty, then code that fills it, and when no process runs the old code any more, the rest.
What must be done at once all the same is declared below, with its reason, and asks to stop every process.
"""

from importlib import import_module

import pytest
from django.db import OperationalError, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from driehoek.management.commands import migrate

# Up to and including these nobody ran the product, so they are not asked.
BEFORE = {"conversations": "0023", "driehoek": "0002", "principles": "0001", "triangles": "0007"}
DECLARED = {}  # (app, name of the migration): why it may close what the version before uses
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def is_required(field):
    """Tell whether a row cannot be written by code that does not know the field."""
    return not (field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED)


def closes(operation, before, app):
    """Tell whether the code that ran before `operation` breaks on what it leaves; `before` is a ProjectState."""
    if isinstance(operation, TAKES_AWAY):
        return True
    if isinstance(operation, migrations.AddField):
        return is_required(operation.field)
    if isinstance(operation, migrations.AlterField):
        known = before.models[app, operation.model_name_lower].fields[operation.name]
        return is_required(operation.field) and not is_required(known)
    return False


def found_in(migration, before):
    """Return what in a migration closes something, as texts."""
    told, app = [], migration.app_label
    for operation in migration.operations:
        parts = getattr(operation, "database_operations", [operation])
        told += [f"{app}.{migration.name}: {part.describe()}" for part in parts if closes(part, before, app)]
        operation.state_forwards(app, before)
    return told


def newer():
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in BEFORE and name[:4] > BEFORE[app]:
            yield migration, loader.project_state((app, name), at_end=False)


def test_a_migration_leaves_what_the_version_before_uses():
    asked = [(one, before) for one, before in newer() if (one.app_label, one.name) not in DECLARED]
    wrong = [line for one, before in asked for line in found_in(one, before)]
    assert wrong == []


def test_what_is_declared_is_there_and_has_a_reason():
    for (app, name), reason in DECLARED.items():
        assert hasattr(import_module(f"{app}.migrations.{name}"), "Migration")
        assert len(reason) > 20


@pytest.mark.parametrize(
    ("operation", "is_closing"),
    [
        (migrations.AddField("thing", "one", models.TextField(null=True)), False),
        (migrations.AddField("thing", "one", models.TextField(db_default="")), False),
        (migrations.AddField("thing", "one", models.TextField(default="")), True),  # only the new code fills it
        (migrations.AlterField("thing", "text", models.TextField(blank=True)), True),
        (migrations.AlterField("thing", "text", models.CharField(max_length=9, null=True)), False),
        (migrations.RemoveField("thing", "text"), True),
        (migrations.RenameField("thing", "text", "words"), True),
        (migrations.DeleteModel("thing"), True),
        (migrations.AddIndex("thing", models.Index(fields=["text"], name="x")), False),
        (migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("thing", "text")]), True),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("thing", "text")]), False),
    ],
)
def test_what_closes_is_seen(operation, is_closing):
    before = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField(null=True))]
    migrations.CreateModel("thing", fields).state_forwards("x", before)
    migration = migrations.Migration("0001_x", "x")
    migration.operations = [operation]
    assert bool(found_in(migration, before)) is is_closing


@pytest.mark.django_db
def test_a_lock_that_does_not_come_is_asked_again_and_told(monkeypatch, capsys):
    class Taken(Exception):
        sqlstate = migrate.NO_LOCK

    def refuse(*_, **__):
        raise OperationalError from Taken()

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", refuse)
    monkeypatch.setattr(migrate, "PAUSE", 0)
    with pytest.raises(migrate.CommandError, match="bezet"):
        migrate.Command().try_until_free(database="default")
    assert f"poging {migrate.TRIES} van {migrate.TRIES}" in capsys.readouterr().err
