"""How an objective's progress and its children's mean went, day by day.

From the ledger and today's definitions: the value of each key result on a day is its
latest effective entry measured on or before it. Plain figures in millionths.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from objectives.models import Cycle, KeyResult, Objective
from progress import figures, measure
from progress.drawing_progress import ProgressChart, Reached
from progress.models import CheckIn
from progress.readings import ObjectiveReading, expected_of


class Course:
    """One objective's key results with their values, moved forward day by day."""

    def __init__(self, key_results: Sequence[KeyResult]) -> None:
        self.key_results = key_results
        self.values: dict[int, object] = {}

    def take(self, key_result_id: int, value) -> None:
        self.values[key_result_id] = value

    @property
    def progress(self) -> int | None:
        return measure.to_figure(
            measure.objective_progress(
                (kr.weight, figures.progress_of(kr, self.values.get(kr.pk)))
                for kr in self.key_results
            )
        )


def entries_of(key_results: Iterable[KeyResult]) -> list[tuple]:
    """(day, key result, value) of all effective entries, in order. 1 query."""
    entries = CheckIn.objects.filter(key_result__in=[kr.pk for kr in key_results])
    rows = entries.effective().in_order()
    return list(rows.values_list("measured_on", "key_result_id", "value"))


def own_line(
    cycle: Cycle, key_results: Sequence[KeyResult], entries: list[tuple]
) -> list[Reached]:
    """The objective's progress from the cycle's first day, after each day measured."""
    course = Course(key_results)
    line = {cycle.starts_on: course.progress}
    for day, key_result, value in entries:
        course.take(key_result, value)
        line[day] = course.progress
    return _reached(line)


def children_line(
    cycle: Cycle,
    children: Sequence[Objective],
    key_results: Sequence[KeyResult],
    entries: list[tuple],
) -> list[Reached]:
    """Their weighted mean from the cycle's first day, after each day measured."""
    of = {kr.pk: kr.objective_id for kr in key_results}
    courses = _courses(children, key_results)
    sums = {pk: course.progress for pk, course in courses.items()}
    weights = {child.pk: child.alignment_weight for child in children}
    line = {cycle.starts_on: _mean(sums, weights)}
    for day, key_result, value in entries:
        objective = of[key_result]
        courses[objective].take(key_result, value)
        sums[objective] = courses[objective].progress
        line[day] = _mean(sums, weights)
    return _reached(line)


def _reached(line: dict[datetime.date, int | None]) -> list[Reached]:
    """In order of days: a child of another cycle may have begun before this one."""
    return [Reached(day, line[day]) for day in sorted(line) if line[day] is not None]


def _courses(children: Sequence[Objective], key_results: Sequence[KeyResult]):
    by_objective = defaultdict(list)
    for key_result in key_results:
        by_objective[key_result.objective_id].append(key_result)
    return {child.pk: Course(by_objective[child.pk]) for child in children}


def _mean(progress: dict[int, int | None], weights: dict[int, int]) -> int | None:
    known = {pk: figure for pk, figure in progress.items() if figure is not None}
    total = sum(weights[pk] * figure for pk, figure in known.items())
    weight = sum(weights[pk] for pk in known)
    return measure.children_mean(total=total, weight=weight)


def expected_line(reading: ObjectiveReading) -> list[Reached]:
    """The expectation on the days where its line bends: ends and due dates."""
    cycle = reading.objective.cycle
    days = {cycle.starts_on, cycle.ends_on}
    for key_result in reading.key_results:
        if key_result.is_milestone and key_result.due_on:
            days |= {key_result.due_on, key_result.due_on - datetime.timedelta(days=1)}
    return [
        Reached(day, figure)
        for day in sorted(days)
        if (figure := _expected(reading, cycle, day)) is not None
    ]


def _expected(reading: ObjectiveReading, cycle: Cycle, day: datetime.date):
    return measure.to_figure(
        measure.expected_objective(
            (kr.weight, expected_of(kr, cycle, day))
            for kr in reading.key_results
            if reading.counts(kr)
        )
    )


def chart_of(reading: ObjectiveReading, children: Sequence[Objective]) -> ProgressChart:
    """The chart of an objective's page; `children` are those its mean counts.

    3 queries: own entries, the children's key results and their entries.
    """
    below = KeyResult.objects.filter(objective__in=children, dropped_at=None)
    key_results = list(below.order_by("pk"))
    cycle = reading.objective.cycle
    return ProgressChart(
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        today=reading.today,
        own=own_line(cycle, reading.key_results, entries_of(reading.key_results)),
        children=children_line(cycle, children, key_results, entries_of(key_results)),
        expected=expected_line(reading),
    )
