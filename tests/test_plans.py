"""What pages ask of the database stays within what one user or one triangle has: no table is read whole."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crowded import crowd
from tests.factories import MembershipFactory
from tests.meetings import open_meeting

pytestmark = pytest.mark.django_db
SMALL = ("principles_", "conversations_erasurerequest")  # tables that stay small whatever is done


def whole_of_sqlite(cursor, sql):
    """Yield what of a plan reads a table, or an index, from its beginning to its end."""
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    for *_, line in cursor.fetchall():
        if line.startswith("SCAN ") and line != "SCAN CONSTANT ROW":
            yield line.removeprefix("SCAN ")


def whole_of_postgresql(cursor, sql):
    cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is otherwise always read whole
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
    (found,) = cursor.fetchone()
    steps = [one["Plan"] for one in (json.loads(found) if isinstance(found, str) else found)]
    while steps:
        step = steps.pop()
        steps += step.get("Plans", ())
        if "Scan" in step["Node Type"] and "Relation Name" in step and not {"Index Cond", "Recheck Cond"} & step.keys():
            yield step["Relation Name"]


def read_whole(client, address):
    """Return (table, query) of what a page reads whole."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    whole = {"sqlite": whole_of_sqlite, "postgresql": whole_of_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        found = [(table, query["sql"]) for query in asked.captured_queries for table in whole(cursor, query["sql"])]
    return [(table, sql) for table, sql in found if not table.startswith(SMALL)]


@pytest.mark.parametrize("address", ["/", "/?voor=2026-01-01.1", "/driehoeken/{}/afspraken/"])
def test_no_table_is_read_whole(client, address):
    meeting = open_meeting()
    client.force_login(MembershipFactory(triangle=meeting.triangle).user)
    meeting.agreements.create(kind="actie", text="Bellen", of_eigenaar=True)
    crowd()
    assert read_whole(client, address.format(meeting.triangle_id)) == []
