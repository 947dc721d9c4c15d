"""Due dates by rule: weeks, months or days counted from a day, moved off free days.

Plain Python on dates. A *rule* counts its dates by whole numbers, below 0 too: a
rule has no beginning, its anchor only says which weeks, months or days count. What
makes due dates of it (`DueDates`) may move them to working days; two that would
move to one day are one due date. So due dates always rise, each found by arithmetic
rather than by walking there.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

DAY = timedelta(days=1)
DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12
A_MONDAY = date(2001, 1, 1)  # where counting begins unless an anchor says otherwise
LAST = -1  # the last such weekday of a month
NTHS = (1, 2, 3, 4, LAST)
MOST_WEEKS, MOST_MONTHS, MOST_DAYS, MOST_GRACE, MOST_REMINDING = 52, 12, 366, 31, 14
FARTHEST = 31  # days a due date moves at most; where all of them are free it stays
Span = tuple[date, date]  # the first and the last of some days


def within(day: date, spans: Sequence[Span]) -> bool:
    return any(first <= day <= last for first, last in spans)


class Rule(Protocol):
    """Dates that strictly rise with a whole number, without an end on either side."""

    def occurrence(self, n: int) -> date:
        """The date numbered `n`."""

    def last_index(self, day: date) -> int:
        """The number of the last date that is not later than `day`."""


@dataclass(frozen=True)
class Weeks:
    """Every so many weeks on one or more weekdays; 0 is Monday, 6 is Sunday.

    The week of the anchor, from Monday to Sunday, is one of those that count.
    Raises ValueError for weekdays that are none, doubled or out of order.
    """

    weekdays: tuple[int, ...]
    every: int = 1
    anchor: date = A_MONDAY

    def __post_init__(self) -> None:
        known = set(range(DAYS_OF_A_WEEK))
        if not self.weekdays or not set(self.weekdays) <= known:
            raise ValueError("Weekdays are numbers from 0 (Monday) to 6 (Sunday).")
        if list(self.weekdays) != sorted(set(self.weekdays)):
            raise ValueError("Weekdays stand in order, each once.")
        refuse_outside("weeks", self.every, 1, MOST_WEEKS)

    def occurrence(self, n: int) -> date:
        turn, place = divmod(n, len(self.weekdays))
        days = turn * self.every * DAYS_OF_A_WEEK + self.weekdays[place]
        return self._monday + DAY * days

    def last_index(self, day: date) -> int:
        days = (day - self._monday).days
        turn, over = divmod(days, self.every * DAYS_OF_A_WEEK)
        passed = sum(weekday <= over for weekday in self.weekdays)
        return turn * len(self.weekdays) + passed - 1

    @property
    def _monday(self) -> date:
        return self.anchor - DAY * self.anchor.weekday()


class Months:
    """What the two monthly rules share: the anchor's month is one that counts."""

    every: int
    anchor: date

    def in_month(self, year: int, month: int) -> date:
        raise NotImplementedError

    def occurrence(self, n: int) -> date:
        year, month = divmod(_months(self.anchor) + self.every * n, MONTHS_OF_A_YEAR)
        return self.in_month(year, month + 1)

    def last_index(self, day: date) -> int:
        n = (_months(day) - _months(self.anchor)) // self.every
        return n if self.occurrence(n) <= day else n - 1


