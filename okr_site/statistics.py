"""What SQLite knows of its tables when it chooses an index.

It counts nothing by itself, and takes every table for a small one until it is told.
PostgreSQL keeps such statistics without being asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

FEW = 1000  # rows; of a smaller table every index will do
TIMES = 4  # as many rows, or as few, and they are counted anew


def renew() -> list[str]:
    """Analyse the tables that have grown or shrunk much; their names.

    Writers wait meanwhile: about a second for a table of two million rows.
    """
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        outdated = list(_outdated(cursor))
        for table in outdated:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
    return outdated


def _outdated(cursor) -> Iterator[str]:
    known = _known(cursor)
    for table in connection.introspection.django_table_names(only_existing=True):
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        rows, before = cursor.fetchone()[0], known.get(table, 0)
        if max(rows, before) > FEW and not before / TIMES <= rows <= before * TIMES:
            yield table


def _known(cursor) -> dict[str, int]:
    """How many rows each table had when it was analysed."""
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
    if cursor.fetchone() is None:
        return {}  # nothing ever was
    cursor.execute("SELECT tbl, stat FROM sqlite_stat1 WHERE stat IS NOT NULL")
    found: dict[str, int] = {}
    for table, stat in cursor.fetchall():
        found[table] = max(int(stat.split()[0]), found.get(table, 0))
    return found
