"""Write down what a release has in its database, for the test that later releases take it over.

Once per release, at its tag, with the demo in an empty database and the keys of the tests:
    export DJANGO_SETTINGS_MODULE=tests.upgrade.release_settings
    python manage.py migrate && python manage.py load_demo && python -m tests.upgrade.keeping
It writes tests/upgrade/VERSION.json.gz: {"version", "moment", "migrations", "rows", "words", "links"}.
"""

import base64
import gzip
import json
import sys
import tomllib
from datetime import datetime
from io import StringIO
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

HERE = Path(__file__).resolve().parent
MADE_AGAIN = ("contenttypes", "auth", "sessions", "admin")  # by migrate, or by logging in


class Encoder(DjangoJSONEncoder):
    def default(self, value):
        if isinstance(value, bytes | memoryview):
            return base64.b64encode(value).decode()
        if isinstance(value, datetime):
            return value.isoformat()  # with its microseconds: lines of the audit log are sealed with them
        return super().default(value)


def is_encrypted(field):
    return type(field).__name__ == "EncryptedTextField"


def tables():
    """Return every model, those between two others included, whose rows have to come along."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.app_label not in MADE_AGAIN]


def rows_of(model):
    """Return the rows as the database has them: an encrypted text as its token."""
    names = [field.attname for field in model._meta.concrete_fields]
    tokens = {f"{one.attname}_token": one.attname for one in model._meta.concrete_fields if is_encrypted(one)}
    found = model._base_manager.annotate(**{name: Cast(of, TextField()) for name, of in tokens.items()})
    found = found.order_by("pk").values(*(one for one in names if one not in tokens.values()), *tokens)
    return [{tokens.get(name, name): value for name, value in row.items()} for row in found]


def words_of(model):
    """Return {key of a row: {field: the words}} of its encrypted texts."""
    fields = [field.attname for field in model._meta.concrete_fields if is_encrypted(field)]
    return {one.pk: {name: str(getattr(one, name)) for name in fields} for one in model._base_manager.all() if fields}


def links():
    """Return a fresh personal link for everybody in a conversation that takes one."""
    from conversations.models import Conversation

    given = []
    for meeting in Conversation.objects.filter(phase="voorbereiding"):
        for person in meeting.participants.all():
            out = StringIO()
            call_command("participant_link", meeting.pk, person.seat.code, stdout=out)
            given.append(out.getvalue().strip())
    return given


def keep(version):
    """Return the path of what was written."""
    given = links()
    kept = {
        "version": version,
        "moment": timezone.now(),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "rows": {one._meta.label: rows_of(one) for one in tables() if one._base_manager.exists()},
        "words": {one._meta.label: words for one in tables() if (words := words_of(one))},
        "links": given,
    }
    path = HERE / f"{version}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(kept, cls=Encoder, ensure_ascii=False).encode(), mtime=0))
    return path


if __name__ == "__main__":
    django.setup()
    sys.exit(print(keep(tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"])))
