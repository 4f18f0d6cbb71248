"""Rules that the database itself keeps, on SQLite and PostgreSQL alike, whatever code or hand writes to it.

- audit events, consents and destructions are only added to;
- a private text is born `zelf`, keeps its author, and is raised only after a consent of that author (design choice 4);
- private texts, shown scores and guesses, and vastgestelde reports go only while a Destruction row is open for their
  conversation;
- a vastgesteld report never changes; `naamloos` is never widened to `per_hoek` once there is a score, nor is the mirror
  question asked when it was not.

SQLite loses triggers when Django rebuilds a table, so they are made again after every migrate; `/readyz` compares.
"""

from . import postgresql, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def create(connection):
    """Put every guard in place; safe to call again. Does nothing while the tables are not all there."""
    engine = ENGINES[connection.vendor]
    if not set(connection.introspection.table_names()) >= engine.TABLES:
        return
    with connection.cursor() as cursor:
        for statement in engine.create_statements():
            cursor.execute(statement)


def drop(connection):
    """Take every guard away: for a schema change on SQLite and for emptying a test database."""
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].drop_statements():
            cursor.execute(statement)


def missing(connection):
    """Return the names of guards that should be in place and are not (set of str)."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(engine.PRESENT)
        return set(engine.TRIGGERS) - {row[0] for row in cursor.fetchall()}
