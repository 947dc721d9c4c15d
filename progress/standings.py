"""How every objective of a cycle stands against its pace, in few columns.

The expectation depends on the day, so it is not stored; but only objectives with a
milestone or a line to keep have one of their own. All others share the straight line
through the cycle, and need no more than their stored figures.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from objectives.models import Cycle, KeyResult
from progress import measure
from progress.measure import Status


class Standing(NamedTuple):
    """Figures in millionths; `expected` is None where nothing counts."""

    objective_id: int
    progress: int | None
    expected: int | None
    gap_size: int | None
    status: Status

    @property
    def pace(self) -> int | None:
        return measure.pace(progress=self.progress, expected=self.expected)


def standings(seen: QuerySet, cycle: Cycle, today: datetime.date) -> list[Standing]:
    """Of each of the objectives `seen`, all of one cycle. 2 queries."""
    line = measure.to_figure(_elapsed(cycle, today))
    mixed = _mixed(seen)
    rows = seen.order_by().values_list(
        "pk", "figures__progress", "figures__gap_size", "figures__last_measured_on"
    )
    found = []
    for pk, progress, gap_size, measured_on in rows:
        parts = mixed.get(pk)
        expected = _expected(parts, cycle, today) if parts else line
        status = measure.status(
            progress=progress,
            expected=expected,
            measured=measured_on is not None,
            day=today,
            ends_on=cycle.ends_on,
            kept=bool(parts) and all(kind in measure.LINES for kind, *_ in parts),
        )
        found.append(Standing(pk, progress, expected, gap_size, status))
    return found


def _elapsed(cycle: Cycle, today: datetime.date):
    return measure.elapsed(starts_on=cycle.starts_on, ends_on=cycle.ends_on, day=today)


def _mixed(seen: QuerySet) -> dict[int, list[tuple]]:
    """(kind, weight, due, progress) of each live key result, by objective.

    Of those objectives only that have one which is not a way to go.
    """
    live = KeyResult.objects.filter(
        objective__in=seen.order_by().values("pk"), dropped_at=None
    )
    others = live.exclude(kind=measure.REACH).order_by().values("objective")
    rows = (
        live.filter(objective__in=others)
        .order_by()
        .values_list("objective_id", "kind", "weight", "due_on", "figures__progress")
    )
    mixed: dict[int, list[tuple]] = defaultdict(list)
    for objective_id, *part in rows:
        mixed[objective_id].append(tuple(part))
    return mixed


def _expected(parts: Sequence[tuple], cycle: Cycle, today: datetime.date) -> int | None:
    """As `ObjectiveReading.expected`: of the key results that count."""
    return measure.to_figure(
        measure.expected_objective(
            (weight, _expected_part(kind, due_on, cycle, today))
            for kind, weight, due_on, progress in parts
            if progress is not None
        )
    )


def _expected_part(kind: str, due_on, cycle: Cycle, today: datetime.date):
    return measure.expected_progress(
        kind=kind,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        due_on=due_on,
        day=today,
    )
