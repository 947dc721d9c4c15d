"""Read models: what pages show of key results and objectives, in few queries.

A reading is a frozen fact about one subject on one day. Views fetch subjects
through what their reader may see, and pass them here.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import QuerySet

from objectives.display import decimals_shown
from objectives.models import Cycle, KeyResult, Objective
from progress import change, measure
from progress.cadences import Ruling
from progress.day import Day, group_of
from progress.due import Due, Freshness
from progress.models import CheckIn

STALE = datetime.timedelta(days=7)  # an older check-in says little


@dataclass(frozen=True)
class KeyResultReading:
    """One key result and its effective entries, from the first measured to the last."""

    key_result: KeyResult
    entries: tuple[CheckIn, ...]
    day: Day

    @property
    def latest(self) -> CheckIn | None:
        return self.entries[-1] if self.entries else None

    @property
    def previous(self) -> CheckIn | None:
        """One entry earlier; None before the second one."""
        return self.entries[-2] if len(self.entries) > 1 else None

    @property
    def current(self) -> Decimal | None:
        """In the key result's unit; its start value before any check-in.

        A line to keep has no current value before it is measured.
        """
        if self.latest:
            return self.latest.value
        return None if self.key_result.is_line else self.key_result.start_value

    @property
    def since_previous(self) -> Decimal | None:
        if not (self.latest and self.previous):
            return None
        return self.latest.value - self.previous.value

    @property
    def since_start(self) -> Decimal | None:
        if not self.latest:
            return None
        return self.latest.value - self.key_result.start_value

    @property
    def to_target(self) -> Decimal | None:
        """What is left; below 0 the target is passed, or a line crossed."""
        if self.current is None:
            return None
        return change.distance(value=self.current, **self._way)

    @cached_property
    def ratio(self) -> Fraction | None:
        """Exact progress; None where it does not count."""
        return measure.key_result_progress(
            value=self.latest and self.latest.value, **self._way
        )

    @cached_property
    def progress(self) -> int | None:
        """The same in millionths."""
        return measure.to_figure(self.ratio)

    @property
    def beyond(self) -> int | None:
        """Raw progress in millionths where it lies outside 0 to 100 %, else None."""
        way = self.key_result.target_value - self.key_result.start_value
        if self.key_result.kind != KeyResult.Kind.REACH or not way or not self.latest:
            return None
        raw = measure.raw_progress(
            start=self.key_result.start_value,
            target=self.key_result.target_value,
            value=self.latest.value,
        )
        return None if 0 <= raw <= 1 else measure.rounded(raw, parts=measure.WHOLE)

    @property
    def has_pace(self) -> bool:
        """Milestones and lines are not expected to move evenly."""
        return self.key_result.kind == KeyResult.Kind.REACH

    @cached_property
    def expected(self) -> int | None:
        """Expected progress today, in millionths."""
        return measure.to_figure(expected_of(self.key_result, self.cycle, self.today))

    @property
    def pace(self) -> int | None:
        if not self.has_pace:
            return None
        return measure.pace(progress=self.progress, expected=self.expected)

    @property
    def status(self) -> measure.Status:
        return measure.status(
            progress=self.progress,
            expected=self.expected,
            measured=self.latest is not None,
            day=self.today,
            ends_on=self.cycle.ends_on,
            kept=self.key_result.is_line,
        )

    @cached_property
    def due(self) -> Due | None:
        """None where nothing is owed: closed, dropped, not begun, or complete."""
        if self.key_result.closed_because:
            return None
        return self.day.due(self.key_result, self.latest and self.latest.measured_on)

    @property
    def ruling(self) -> Ruling:
        """What rules when it is due, and which level says so."""
        return self.day.cadences.ruling(self.key_result.pk, self.owner_today)

    @property
    def ruling_of_objective(self) -> Ruling:
        """The same of its objective: what rules the key results that say nothing."""
        cadences = self.day.cadences
        return cadences.ruling_on(cadences.ways[self.key_result.pk][:-1], self.today)

    @property
    def owner_today(self) -> datetime.date:
        """The day that counts for due dates: what day it is where its owner lives."""
        return self.day.today_of(self.key_result.owner)

    @property
    def due_group(self) -> str:
        return group_of(self.due)

    @property
    def next_due(self) -> datetime.date | None:
        """The next date that an update is due on; None when there is none."""
        if self.due is None:
            return None
        return self.due.on if self.is_owed else self.due.next_on

    @property
    def is_owed(self) -> bool:
        return self.due_group != "done"

    @property
    def ledger_end(self) -> int:
        """The id of the newest entry: what a form says that its reader has seen.

        Corrections are effective and replaced entries are older, so no entry is
        newer than the newest effective one.
        """
        return max((entry.pk for entry in self.entries), default=0)

    @property
    def places(self) -> int:
        """Decimals that let all values of this key result line up."""
        own = [self.key_result.start_value, self.key_result.target_value]
        values = [entry.value for entry in self.entries[-2:]]
        return max(decimals_shown(value) for value in own + values)

    @property
    def cycle(self) -> Cycle:
        return self.key_result.objective.cycle

    @property
    def today(self) -> datetime.date:
        return self.day.today

    @property
    def _way(self) -> dict:
        return {
            "kind": self.key_result.kind,
            "start": self.key_result.start_value,
            "target": self.key_result.target_value,
        }

    def direction(self, delta: Decimal | None) -> str:
        """Whether such a change is "better", "worse", "same", or "within" the error."""
        error = self.key_result.known_error
        return change.direction(delta=delta or Decimal(0), error=error, **self._way)

    def after(self, value: Decimal, measured_on: datetime.date) -> KeyResultReading:
        """What would be read right after this value was entered for that day."""
        earlier = [entry for entry in self.entries if entry.measured_on <= measured_on]
        entry = CheckIn(
            key_result=self.key_result, value=value, measured_on=measured_on
        )
        return replace(self, entries=(*earlier, entry))

    def up_to(self, entry: CheckIn) -> KeyResultReading:
        """What was to be read when `entry` was the latest one."""
        return replace(self, entries=self.entries[: self.entries.index(entry) + 1])


def expected_of(key_result: KeyResult, cycle: Cycle, today: datetime.date):
    """Exact expectation of a key result on that day."""
    return measure.expected_progress(
        kind=key_result.kind,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        due_on=key_result.due_on,
        day=today,
    )


@dataclass(frozen=True)
class ObjectiveReading:
    """An objective with its live key results, on one day; figures as stored.

    `overdue` says of each update that is late or missed which of the two it is, where
    `with_overdue` has looked.
    """

    objective: Objective
    key_results: tuple[KeyResult, ...]
    today: datetime.date
    overdue: tuple[Freshness, ...] = ()

    @property
    def progress(self) -> int | None:
        return self.objective.figures.progress

    @property
    def mean(self) -> int | None:
        """The children's mean, in millionths."""
        return self.objective.figures.children_mean

    @property
    def gap(self) -> int | None:
        return self.objective.figures.gap

    @cached_property
    def expected(self) -> int | None:
        cycle = self.objective.cycle
        return measure.to_figure(
            measure.expected_objective(
                (key_result.weight, expected_of(key_result, cycle, self.today))
                for key_result in self.key_results
                if self.counts(key_result)
            )
        )

    @staticmethod
    def counts(key_result: KeyResult) -> bool:
        """A line that was never measured has no progress and does not count."""
        return key_result.figures.progress is not None

    @property
    def pace(self) -> int | None:
        return measure.pace(progress=self.progress, expected=self.expected)

    @property
    def status(self) -> measure.Status:
        return measure.status(
            progress=self.progress,
            expected=self.expected,
            measured=self.objective.figures.last_measured_on is not None,
            day=self.today,
            ends_on=self.objective.cycle.ends_on,
            kept=all(key_result.is_line for key_result in self.key_results),
        )

    @property
    def age(self) -> int | None:
        """Days since the last check-in; None before the first."""
        measured_on = self.objective.figures.last_measured_on
        return None if measured_on is None else (self.today - measured_on).days

    @property
    def is_stale(self) -> bool:
        return self.age is not None and datetime.timedelta(self.age) > STALE


