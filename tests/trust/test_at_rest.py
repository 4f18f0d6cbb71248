"""Private text at rest: after a whole conversation no dump, queue, log, cache or session can be read."""

import base64
import logging
import os
import pickle
import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection

from conversations.models import AuditEvent, Explanation, Op, Proposal, Reflection, Report
from driehoek.encryption import BoundText
from driehoek.logs import WithoutTokens
from driehoek.mail import Outbox
from driehoek.sessions import opened
from tests.at_once import at_once
from tests.crawling import text_of
from tests.trust.kept_texts import classes, encrypted, text_fields
from tests.trust.whole_walk import WORDS, prepared, walk

TRACE = "Kanarie"


def test_every_text_field_of_the_product_is_private_shared_or_technical():
    private, shared, technical = classes()
    assert set(text_fields()) == private | shared | technical
    assert private & shared == private & technical == shared & technical == set()


def test_sec_08_what_is_private_is_encrypted_and_bound_to_whose_it_is():
    private, _, _ = classes()
    assert encrypted() == private
    models = {field.model for key, field in text_fields().items() if key in private}
    assert [model for model in models if not issubclass(model, BoundText) or not model.bound_by] == []


@pytest.fixture
def at_rest(own_connections, transactional_db, caplog):
    """Walk through a conversation on a database that is written to a disk; return {where: what can be read there}."""
    caplog.handler.addFilter(WithoutTokens())
    caplog.set_level(logging.INFO, logger="factory")  # it tells what the tests themselves make
    for name in (None, "django", "django.db.backends"):
        caplog.set_level(logging.DEBUG, logger=name)
    cache.clear()
    meeting = prepared()
    own_connections()

    def work():
        connection.force_debug_cursor = True  # so that every question to the database is logged with its values
        walk(meeting)
        return read_everything()

    [found] = at_once(work)
    assert "conversations_reflection" in caplog.text
    return found | {"the log": caplog.text}


def read_everything():
    """Return all places where the product keeps something, as text; called on the connection that wrote it."""
    report = Report.objects.get()
    return {
        "a dump of the database": dump(),
        "the operation log": str(list(Op.objects.values())),
        "the mail queue": str(list(Outbox.objects.values())),
        "the audit log": str(list(AuditEvent.objects.values())),
        "mail": "\n".join(f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox),
        "the cache table": "\n".join(cached()),
        "the cache in memory": str(getattr(caches["template_fragments"], "_cache", "")),
        "sessions": "\n".join(str(opened(row.session_key, row.session_data)) for row in Session.objects.all()),
        "the PDF": pdf_text(bytes(report.pdf)),
        "the fields as they stand": str(list(raw_tokens())),
    }


def dump():
    """Return the database as somebody carries it off: the file and what is not in it yet, or what pg_dump makes."""
    if connection.vendor == "sqlite":
        path = connection.settings_dict["NAME"]
        files = [Path(path + tail) for tail in ("", "-wal", "-shm")]
        return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())
    return pg_dump() if shutil.which("pg_dump") else copied()


def pg_dump():
    known = connection.settings_dict
    host = ["--host", known["HOST"], "--port", str(known["PORT"]), "--username", known["USER"]]
    done = subprocess.run(
        ["pg_dump", "--inserts", *host, known["NAME"]],
        capture_output=True,
        env=os.environ | {"PGPASSWORD": known["PASSWORD"]},
    )
    return done.stdout.decode() if done.returncode == 0 else copied()  # an older pg_dump than its server refuses


def copied():
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def cached():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM driehoek_cache")
        return [f"{key} {pickle.loads(base64.b64decode(value))}" for key, value in cursor.fetchall()]


def raw_tokens():
    with connection.cursor() as cursor:
        for label, name in sorted(encrypted()):
            table = label.lower().replace(".", "_")
            cursor.execute(f"SELECT {name} FROM {table} WHERE {name} <> ''")
            rows = [token for (token,) in cursor.fetchall()]
            assert rows, (label, name)  # the walk filled every one of them
            yield from rows


def pdf_text(content):
    from django.http import HttpResponse

    return text_of(HttpResponse(content, content_type="application/pdf"))


@pytest.mark.django_db(transaction=True)
def test_sec_08_nothing_that_is_kept_or_logged_holds_a_word_of_private_text(at_rest):
    assert "Horen wat er misging." in at_rest["a dump of the database"]  # the purpose is shared: it would be found
    heard = {where: [name for name, words in WORDS.items() if words in text] for where, text in at_rest.items()}
    assert heard == {where: [] for where in at_rest}
    assert [where for where, text in at_rest.items() if TRACE in text] == []
    assert len(at_rest["the log"]) > 10_000


@pytest.mark.django_db
def test_a_walk_leaves_the_words_readable_for_who_may():
    meeting = prepared()
    cache.clear()
    walk(meeting)
    kept = {row.text for model in (Reflection, Explanation, Proposal) for row in model.objects.all()}
    assert {
        words for name, words in WORDS.items() if name.startswith(("answer for", "explanation", "proposal"))
    } <= kept
