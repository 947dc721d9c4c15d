"""Recompute every stored figure from the ledger and the definitions, and compare.

Reads slim tuples rather than objects and knows nothing of how the figures were
written, only the arithmetic: so a fault in figures.py shows here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from objectives.models import KeyResult, Objective
from progress import measure
from progress.models import CheckIn, KeyResultFigures, ObjectiveFigures


@dataclass(frozen=True)
class Difference:
    table: str
    pk: int
    field: str
    stored: Any
    computed: Any

    def __str__(self) -> str:
        where = f"{self.table} {self.pk}: {self.field}"
        return f"{where} is stored as {self.stored}, computed as {self.computed}"


KEY_RESULT_FIELDS = ["current", "progress", "measured_on", "last_check_in_id"]
OBJECTIVE_FIELDS = [
    "cycle_id",
    "owner_id",
    "team_id",
    "is_live",
    "progress",
    "children_sum",
    "children_weight",
    "children_mean",
    "gap",
    "gap_size",
    "last_measured_on",
    "given_to_id",
    "given_sum",
    "given_weight",
]


def differences() -> Iterator[Difference]:
    """Every stored figure that is not what the ledger and definitions give."""
    key_results = _computed_key_results()
    yield from _compare(KeyResultFigures, KEY_RESULT_FIELDS, key_results)
    yield from _compare(
        ObjectiveFigures, OBJECTIVE_FIELDS, _computed_objectives(key_results)
    )


def _compare(
    model, fields: list[str], computed: dict[int, dict]
) -> Iterator[Difference]:
    table = str(model._meta.verbose_name)
    stored = {row["pk"]: row for row in model.objects.values("pk", *fields)}
    for pk in sorted(computed.keys() | stored.keys()):
        if pk not in stored or pk not in computed:
            yield Difference(table, pk, "row", pk in stored, pk in computed)
            continue
        for field in fields:
            if stored[pk][field] != computed[pk][field]:
                yield Difference(
                    table, pk, field, stored[pk][field], computed[pk][field]
                )


def _latest() -> dict[int, tuple]:
    """(id, value, day) of the current entry of each key result that has one."""
    replaced = set(
        CheckIn.objects.exclude(corrects=None).values_list("corrects_id", flat=True)
    )
    rows = CheckIn.objects.in_order().values_list(
        "key_result_id", "pk", "value", "measured_on"
    )
    return {row[0]: row[1:] for row in rows.iterator() if row[1] not in replaced}


def _computed_key_results() -> dict[int, dict]:
    latest = _latest()
    definitions = KeyResult.objects.order_by().values_list(
        "pk", "kind", "start_value", "target_value"
    )
    computed = {}
    for pk, kind, start, target in definitions:
        entry, value, day = latest.get(pk, (None, None, None))
        progress = measure.key_result_progress(
            kind=kind, start=start, target=target, value=value
        )
        figure = measure.to_figure(progress)
        computed[pk] = dict(
            zip(KEY_RESULT_FIELDS, (value, figure, day, entry), strict=True)
        )
    return computed


def _own_progress(key_results: dict[int, dict]) -> tuple[dict, dict]:
    """By objective: progress in millionths, and the last day measured."""
    parts, days = defaultdict(list), {}
    rows = (
        KeyResult.objects.filter(dropped_at=None)
        .order_by()
        .values_list(
            "pk", "objective_id", "kind", "start_value", "target_value", "weight"
        )
    )
    for pk, objective, kind, start, target, weight in rows:
        figures = key_results[pk]
        progress = measure.key_result_progress(
            kind=kind, start=start, target=target, value=figures["current"]
        )
        parts[objective].append((weight, progress))
        if day := figures["measured_on"]:
            days[objective] = max(day, days.get(objective, day))
    progress = {
        objective: measure.to_figure(measure.objective_progress(of))
        for objective, of in parts.items()
    }
    return progress, days


def _computed_objectives(key_results: dict[int, dict]) -> dict[int, dict]:
    progress, days = _own_progress(key_results)
    rows = {row["pk"]: row for row in _definitions()}
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    given = {pk: _given(row, rows, progress.get(pk)) for pk, row in rows.items()}
    for parent, total, weight in given.values():
        if parent is not None:
            sums[parent][0] += total
            sums[parent][1] += weight
    return {
        pk: _figures(row, progress.get(pk), sums[pk], days.get(pk), given[pk])
        for pk, row in rows.items()
    }


def _definitions():
    return Objective.objects.order_by().values(
        "pk",
        "parent_id",
        "cycle_id",
        "owner_id",
        "team_id",
        "is_private",
        "alignment_weight",
        "dropped_at",
    )


def _given(row: dict, rows: dict[int, dict], progress: int | None) -> tuple:
    parent = rows.get(row["parent_id"])
    hidden = parent and row["is_private"] and not parent["is_private"]
    if not parent or hidden or row["dropped_at"] or progress is None:
        return None, 0, 0
    weight = row["alignment_weight"]
    return parent["pk"], weight * progress, weight


def _figures(row: dict, own: int | None, sums: list[int], day, given: tuple) -> dict:
    total, weight = sums
    gap = measure.target_gap(own=own, total=total, weight=weight)
    return {
        "cycle_id": row["cycle_id"],
        "owner_id": row["owner_id"],
        "team_id": row["team_id"],
        "is_live": row["dropped_at"] is None,
        "progress": own,
        "children_sum": total,
        "children_weight": weight,
        "children_mean": measure.children_mean(total=total, weight=weight),
        "gap": gap,
        "gap_size": None if gap is None else abs(gap),
        "last_measured_on": day,
        "given_to_id": given[0],
        "given_sum": given[1],
        "given_weight": given[2],
    }