@dataclass(frozen=True)
class MonthDay(Months):
    """Every so many months on a day; in a month too short for it, on its last day."""

    day: int
    every: int = 1
    anchor: date = A_MONDAY

    def __post_init__(self) -> None:
        refuse_outside("day of the month", self.day, 1, 31)
        refuse_outside("months", self.every, 1, MOST_MONTHS)

    def in_month(self, year: int, month: int) -> date:
        return date(year, month, min(self.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class MonthWeekday(Months):
    """Every so many months on the first to fourth, or the LAST, of a weekday."""

    nth: int
    weekday: int
    every: int = 1
    anchor: date = A_MONDAY

    def __post_init__(self) -> None:
        if self.nth not in NTHS:
            raise ValueError("It is the first to the fourth of its weekday, or LAST.")
        refuse_outside("weekday", self.weekday, 0, DAYS_OF_A_WEEK - 1)
        refuse_outside("months", self.every, 1, MOST_MONTHS)

    def in_month(self, year: int, month: int) -> date:
        first, days = monthrange(year, month)
        day = 1 + (self.weekday - first) % DAYS_OF_A_WEEK
        if self.nth == LAST:
            return date(year, month, day + (days - day) // 7 * 7)
        return date(year, month, day + (self.nth - 1) * DAYS_OF_A_WEEK)


@dataclass(frozen=True)
class Days:
    """Every so many days; the anchor is one of them."""

    every: int
    anchor: date = A_MONDAY

    def __post_init__(self) -> None:
        refuse_outside("days", self.every, 1, MOST_DAYS)

    def occurrence(self, n: int) -> date:
        return self.anchor + DAY * (self.every * n)

    def last_index(self, day: date) -> int:
        return (day - self.anchor).days // self.every


def refuse_outside(what: str, number: int, low: int, high: int) -> None:
    """Raise ValueError unless the number lies between the two."""
    if not low <= number <= high:
        raise ValueError(f"{what}: {number} is not between {low} and {high}.")


def _months(day: date) -> int:
    """Months since the year 0."""
    return day.year * MONTHS_OF_A_YEAR + day.month - 1


class Move(StrEnum):
    """Where a date goes that is not a working day."""

    KEEP = "keep"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Workdays:
    """Which days are worked: neither of the weekend nor free (holidays, closed)."""

    weekend: frozenset[int] = frozenset()
    free: Container[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.free


EVERY_DAY = Workdays()
STEPS = {Move.BEFORE: -DAY, Move.AFTER: DAY}


@dataclass(frozen=True)
class DueDates:
    """A rule's dates on working days, with what happens around them.

    `grace_days` are the working days after a due date on which an update is late and
    not yet missed; `remind_days` how long before it a reminder goes, 0 for none.
    """

    rule: Rule
    grace_days: int = 1
    move: Move = Move.KEEP
    workdays: Workdays = EVERY_DAY
    remind_days: int = 1

    def __post_init__(self) -> None:
        refuse_outside("Grace days", self.grace_days, 0, MOST_GRACE)
        refuse_outside("Days of reminding", self.remind_days, 0, MOST_REMINDING)

    def due_on_or_after(self, day: date) -> date:
        """The first due date that is `day` or later: the end of its period."""
        return self._moved(self._first_index(day))

    def next_after(self, day: date) -> date:
        return self.due_on_or_after(day + DAY)

    def previous_before(self, day: date) -> date:
        return self._moved(self._first_index(day) - 1)

    def late_until(self, due: date, away: Sequence[Span] = ()) -> date:
        """The last day of grace after `due`; free days and days away do not count."""
        day, left = due, self.grace_days
        while left and (day - due).days < MOST_DAYS:
            day += DAY
            left -= self.workdays.is_working(day) and not within(day, away)
        return day

    def reminder_before(self, due: date) -> date | None:
        """The day on which a reminder says that `due` is coming; None for no such."""
        return due - DAY * self.remind_days if self.remind_days else None

    def planned_for(self, due: date) -> list[date]:
        """The rule's dates that are due on `due`; `[due]` where nothing was moved."""
        n, planned = self._first_index(due), []
        while self._moved(n) == due:
            planned.append(self.rule.occurrence(n))
            n += 1
        return planned

    def moved_from(self, day: date) -> date | None:
        """Where a date of the rule on this day goes; None for none, or if it stays."""
        n = self.rule.last_index(day)
        if self.rule.occurrence(n) != day or self._moved(n) == day:
            return None
        return self._moved(n)

    def _first_index(self, day: date) -> int:
        """Of the first of the rule's dates that is due on `day` or later.

        Moving keeps their order, so few steps lead from the rule's own answer there.
        """
        n = self.rule.last_index(day)
        while self._moved(n) >= day:
            n -= 1
        while self._moved(n) < day:
            n += 1
        return n

    def _moved(self, n: int) -> date:
        planned = self.rule.occurrence(n)
        if self.move is Move.KEEP:
            return planned
        day = planned
        while not self.workdays.is_working(day):
            day += STEPS[self.move]
            if abs(day - planned) > DAY * FARTHEST:
                return planned
        return day


def weekly(weekday: int, grace_days: int = 1) -> DueDates:
    """Due every week on one weekday, working or not."""
    return DueDates(Weeks((weekday,)), grace_days)
