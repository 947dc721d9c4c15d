"""Recompute every stored figure from the ledger and the definitions, and compare.

Reads slim tuples rather than objects and knows nothing of how the figures were
written, only the arithmetic: so a fault in figures.py shows here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from objectives.models import Action, KeyResult, MeasurementPlan, Objective, User
from objectives.text import searchable
from objectives.tops import wrong_tops
from progress import action_proof, measure, review_proof
from progress.models import (
    ActionFigures,
    ActionWords,
    AlignmentReview,
    CheckIn,
    FrozenChild,
    KeyResultFigures,
    ObjectiveFigures,
    ObjectiveWords,
)
from progress.turning import Part, turning_days


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
TURNING = ["on_pace_until", "too_early_until", "on_track_until", "at_risk_until"]
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
    "has_planned",
    "has_unplanned",
    *TURNING,
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
    yield from _reviews()
    yield from _actions()
    yield from _compare(ObjectiveWords, ["text"], _computed_words())
    yield from _compare(ActionWords, ["text"], _computed_titles())
    yield from _compare(ActionFigures, action_proof.STORED, action_proof.stored())
    yield from _tops()
    yield from _names()


def _reviews() -> Iterator[Difference]:
    """Numbers that alignment reviews keep; review_proof.py says how they are proved."""
    names = {
        "review": str(AlignmentReview._meta.verbose_name),
        "child": str(FrozenChild._meta.verbose_name),
    }
    for what, *rest in review_proof.faults():
        yield Difference(names[what], *rest)


def _actions() -> Iterator[Difference]:
    """What actions keep beside their log; action_proof.py says how it is proved."""
    name = str(Action._meta.verbose_name)
    for fault in action_proof.faults():
        yield Difference(name, *fault)


def _compare(
    model, fields: list[str], computed: dict[int, dict]
) -> Iterator[Difference]:
    table = str(model._meta.verbose_name)
    stored = {row["pk"]: row for row in model.objects.values("pk", *fields)}
    for pk in sorted(computed.keys() | stored.keys()):
        if pk not in stored or pk not in computed:
            yield Difference(table, pk, "row", pk in stored, pk in computed)
            continue
        for name in fields:
            if stored[pk][name] != computed[pk][name]:
                yield Difference(table, pk, name, stored[pk][name], computed[pk][name])


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


@dataclass
class Own:
    """What an objective's own live key results give."""

    parts: list[tuple[Decimal, Fraction | None]] = field(default_factory=list)
    counted: list[Part] = field(default_factory=list)
    measured_on: date | None = None
    kept: bool = True  # nothing but lines
    has_planned: bool = False
    has_unplanned: bool = False

    @property
    def progress(self) -> int | None:
        return measure.to_figure(measure.objective_progress(self.parts))

    def turning(self, starts_on: date, ends_on: date) -> dict[str, date | None]:
        days = turning_days(
            progress=self.progress,
            measured=self.measured_on is not None,
            kept=self.kept,
            parts=self.counted,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        return dict(zip(TURNING, astuple(days), strict=True))


def _own(key_results: dict[int, dict]) -> dict[int, Own]:
    """By objective; one without live key results has an empty one."""
    found: dict[int, Own] = defaultdict(Own)
    plans = set(MeasurementPlan.objects.values_list("key_result", flat=True))
    live = KeyResult.objects.filter(dropped_at=None).order_by()
    for pk, objective, kind, start, target, weight, due_on in live.values_list(
        "pk", "objective_id", "kind", "start_value", "target_value", "weight", "due_on"
    ):
        own, figures = found[objective], key_results[pk]
        progress = measure.key_result_progress(
            kind=kind, start=start, target=target, value=figures["current"]
        )
        own.parts.append((weight, progress))
        own.kept = own.kept and kind in measure.LINES
        own.has_planned = own.has_planned or pk in plans
        own.has_unplanned = own.has_unplanned or pk not in plans
        if progress is not None:
            own.counted.append(Part(kind, weight, due_on))
        if day := figures["measured_on"]:
            own.measured_on = max(day, own.measured_on or day)
    return found


def _computed_objectives(key_results: dict[int, dict]) -> dict[int, dict]:
    own = _own(key_results)
    rows = {row["pk"]: row for row in _definitions()}
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    given = {pk: _given(row, rows, own[pk].progress) for pk, row in rows.items()}
    for parent, total, weight in given.values():
        if parent is not None:
            sums[parent][0] += total
            sums[parent][1] += weight
    return {pk: _figures(row, own[pk], sums[pk], given[pk]) for pk, row in rows.items()}


def _definitions():
    return Objective.objects.order_by().values(
        "pk",
        "parent_id",
        "cycle_id",
        "cycle__starts_on",
        "cycle__ends_on",
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


def _figures(row: dict, own: Own, sums: list[int], given: tuple) -> dict:
    total, weight = sums
    progress = own.progress
    gap = measure.target_gap(own=progress, total=total, weight=weight)
    return {
        "cycle_id": row["cycle_id"],
        "owner_id": row["owner_id"],
        "team_id": row["team_id"],
        "is_live": row["dropped_at"] is None,
        "progress": progress,
        "children_sum": total,
        "children_weight": weight,
        "children_mean": measure.children_mean(total=total, weight=weight),
        "gap": gap,
        "gap_size": None if gap is None else abs(gap),
        "last_measured_on": own.measured_on,
        "has_planned": own.has_planned,
        "has_unplanned": own.has_unplanned,
        **own.turning(row["cycle__starts_on"], row["cycle__ends_on"]),
        "given_to_id": given[0],
        "given_sum": given[1],
        "given_weight": given[2],
    }


def _computed_titles() -> dict[int, dict]:
    rows = Action.objects.values_list("pk", "title", "key_result__content")
    return {pk: {"text": searchable("\n".join(called))} for pk, *called in rows}


def _computed_words() -> dict[int, dict]:
    """Title and live key results in their order, as searches compare them."""
    lines = {pk: [title] for pk, title in Objective.objects.values_list("pk", "title")}
    live = KeyResult.objects.filter(dropped_at=None).order_by("pk")
    for objective, content in live.values_list("objective_id", "content"):
        lines[objective].append(content)
    return {pk: {"text": searchable("\n".join(of))} for pk, of in lines.items()}


def _tops() -> Iterator[Difference]:
    table = str(Objective._meta.verbose_name)
    for pk, at_top in wrong_tops(Objective.objects.all()):
        yield Difference(table, pk, "at_top", not at_top, at_top)


def _names() -> Iterator[Difference]:
    table = str(User._meta.verbose_name)
    for pk, name, stored in User.objects.values_list("pk", "name", "search_name"):
        if stored != searchable(name):
            yield Difference(table, pk, "search_name", stored, searchable(name))
