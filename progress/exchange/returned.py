"""The file again, with a column that says what is wrong in each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from progress.exchange import workbook
from progress.exchange.cells import shown
from progress.exchange.exporting import csv_lines
from progress.exchange.problems import sentence
from progress.exchange.reading import Table, Tables
from progress.models import Import, ImportLine

ERROR = "error"
Faults = dict[tuple[str, int], str]


def faults_of(kept: Import) -> Faults:
    """Sentences by table and row, in the language of whoever asks."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for line in kept.lines.filter(weight=ImportLine.Weight.ERROR).order_by("pk"):
        told = f"{line.column}: {sentence(line.code, line.params)}"
        found[line.table, line.row].append(told)
    return {place: " ".join(told) for place, told in found.items()}


def columns_of(table: Table) -> list[str]:
    """As they were named in the file; an earlier column of errors is replaced."""
    return [*(shown(name) for name in table.names if name != ERROR), ERROR]


def rows_of(table: Table, faults: Faults) -> Iterator[list[str]]:
    kept = [index for index, name in enumerate(table.names) if name != ERROR]
    for row in table.rows:
        cells = [row.cells[i] if i < len(row.cells) else "" for i in kept]
        # Numbers too were text there; a minus in front makes no formula of them.
        told = faults.get((table.kind, row.number), "")
        yield [*(shown(str(cell)) for cell in cells), told]


def as_csv(table: Table, faults: Faults) -> Iterator[str]:
    return csv_lines(columns_of(table), rows_of(table, faults), bom=True)


def as_workbook(tables: Tables, faults: Faults) -> BinaryIO:
    return workbook.written(
        (table.kind, columns_of(table), rows_of(table, faults)) for table in tables.all
    )
