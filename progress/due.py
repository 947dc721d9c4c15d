"""When a key result is to be updated, and how fresh its last number is.

Plain Python on dates; a due date is a day, and the caller says which day today is.
A *period* is the stretch after one due date up to and including the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Protocol

from progress.cadence import DAY, Span, within


class Cadence(Protocol):
    """A rule that yields due dates; whatever fulfils this can rule a key result."""

    def due_on_or_after(self, day: date) -> date:
        """The first due date that is `day` or later: the end of its period."""

    def next_after(self, day: date) -> date:
        """The first due date later than `day`."""

    def previous_before(self, day: date) -> date:
        """The last due date earlier than `day`."""

    def late_until(self, due: date, away: Sequence[Span] = ()) -> date:
        """The last day on which an update is late after `due`, not yet missed."""


@dataclass(frozen=True)
class Schedule:
    """Cadences that followed each other: each has the due dates from its day on.

    `parts` are (from this day on, cadence), in order; the first rules before its day
    too. What a later part says changes no due date before its day.
    """

    parts: tuple[tuple[date, Cadence], ...]

    def due_on_or_after(self, day: date) -> date:
        index = self._index(day)
        while True:
            start, cadence = self.parts[index]
            due = cadence.due_on_or_after(max(day, start) if index else day)
            if index + 1 == len(self.parts) or due < self.parts[index + 1][0]:
                return due
            index += 1

    def next_after(self, day: date) -> date:
        return self.due_on_or_after(day + DAY)

    def previous_before(self, day: date) -> date:
        index, end = self._index(day - DAY), day
        while True:
            start, cadence = self.parts[index]
            due = cadence.previous_before(end)
            if not index or due >= start:
                return due
            index, end = index - 1, start

    def late_until(self, due: date, away: Sequence[Span] = ()) -> date:
        return self.on(due).late_until(due, away)

    def on(self, day: date) -> Cadence:
        """The cadence that says whether something is due on `day`."""
        return self.parts[self._index(day)][1]

    def _index(self, day: date) -> int:
        starts = [start for start, _ in self.parts]
        return max(bisect_right(starts, day) - 1, 0)


class Remembering:
    """A cadence that answers the same question once: thousands ask it the same."""

    def __init__(self, cadence: Cadence) -> None:
        self.due_on_or_after = cache(cadence.due_on_or_after)
        self.next_after = cache(cadence.next_after)
        self.previous_before = cache(cadence.previous_before)
        self._late_until = cache(cadence.late_until)

    def late_until(self, due: date, away: Sequence[Span] = ()) -> date:
        return self._late_until(due, tuple(away))


class Freshness(StrEnum):
    """How current a number is; a fact of its own beside the status."""

    UP_TO_DATE = "up_to_date"
    DUE = "due"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True)
class Due:
    """What is owed for one key result on a given day.

    `on` is the due date that counts: of the current period when up to date, else of
    the first period without a check-in. `days_over` counts from it, 0 until it has
    passed; days away do not count. `next_on` is the first due date after `on` that is
    not already past; None when the key result has no further one.
    """

    on: date
    freshness: Freshness
    days_over: int
    next_on: date | None


def due_state(
    *,
    cadence: Cadence,
    last_measured_on: date | None,
    first_day: date,
    last_day: date,
    today: date,
    away: Sequence[Span] = (),
) -> Due | None:
    """What is owed on `today`; None when nothing is.

    A key result owes from `first_day` (the cycle's first, or its own if later) to
    `last_day`, which is the last due date whatever the rule says. Nothing is owed
    before, nor afterwards when the last period has its check-in.
    `last_measured_on` is the newest day on which an effective check-in was measured.
    On days `away` nothing falls due and nothing becomes late.
    """
    if today < first_day or last_day < first_day:
        return None
    if _measured_in_period_of(min(today, last_day), cadence, last_measured_on):
        if today > last_day:
            return None
        on = min(cadence.due_on_or_after(today), last_day)
        following = _next(cadence, on, today, last_day, away)
        return Due(on, Freshness.UP_TO_DATE, 0, following)
    owed = first_owed(cadence, last_measured_on, first_day)
    on = min(_not_away(owed, cadence, away), last_day)
    over = days_over(on, today, away)
    late = today <= cadence.late_until(on, away)
    following = _next(cadence, on, today, last_day, away)
    return Due(on, _freshness(over, late), over, following)


def first_owed(cadence: Cadence, measured: date | None, first_day: date) -> date:
    """The first due date without a check-in; it stays while nobody checks in."""
    first = cadence.due_on_or_after(first_day)
    if measured is None:
        return first
    return max(first, cadence.next_after(cadence.due_on_or_after(measured)))


def days_over(due: date, today: date, away: Sequence[Span] = ()) -> int:
    """Days since the due date that were not days away; 0 until it has passed."""
    over = max((today - due).days, 0)
    if not away:
        return over
    return sum(not within(due + DAY * day, away) for day in range(1, over + 1))


def _measured_in_period_of(day: date, cadence: Cadence, measured: date | None) -> bool:
    end = cadence.due_on_or_after(day)
    return measured is not None and measured > cadence.previous_before(end)


def _not_away(due: date, cadence: Cadence, away: Sequence[Span]) -> date:
    """This due date, or the first one after it that falls on no day away."""
    while within(due, away):
        due = cadence.next_after(due)
    return due


def _next(
    cadence: Cadence, on: date, today: date, last_day: date, away: Sequence[Span]
) -> date | None:
    if max(on, today) > last_day or on == last_day:
        return None
    following = cadence.next_after(max(on, today - DAY))
    return min(_not_away(following, cadence, away), last_day)


def _freshness(over: int, late: bool) -> Freshness:
    if not over:
        return Freshness.DUE
    return Freshness.LATE if late else Freshness.MISSED
