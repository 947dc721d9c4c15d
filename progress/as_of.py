"""An objective's figures as of a past day.

From the check-ins measured on or before the day, with their corrections, and from the
definitions (start, target, weight, parent, privacy, drops) that were in force when
the day ended. Nothing stored is asked, so that as of today this proves what is
stored. docs/arithmetic.md has the formulas.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from objectives.models import KeyResult, Objective
from progress import figures, measure
from progress.models import CheckIn
from progress.readings import expected_of

# Definitions by id, as rows of their history: the field names are the model's own.
InForce = dict[int, Any]


@dataclass(frozen=True)
class AsOf:
    """Figures in millionths; None where there was none on that day."""

    progress: int | None
    expected: int | None
    children_mean: int | None
    gap: int | None


def objective_as_of(objective: Objective, day: datetime.date) -> AsOf | None:
    """The objective's figures as of the end of `day`; None where it did not exist.

    Its own and its children's, who need not be the children of today. 4 queries.
    """
    moment = end_of(day)
    family = family_in_force(objective.pk, moment)
    if objective.pk not in family:
        return None
    key_results = key_results_in_force(family, moment)
    values = values_on(key_results, day)
    progress = {pk: progress_of(pk, key_results, values) for pk in family}
    total, weight = children_sums(objective.pk, family, progress)
    own = progress[objective.pk]
    return AsOf(
        progress=own,
        expected=expectation(
            objective.pk, family[objective.pk].cycle, key_results, values, day
        ),
        children_mean=measure.children_mean(total=total, weight=weight),
        gap=measure.target_gap(own=own, total=total, weight=weight),
    )


def end_of(day: datetime.date) -> datetime.datetime:
    """The first moment that no longer belongs to the day, in the site's time zone."""
    midnight = datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time.min
    )
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def in_force(history: QuerySet, moment: datetime.datetime) -> InForce:
    """The last row of each before `moment`, less those deleted by then. 1 query."""
    rows = history.filter(history_date__lt=moment)
    last = {row.id: row for row in rows.order_by("history_date", "history_id")}
    return {pk: row for pk, row in last.items() if row.history_type != "-"}


def family_in_force(pk: int, moment: datetime.datetime) -> InForce:
    """The objective and those that were its children at `moment`. 2 queries."""
    history = Objective.history.select_related("cycle")
    ever = history.filter(parent=pk).values_list("id", flat=True)
    known = in_force(history.filter(Q(id=pk) | Q(id__in=set(ever))), moment)
    return {
        row.id: row for row in known.values() if row.id == pk or row.parent_id == pk
    }


def key_results_in_force(
    objectives: Iterable[int], moment: datetime.datetime
) -> InForce:
    """Those that counted in these objectives; dropped ones did not. 1 query."""
    history = KeyResult.history.filter(objective__in=list(objectives))
    known = in_force(history, moment)
    return {pk: row for pk, row in known.items() if row.dropped_at is None}


def values_on(key_results: Iterable[int], day: datetime.date) -> dict[int, Decimal]:
    """The value of each that had been measured by then. 1 query."""
    entries = CheckIn.objects.filter(key_result__in=list(key_results))
    entries = entries.filter(measured_on__lte=day).effective().in_order()
    return dict(entries.values_list("key_result_id", "value"))


def progress_of(
    objective: int, key_results: InForce, values: Mapping[int, Decimal]
) -> int | None:
    return measure.to_figure(
        measure.objective_progress(
            (row.weight, figures.progress_of(row, values.get(pk)))
            for pk, row in key_results.items()
            if row.objective_id == objective
        )
    )


def children_sums(
    pk: int, family: InForce, progress: Mapping[int, int | None]
) -> tuple[int, int]:
    """Sum of weight times progress, and of weights, of the children that count.

    The rule of progress.figures.contribution: no dropped child, and no private one
    in a parent that is not private.
    """
    counted = [
        (row.alignment_weight, figure)
        for row in family.values()
        if row.id != pk and row.dropped_at is None
        if not (row.is_private and not family[pk].is_private)
        if (figure := progress[row.id]) is not None
    ]
    total = sum(weight * figure for weight, figure in counted)
    return total, sum(weight for weight, _ in counted)


def expectation(
    objective: int,
    cycle: Any,
    key_results: InForce,
    values: Mapping[int, Decimal],
    day: datetime.date,
) -> int | None:
    """Where those key results that counted should have stood on the day."""
    return measure.to_figure(
        measure.expected_objective(
            (row.weight, expected_of(row, cycle, day))
            for pk, row in key_results.items()
            if row.objective_id == objective
            if figures.progress_of(row, values.get(pk)) is not None
        )
    )
