"""From what is stored to rows of a file: only what its reader may see.

One query a table, read while it is sent, so that memory does not grow with what is
exported. The order is that of the tree and of the ledger: an import of the rows in
this order, and another export, gives the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from objectives.models import KeyResult, Objective, Team, User
from progress.exchange.cells import percent, shown
from progress.exchange.columns import CHECK_IN_COLUMNS, OKR_COLUMNS
from progress.exchange.team_paths import paths_of
from progress.models import CheckIn
from progress.spreadsheet import Line

CHUNK = 2_000  # rows that are in memory at once
BOM = "\ufeff"

# Where each column comes from; the order is that of OKR_COLUMNS.
OBJECTIVE = {
    "objective_id": "external_id",
    "parent_id": "parent__external_id",
    "parent_key_result_id": "parent_key_result__external_id",
    "cycle": "cycle__name",
    "cycle_start": "cycle__starts_on",
    "cycle_end": "cycle__ends_on",
    "objective": "title",
    "description": "description",
    "owner": "owner__email",
    "team": "team",
    "alignment_weight": "alignment_weight",
    "derivation_note": "derivation_note",
    "private": "is_private",
    "objective_dropped_at": "dropped_at",
    "objective_drop_reason": "drop_reason",
}
KEY_RESULT = {
    "key_result_id": "external_id",
    "key_result": "content",
    "kind": "kind",
    "start": "start_value",
    "target": "target_value",
    "unit": "unit",
    "weight": "weight",
    "key_result_owner": "owner__email",
    "due_on": "due_on",
    "key_result_dropped_at": "dropped_at",
    "key_result_drop_reason": "drop_reason",
    "current": "figures__current",
    "key_result_progress": "figures__progress",
}
FIGURES = {
    "objective_progress": "figures__progress",
    "children_progress": "figures__children_mean",
    "target_gap": "figures__gap",
}
PERCENTAGES = {"key_result_progress", *FIGURES}
# Of a parent that its reader may not see, nothing is told: it stands at the top.
OF_THE_PARENT = {
    "parent_id": "",
    "parent_key_result_id": "",
    "derivation_note": "",
    "alignment_weight": 1,
}
OKR_SOURCES = {
    **OBJECTIVE,
    **{name: f"key_results__{field}" for name, field in KEY_RESULT.items()},
    **FIGURES,
}
MEASURED = [*KEY_RESULT, *FIGURES]
CHECK_IN_SOURCES = {
    "key_result_id": "key_result__external_id",
    "measured_on": "measured_on",
    "value": "value",
    "confidence": "confidence",
    "note": "note",
    "author": "author__email",
    "check_in_id": "key",
    "entered_at": "created_at",
    "corrects": "corrects__key",
    "reason": "reason",
}


@dataclass(frozen=True)
class Export:
    """`objectives` in any order, already narrowed to what `reader` may see; a command
    on the machine itself has no reader and sees everything."""

    objectives: QuerySet
    reader: User | None = None

    @classmethod
    def everything(cls, reader: User | None = None) -> Export:
        rows = Objective.objects.all()
        return cls(rows if reader is None else rows.visible_to(reader), reader)

    def okr_rows(self) -> Iterator[list[str]]:
        teams = paths_of(list(Team.objects.values_list("pk", "name", "path")))
        hidden = self.hidden_parents()
        before: list[Any] = []
        rows = self.objectives.order_by(
            "tree_id", "lft", "key_results__position", "key_results__pk"
        ).values_list("parent", *(OKR_SOURCES[name] for name in OKR_COLUMNS))
        for parent, *values in rows.iterator(chunk_size=CHUNK):
            own = values[: len(OBJECTIVE)]
            if own != before:  # key results of one objective follow each other
                row = dict(zip(OBJECTIVE, own, strict=True))
                row["team"] = teams.get(row["team"], "")
                if parent in hidden:
                    row |= OF_THE_PARENT
                before, told = own, [shown(value) for value in row.values()]
            yield told + measured_cells(values[len(OBJECTIVE) :])

    def hidden_parents(self) -> set[int]:
        """Parents of what is exported that do not exist for the reader."""
        if self.reader is None or self.reader.reads_private:
            return set()
        visible = Objective.objects.visible_to(self.reader).order_by().values("pk")
        private = Objective.objects.filter(is_private=True).exclude(pk__in=visible)
        return set(private.order_by().values_list("pk", flat=True))

    def check_in_rows(self) -> Iterator[list[str]]:
        wanted = self.objectives.order_by().values("pk")
        rows = CheckIn.objects.filter(objective__in=wanted).order_by("created_at", "pk")
        sources = (CHECK_IN_SOURCES[name] for name in CHECK_IN_COLUMNS)
        for values in rows.values_list(*sources).iterator(chunk_size=CHUNK):
            yield [shown(value) for value in values]


def measured_cells(values: list[Any]) -> list[str]:
    """What the key result and the figures say; of no key result, nothing."""
    row = dict(zip(MEASURED, values, strict=True))
    if row["key_result_id"] is None:
        row["kind"] = None
    elif row["kind"] == KeyResult.Kind.MILESTONE:
        row["start"], row["target"] = 0, 1
    return [
        percent(value) if name in PERCENTAGES else shown(value)
        for name, value in row.items()
    ]


def csv_lines(
    columns: list[str], rows: Iterable[list[str]], *, bom: bool = False
) -> Iterator[str]:
    """With a mark in front, a spreadsheet program reads the file as UTF-8 at once."""
    writer = csv.writer(Line())
    yield (BOM if bom else "") + writer.writerow(columns)
    for row in rows:
        yield writer.writerow(row)


def okr_lines(export: Export, *, bom: bool = False) -> Iterator[str]:
    return csv_lines(OKR_COLUMNS, export.okr_rows(), bom=bom)


def check_in_lines(export: Export, *, bom: bool = False) -> Iterator[str]:
    return csv_lines(CHECK_IN_COLUMNS, export.check_in_rows(), bom=bom)
