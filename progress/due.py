"""When a key result is to be updated, and how fresh its last number is.

Plain Python on dates; a due date is a day, and the caller says which day today is.
A *period* is the stretch after one due date up to and including the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

DAY = timedelta(days=1)
DAYS_OF_A_WEEK = 7


class Cadence(Protocol):
    """A rule that yields due dates; whatever fulfils this can rule a key result."""

    @property
    def grace_days(self) -> int:
        """Days after a due date on which an update is late, not yet missed."""

    def due_on_or_after(self, day: date) -> date:
        """The first due date that is `day` or later: the end of its period."""

    def next_after(self, day: date) -> date:
        """The first due date later than `day`."""

    def previous_before(self, day: date) -> date:
        """The last due date earlier than `day`."""


@dataclass(frozen=True)
class Weekly:
    """Due once a week, on `weekday` (0 is Monday, 6 is Sunday).

    Raises ValueError for another weekday and for grace days below 0.
    """

    weekday: int
    grace_days: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.weekday < DAYS_OF_A_WEEK:
            raise ValueError("A weekday is a number from 0 (Monday) to 6 (Sunday).")
        if self.grace_days < 0:
            raise ValueError("Grace days cannot be fewer than 0.")

    def due_on_or_after(self, day: date) -> date:
        return day + DAY * ((self.weekday - day.weekday()) % DAYS_OF_A_WEEK)

    def next_after(self, day: date) -> date:
        return self.due_on_or_after(day + DAY)

    def previous_before(self, day: date) -> date:
        return self.due_on_or_after(day) - DAY * DAYS_OF_A_WEEK


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
    passed. `next_on` is the first due date after `on` that is not already past; None
    when the key result has no further one.
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
) -> Due | None:
    """What is owed on `today`; None when nothing is.

    A key result owes from `first_day` (the cycle's first, or its own if later) to
    `last_day`, which is the last due date whatever the rule says. Nothing is owed
    before, nor afterwards when the last period has its check-in.
    `last_measured_on` is the newest day on which an effective check-in was measured.
    """
    if today < first_day or last_day < first_day:
        return None
    if _measured_in_period_of(min(today, last_day), cadence, last_measured_on):
        if today > last_day:
            return None
        on = min(cadence.due_on_or_after(today), last_day)
        return Due(on, Freshness.UP_TO_DATE, 0, _next(cadence, on, today, last_day))
    on = min(_first_owed(cadence, last_measured_on, first_day), last_day)
    over = max((today - on).days, 0)
    following = _next(cadence, on, today, last_day)
    return Due(on, _freshness(over, cadence.grace_days), over, following)


def _measured_in_period_of(day: date, cadence: Cadence, measured: date | None) -> bool:
    end = cadence.due_on_or_after(day)
    return measured is not None and measured > cadence.previous_before(end)


def _first_owed(cadence: Cadence, measured: date | None, first_day: date) -> date:
    first = cadence.due_on_or_after(first_day)
    if measured is None:
        return first
    return max(first, cadence.next_after(cadence.due_on_or_after(measured)))


def _next(cadence: Cadence, on: date, today: date, last_day: date) -> date | None:
    if max(on, today) > last_day or on == last_day:
        return None
    return min(cadence.next_after(max(on, today - DAY)), last_day)


def _freshness(days_over: int, grace_days: int) -> Freshness:
    if not days_over:
        return Freshness.DUE
    return Freshness.LATE if days_over <= grace_days else Freshness.MISSED