def read_key_results(
    key_results: Sequence[KeyResult], day: Day
) -> list[KeyResultReading]:
    """Readings in the same order; 5 queries, however many are passed.

    Only 1 where `day` has learnt them already.
    """
    day.learn(key_results)
    by_key_result: dict[int, list[CheckIn]] = defaultdict(list)
    known = {key_result.pk: key_result for key_result in key_results}
    entries = CheckIn.objects.filter(key_result__in=key_results)
    for entry in entries.effective().in_order():
        # A form that revises the entry asks whose it is.
        entry.key_result = known[entry.key_result_id]
        by_key_result[entry.key_result_id].append(entry)
    return [
        KeyResultReading(kr, tuple(by_key_result[kr.pk]), day) for kr in key_results
    ]


def read_objectives(
    objectives: Sequence[Objective], today: datetime.date
) -> list[ObjectiveReading]:
    """Readings in the same order; 1 query. Pass them with figures and cycle."""
    below = key_results_of(objectives)
    return [
        ObjectiveReading(objective, tuple(below[objective.pk]), today)
        for objective in objectives
    ]


def key_results_of(objectives: Sequence[Objective]) -> dict[int, list[KeyResult]]:
    """Live key results by objective, each knowing its objective; 1 query."""
    known = {objective.pk: objective for objective in objectives}
    wanted = KeyResult.objects.filter(objective__in=known, dropped_at=None)
    found = defaultdict(list)
    for key_result in wanted.select_related("figures", "owner").order_by("pk"):
        key_result.objective = known[key_result.objective_id]
        found[key_result.objective_id].append(key_result)
    return found


def with_overdue(
    readings: Sequence[ObjectiveReading], day: Day
) -> list[ObjectiveReading]:
    """The same, knowing which updates are overdue; pass them with their teams.

    4 queries, 2 where `day` knows what rules in general.
    """
    day.learn([kr for reading in readings for kr in reading.key_results])
    return [
        replace(r, overdue=tuple(filter(None, map(day.overdue, r.key_results))))
        for r in readings
    ]


def shown_key_results(key_results: QuerySet) -> QuerySet:
    """With everything that a reading's page names."""
    return key_results.select_related(
        "objective__cycle",
        "objective__team__parent",
        "figures",
        "owner",
        "measurement_plan__measured_by",
    )
