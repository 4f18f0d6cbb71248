"""Bytes as they are. With Django's own cursor each comes as two digits: it puts every value in the SQL itself."""

import psycopg


def fetch_as_bytes(connection, sql, params):
    """Return the rows of a question on `connection`, that of Django with PostgreSQL; for large bytes alone."""
    with connection.cursor() as given, connection.wrap_database_errors, psycopg.Cursor(given.connection) as cursor:
        return cursor.execute(sql, params, binary=True).fetchall()
