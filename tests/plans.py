"""How the database answers a page's queries: which tables it reads from end to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext


def asked(client, url: str) -> list[str]:
    """The queries of a page that is there."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        b"".join(answer)  # what is streamed is asked for while it is read
    return [
        query["sql"] for query in caught if query["sql"].startswith(("SELECT", "\n"))
    ]


def rows_of(queries: Iterable[str]) -> int:
    """How many rows they bring, all together."""
    with connection.cursor() as cursor:
        return sum(len(fetched(cursor, sql)) for sql in queries)


def fetched(cursor, sql: str) -> list[tuple]:
    cursor.execute(sql)
    return cursor.fetchall()


def scanned(queries: Iterable[str], tables: Iterable[str]) -> set[tuple[str, str]]:
    """Which of these tables are read from end to end, and by which query."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of tables as small as those of a test reading all is cheap; not here.
            cursor.execute("SET LOCAL seq_page_cost = 100")
        return {
            (table, sql)
            for sql in queries
            for line in plan_of(cursor, sql)
            for table in tables
            if reads_all(line, table)
        }


def plan_of(cursor, sql: str) -> Iterator[str]:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    return [str(row[-1]) for row in fetched(cursor, f"{explain} {sql}")]


def reads_all(line: str, table: str) -> bool:
    """A name ends where its word does: one table's may begin another's."""
    words = line.replace("Seq Scan on ", "SCAN ").split()
    pairs = zip(words, words[1:], strict=False)
    return ("SCAN", table) in pairs
