"""Everything that stands in the database, to see whether an act changed anything."""

from django.db import connection


def every_row():
    """Return {table: sorted rows} of all tables but the sessions and the counts of tries."""
    tables = set(connection.introspection.table_names()) - {"django_session", "driehoek_cache"}
    with connection.cursor() as cursor:
        return {table: rows_of(cursor, table) for table in sorted(tables)}


def rows_of(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return sorted(map(str, cursor.fetchall()))
