"""The lines of an export, in turns with its query on a raw cursor; or its memory.

Prints as JSON the seconds of both; with `memory`, the bytes that the lines took more
than the program held before.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from django.db import connection

from objectives.models import Objective
from progress.exchange.columns import OKR_COLUMNS
from progress.exchange.exporting import CHUNK, OKR_SOURCES, Export, okr_lines
from tests.bench.inside.peak import peak


def statement() -> tuple[str, tuple]:
    """The export's own: the same columns in the same order."""
    rows = Objective.objects.order_by(
        "tree_id", "lft", "key_results__position", "key_results__pk"
    )
    columns = ("parent", *(OKR_SOURCES[name] for name in OKR_COLUMNS))
    return rows.values_list(*columns).query.sql_with_params()


def raw() -> None:
    with connection.chunked_cursor() as cursor:
        cursor.execute(*statement())
        while cursor.fetchmany(CHUNK):
            pass


def written() -> None:
    for _line in okr_lines(Export.everything()):
        pass


def seconds(do: Callable[[], None]) -> float:
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin


def main(turns: int) -> None:
    pairs = [(seconds(raw), seconds(written)) for _ in range(turns)]
    floors, subjects = zip(*pairs, strict=True)
    print(json.dumps({"floors": floors, "subjects": subjects}))


if __name__ == "__main__":
    if sys.argv[1:] == ["memory"]:
        before = peak()
        written()
        print(json.dumps({"bytes": peak() - before}))
    else:
        main(int(sys.argv[1]))
