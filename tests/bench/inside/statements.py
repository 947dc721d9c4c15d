"""Each page against its own statements on a bare cursor, and its lines joined."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from django.db import connection

from tests.bench.inside.choose import pages
from tests.bench.inside.hand.raw import as_driver
from tests.bench.inside.visits import recorded, visit, visitor
from tests.bench.subjects import Subject
from tests.bench.timing import Ratio, alternate, seconds

SLOW, FEW_TURNS = 1.0, 3  # seconds of a page, and its turns


def against_statements(subject: Subject, turns: int) -> Ratio:
    client = visitor(subject.person)
    takes = seconds(lambda: visit(client, subject))
    with recorded() as statements:
        body = visit(client, subject)
    floor = bare([(as_driver(sql), params) for sql, params in statements], body)
    turns = FEW_TURNS if takes > SLOW else turns
    return alternate(floor, lambda: visit(client, subject), turns=turns)


def bare(statements: list[tuple], body: bytes) -> Callable[[], bytes]:
    """A function that asks and fetches the same, and joins the same bytes."""
    lines = body.splitlines(keepends=True)
    connection.ensure_connection()

    def ask() -> bytes:
        cursor = connection.connection.cursor()
        for sql, params in statements:
            cursor.execute(sql, params or ())
            cursor.fetchall()
        return b"".join(lines)

    return ask


if __name__ == "__main__":
    turns = int(sys.argv[1])
    ratios = {name: against_statements(page, turns) for name, page in pages()}
    print(json.dumps({name: asdict(ratio) for name, ratio in ratios.items()}))
