"""Put the database in the state of an earlier release, with what that release had in it."""

import gzip
import json
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from conversations import guards
from tests.upgrade.keeping import is_encrypted

HERE = Path(__file__).resolve().parent
RELEASES = sorted(one.name.removesuffix(".json.gz") for one in HERE.glob("*.json.gz"))


def kept_of(version):
    return json.loads(gzip.decompress((HERE / f"{version}.json.gz").read_bytes()))


def go_back(migrations):
    """Undo every migration that is not among `migrations`; return the models as they were then."""
    executor = MigrationExecutor(connection)
    done = {tuple(one) for one in migrations}
    last = [key for key in executor.loader.graph.leaf_nodes() if key in done]
    for app, name in executor.loader.graph.leaf_nodes():
        if (app, name) not in done:
            known = sorted(one for one in done if one[0] == app)
            last.append(known[-1] if known else (app, None))
    executor.migrate(last)
    return executor.loader.project_state([key for key in last if key[1]]).apps


def fill(apps, rows):
    """Empty every table that has `rows`, and put those in it as they were, tokens of encrypted texts as well."""
    models = {label: apps.get_model(label) for label in rows}
    with transaction.atomic(), connection.cursor() as cursor:
        guards.drop(connection)  # they know how rows come to be one by one
        for model in apps.get_models(include_auto_created=True):
            if model._meta.label in rows:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for label, model in models.items():
            put(cursor, model, rows[label])
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)
    guards.create(connection)


def put(cursor, model, rows):
    fields = {field.attname: field for field in model._meta.concrete_fields if field.attname in rows[0]}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields.values())
    places = ", ".join(["%s"] * len(fields))
    values = [[ready(field, row[name]) for name, field in fields.items()] for row in rows]
    cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", values)


def ready(field, value):
    """Return a value as the database takes it; a token is one already."""
    if is_encrypted(field) or value is None:
        return value
    return field.get_db_prep_save(field.to_python(value), connection)
