"""A key result in words: what changed, what is left, how it stands.

A value is told in whole parts of its unit, as many as its column has decimals for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import MILLION, POINT, as_date, percent, rounded

DECIMALS, PARTS = 4, 10_000
CHANGES = {"better": "better", "worse": "worse", "same": "no change"}


def parts_of(value: Any) -> int:
    """SQLite gives a whole number or a float, PostgreSQL a decimal."""
    return round(value * PARTS)


def decimals(value: int) -> int:
    """How many it needs."""
    return next(n for n in range(5) if value % 10 ** (DECIMALS - n) == 0)


def number(value: int, places: int) -> str:
    shown = f"{abs(value) / PARTS:,.{places}f}"
    return f"−{shown}" if value < 0 else shown


def with_unit(shown: str, unit: str) -> str:
    return f"{shown}%" if unit == "%" else f"{shown}\u00a0{unit}"


def day_of(day: date) -> str:
    return f"{day.day} {day:%b}"


def line(term: str, amount: str, note: str, direction: str = "") -> str:
    """Of what changed, and what is left."""
    if direction:
        said = (
            f'<dd class="dir" data-d="{direction}">'
            '<svg class="icon" aria-hidden="true">'
            f'<use href="#d-{direction}"/></svg>{note}</dd>'
        )
    else:
        said = f'<dd class="dir muted">{note}</dd>'
    return f"<div><dt>{term}</dt><dd>{amount}</dd>{said}</div>"


def direction(good: int) -> str:
    return "better" if good > 0 else "worse" if good else "same"


class Way:
    """From a start to a target, or a line to keep."""

    def __init__(self, row: list, values: Sequence[int], days: Days) -> None:
        self.kind, start, target, self.unit, _, self.progress = row
        self.start, self.target = parts_of(start), parts_of(target)
        self.values, self.is_line = values, self.kind != "reach"
        shown = (self.start, self.target, *values[-2:])
        self.places = max(map(decimals, shown))
        self.upwards = self.goes_up()
        self.expected = None if self.is_line else rounded(days.gone, MILLION)

    def goes_up(self) -> bool:
        if self.is_line:
            return self.kind == "at_least"
        return self.target > self.start

    def lines(self) -> list[str]:
        last = self.values[-1] - self.values[-2] if len(self.values) > 1 else None
        first = self.values[-1] - self.start if self.values else None
        return [
            self.changed("since last", last),
            self.changed("since start", first),
            self.distance(),
        ]

    def changed(self, term: str, change: int | None) -> str:
        if change is None:
            return line(term, "–", "")
        how = direction(change if self.upwards else -change)
        plus = "+" if change > 0 else ""
        return line(term, plus + self.difference(change), CHANGES[how], how)

    def difference(self, value: int) -> str:
        """Between percentages in points."""
        shown = number(value, self.places)
        return f"{shown} pts" if self.unit == "%" else with_unit(shown, self.unit)

    def distance(self) -> str:
        left, term = self.left(), "to limit" if self.is_line else "to target"
        if left is None:
            return line(term, "–", self.aim())
        if self.is_line:
            note = "left" if left >= 0 else "past the limit"
        elif left > 0:
            note = self.aim()
        else:
            note = "past the target" if left else "target reached"
        return line(term, self.difference(abs(left)), note)

    def left(self) -> int | None:
        """Way to go, or room before the line is crossed."""
        if self.is_line:
            way = self.values[-1] - self.target if self.values else None
        else:
            way = self.target - (self.values[-1] if self.values else self.start)
        return way if self.upwards or way is None else -way

    def aim(self) -> str:
        return f"target {self.told(self.target)}"

    def told(self, value: int) -> str:
        return with_unit(number(value, self.places), self.unit)

    def standing(self) -> str:
        if not self.values:
            return "no check-in yet"
        if self.is_line:
            return "holding" if self.left() >= 0 else "limit passed"
        gone = Fraction(self.values[-1] - self.start, self.target - self.start)
        if gone < 0:
            return f"{percent(rounded(-gone, MILLION))} in the wrong direction"
        if gone > 1:
            return f"{percent(rounded(gone, MILLION))} of the way"
        return pace(self.progress - self.expected)

    def trend(self) -> str:
        return spark(self.values) if len(self.values) > 1 else ""


class Milestone:
    """Done by a day, or not."""

    expected = None  # nothing on the way there

    def __init__(self, row: list, values: Sequence[int], days: Days) -> None:
        *_, due_on, self.progress = row
        self.due_on = as_date(due_on)
        self.values, self.days = values, days
        self.is_reached = bool(values) and values[-1] == PARTS

    def lines(self) -> list[str]:
        begun, today = self.days.starts_on, self.days.today
        left = (self.due_on - today).days
        by = f"{'by' if left >= 0 else 'past'} {day_of(self.due_on)}"
        of = f"of {(self.due_on - begun).days}"
        return [
            self.changed(),
            line("since start", counted((today - begun).days), of),
            line("to target", counted(abs(left)), by),
        ]

    def changed(self) -> str:
        before = self.values[-2] if len(self.values) > 1 else 0
        how = direction(self.values[-1] - before if self.values else 0)
        now = "reached" if self.is_reached else "not yet"
        if how == "same":
            return line("since last", "none", now, how)
        return line("since last", now, CHANGES[how], how)

    def told(self, value: int) -> str:
        return "Reached" if value == PARTS else "Not yet"

    def standing(self) -> str:
        return "reached" if self.is_reached else f"due {day_of(self.due_on)}"

    def trend(self) -> str:
        return ""


def counted(days: int) -> str:
    return f"{days} day{'s' if days != 1 else ''}"


def pace(difference: int) -> str:
    points = (2 * abs(difference) + POINT) // (2 * POINT)
    if not points:
        return "on pace"
    return f"{points} pts {'ahead of' if difference > 0 else 'behind'} pace"


LEFT, RIGHT, TOP, BOTTOM = 20, 940, 30, 210  # of a trend, in tenths


def spark(values: Sequence[int]) -> str:
    low, high, last = min(values), max(values), len(values) - 1
    rise = (BOTTOM - TOP) * (high > low)
    span = high - low or 1
    foot = BOTTOM if high > low else (BOTTOM + TOP) // 2
    points = [
        (
            tenths(LEFT * last + (RIGHT - LEFT) * index, last),
            tenths(foot * span - rise * (value - low), span),
        )
        for index, value in enumerate(values)
    ]
    x, y = points[-1]
    return (
        '<svg class="spark" viewBox="0 0 96 24" aria-hidden="true"><polyline points="'
        f'{" ".join(f"{left},{top}" for left, top in points)}"/>'
        f'<circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    )


def tenths(whole: int, of: int) -> str:
    """Of two equally near ones the even one."""
    near, over = divmod(whole, of)
    near += 2 * over > of or (2 * over == of and near % 2)
    return f"{near // 10}.{near % 10}"
