"""How an objective's progress and its children's mean went, day by day.

From the ledger and today's definitions: the value of each key result on a day is its
latest effective entry measured on or before it. Plain figures in millionths.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from objectives.models import Cycle, KeyResult, Objective
from progress import figures, measure
from progress.drawing_gap import GapChart
from progress.drawing_progress import ProgressChart, Reached
from progress.family import Family
from progress.models import CheckIn
from progress.readings import KeyResultReading, ObjectiveReading, expected_of


@dataclass(frozen=True)
class Sums:
    """Over the children that had progress: of weight times figure, and of weights."""

    total: int
    weight: int

    @classmethod
    def of(cls, progress: Mapping[int, int | None], weights: Mapping[int, int]) -> Sums:
        known = {pk: figure for pk, figure in progress.items() if figure is not None}
        total = sum(weights[pk] * figure for pk, figure in known.items())
        return cls(total, sum(weights[pk] for pk in known))

    @property
    def mean(self) -> int | None:
        return measure.children_mean(total=self.total, weight=self.weight)

    def gap(self, own: int | None) -> int | None:
        return measure.target_gap(own=own, total=self.total, weight=self.weight)


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


def entries_read(readings: Iterable[KeyResultReading]) -> list[tuple]:
    """The same of key results that have been read already; no query."""
    rows = [
        (entry.measured_on, entry.key_result_id, entry.value)
        for reading in readings
        for entry in reading.entries
    ]
    return sorted(rows, key=lambda row: row[0])


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


def children_sums(
    cycle: Cycle,
    children: Sequence[Objective],
    key_results: Sequence[KeyResult],
    entries: list[tuple],
) -> dict[datetime.date, Sums]:
    """What their mean is made of, from the cycle's first day, after each day measured.

    What a child of another cycle did before this one stands on its first day.
    """
    of = {kr.pk: kr.objective_id for kr in key_results}
    courses = _courses(children, key_results)
    known = {pk: course.progress for pk, course in courses.items()}
    weights = {child.pk: child.alignment_weight for child in children}
    line = {cycle.starts_on: Sums.of(known, weights)}
    for day, key_result, value in entries:
        objective = of[key_result]
        courses[objective].take(key_result, value)
        known[objective] = courses[objective].progress
        line[max(day, cycle.starts_on)] = Sums.of(known, weights)
    return line


def children_line(sums: Mapping[datetime.date, Sums]) -> list[Reached]:
    """Their weighted mean on each of these days."""
    return _reached({day: known.mean for day, known in sums.items()})


def gap_line(
    own: Sequence[Reached], sums: Mapping[datetime.date, Sums]
) -> list[Reached]:
    """The target gap after each day on which either side was measured.

    From the exact sums, as the stored gap is, so that today's is the stored one.
    """
    own_on = {entry.day: entry.figure for entry in own}
    line, figure, known = {}, None, None
    for day in sorted({*own_on, *sums}):
        figure, known = own_on.get(day, figure), sums.get(day, known)
        line[day] = known and known.gap(figure)
    return _reached(line)


def _reached(line: dict[datetime.date, int | None]) -> list[Reached]:
    return [Reached(day, line[day]) for day in sorted(line) if line[day] is not None]


def _courses(children: Sequence[Objective], key_results: Sequence[KeyResult]):
    by_objective = defaultdict(list)
    for key_result in key_results:
        by_objective[key_result.objective_id].append(key_result)
    return {child.pk: Course(by_objective[child.pk]) for child in children}


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


def charts_of(
    reading: ObjectiveReading, own: Sequence[KeyResultReading], family: Family
) -> tuple[ProgressChart, GapChart]:
    """The two charts of an objective's page; `own` are its live key results.

    1 query: the entries of the children's key results.
    """
    cycle, key_results = reading.objective.cycle, family.key_results
    children = [child.objective for child in family.counted]
    entries = entries_of(key_results)
    sums = children_sums(cycle, children, key_results, entries)
    mine = own_line(cycle, reading.key_results, entries_read(own))
    days = {"starts_on": cycle.starts_on, "ends_on": cycle.ends_on}
    progress = ProgressChart(
        **days,
        today=reading.today,
        own=mine,
        children=children_line(sums),
        expected=expected_line(reading),
    )
    gap = GapChart(**days, today=reading.today, gap=gap_line(mine, sums))
    return progress, gap
