"""How the sample describes goals and numbers, before any of it is stored.

A key result names its last value and when that was measured; the weeks before
are drawn along a shape, unless each reading is written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from progress.due import Cadence

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SPAN = timedelta(days=91)  # from the first day of the cycle to its last
ELAPSED = timedelta(days=50)  # from its first day to today

# How much of the way to the last value was gone, in percent, newest reading first.
STEADY = (100, 88, 74, 61, 47, 30, 14)
EARLY = (100, 97, 93, 85, 70, 48, 22)
LATE = (100, 72, 51, 37, 26, 15, 6)
UNEVEN = (100, 81, 86, 60, 63, 35, 20)
SHAPES = (STEADY, EARLY, LATE, UNEVEN)


@dataclass(frozen=True)
class Calendar:
    """Which days the sample means by "today" and "this week"."""

    today: date
    cadence: Cadence

    @property
    def starts_on(self) -> date:
        return self.today - ELAPSED

    @property
    def last_due(self) -> date:
        """The end of the period before the one that today lies in."""
        return self.cadence.previous_before(self.cadence.due_on_or_after(self.today))

    @property
    def last_missed(self) -> date:
        """The newest due date whose days of grace are over."""
        due = self.cadence.previous_before(self.today)
        while self.cadence.late_until(due) >= self.today:
            due = self.cadence.previous_before(due)
        return due


When = Callable[[Calendar], date]


def ago(days: int) -> When:
    return lambda calendar: calendar.today - DAY * days


def this_period(days: int) -> When:
    """So many days ago, or the first day of this period: up to date either way."""
    return lambda calendar: max(calendar.today - DAY * days, calendar.last_due + DAY)


def last_period(days: int) -> When:
    """So many days before the last due date: due again now."""
    return lambda calendar: calendar.last_due - DAY * days


def before_missed(days: int) -> When:
    """Measured for the due date before the last missed one: overdue now."""

    def day(calendar: Calendar) -> date:
        return calendar.cadence.previous_before(calendar.last_missed) - DAY * days

    return day


@dataclass(frozen=True)
class Reading:
    """One value that was checked in; `mistaken` is what stood there before."""

    value: Decimal
    note: str = ""
    days_late: int = 0  # entered so many days after it was measured
    mistaken: Decimal | None = None
    reason: str = ""


def reading(value: str, note: str = "", *, mistaken: str = "", **rest) -> Reading:
    wrong = Decimal(mistaken) if mistaken else None
    return Reading(Decimal(value), note, mistaken=wrong, **rest)


@dataclass(frozen=True)
class Measured:
    """A key result, its last reading and the weeks before it.

    `now` is None before the first check-in. `readings`, oldest first, replace the
    weeks drawn along `shape`; `due` counts days from the cycle's first day.
    """

    content: str
    unit: str
    start: str
    target: str
    now: str | None
    weight: int
    last: When | None = None
    owner: str = ""
    kind: str = "reach"
    confidence: str = "medium"
    note: str = ""
    shape: tuple[int, ...] = STEADY
    readings: tuple[Reading, ...] = ()
    due: int | None = None

    def series(self) -> list[Reading]:
        """Its readings, oldest first, one a week."""
        if self.readings:
            return list(self.readings)
        if self.now is None:
            return []
        return [*map(Reading, self._drawn()), Reading(Decimal(self.now), self.note)]

    def _drawn(self) -> Iterator[Decimal]:
        start, now = Decimal(self.start), Decimal(self.now)
        for percent in reversed(self.shape[1:]):
            yield round(start + (now - start) * percent / 100, self._places())

    def _places(self) -> int:
        """As many decimals as its own numbers have."""
        numbers = (self.start, self.target, self.now)
        return max(len(text.partition(".")[2]) for text in numbers)

    def dated(self, last: date, first: date) -> list[tuple[date, Reading]]:
        """(day measured, reading) a week apart up to `last`, none before `first`."""
        series = self.series()
        days = [last - WEEK * back for back in range(len(series))]
        written_out = bool(self.readings)
        return [
            (max(day, first), reading)
            for day, reading in zip(reversed(days), series, strict=True)
            if written_out or day >= first
        ]


@dataclass(frozen=True)
class Goal:
    """An objective of the sample: owner by sign-in name, team by path."""

    title: str
    owner: str
    team: str
    key_results: tuple[Measured, ...]
    children: tuple[Goal, ...] = ()
    why: str = ""  # the derivation note
    serves: str = ""  # which key result of its parent
    description: str = ""
    last: When = field(default=ago(2))  # when its key results were last measured
    grade: int | None = None  # in hundredths
    learned: str = ""
