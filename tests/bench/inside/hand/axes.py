"""What charts stand on: a scale of values, a scale of days, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from math import ceil
from typing import NamedTuple

from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import at
from tests.bench.inside.hand.readings import DECIMALS, PARTS, day_of

TICKS = 5  # at most, besides the lowest
Point = tuple[int, int]  # day number, thousandths from the top


class Scale(NamedTuple):
    """Values from bottom to top, in steps that are easy to read."""

    low: int
    high: int
    step: int

    @classmethod
    def around(cls, values: Sequence[int], places: int) -> Scale:
        low, high = min(values), max(values)
        if 0 <= low <= high - low:
            low = 0
        step = max(nice_step(high - low), 10 ** (DECIMALS - places))
        bottom, top = low // step * step, -(-high // step) * step
        return cls(bottom, max(top, bottom + step), step)

    @property
    def ticks(self) -> range:
        return range(self.low, self.high + 1, self.step)

    def down(self, value: int) -> int:
        """In thousandths from the top."""
        span = self.high - self.low
        return (2000 * (self.high - value) + span) // (2 * span)

    def at(self, value: int) -> str:
        return at(self.down(value))


def nice_step(spread: int) -> int:
    if not spread:
        return PARTS
    sizes = (n * 10**power for power in range(12) for n in (1, 2, 5))
    return next(size for size in sizes if size * TICKS >= spread)


class Across:
    """The days of a cycle from left to right."""

    def __init__(self, days: Days) -> None:
        self.starts_on, self.ends_on = days.starts_on, days.ends_on
        self.today = days.today
        self.count = (self.ends_on - self.starts_on).days

    def number(self, day: date) -> int:
        return min(max((day - self.starts_on).days, 0), self.count)

    def along(self, day: date) -> int:
        return (2000 * self.number(day) + self.count) // (2 * self.count)

    def at(self, day: date) -> str:
        return at(self.along(day))

    def today_line(self) -> str:
        x = self.at(self.today)
        return (
            f'<line class="today" x1="{x}" x2="{x}" y1="0" y2="100%"/>'
            f'<text x="{x}" y="0" dy="-5" text-anchor="middle">today</text>'
        )

    def months(self) -> str:
        """The first day, first days of months and the last day, below the axis."""
        marks = [(self.starts_on, "start")]
        marks += [(day, "middle") for day in self.firsts()]
        marks += [(self.ends_on, "end")]
        return "".join(
            f'<text x="{self.at(day)}" y="100%" dy="18" text-anchor="{anchor}">'
            f"{day_of(day)}</text>"
            for day, anchor in marks
        )

    def firsts(self) -> list[date]:
        first, last = self.starts_on, self.ends_on
        span = (last.year - first.year) * 12 + last.month - first.month
        stride = max(ceil(span / 4), 1)
        months = range(first.month - 1 + stride, first.month + span, stride)
        found = [date(first.year + n // 12, n % 12 + 1, 1) for n in months]
        return [day for day in found if 100 <= self.along(day) <= 800]

    def stretched(self, *shapes: str) -> str:
        """An inner drawing: x in days, y in percent from the top."""
        return (
            f'<svg viewBox="0 0 {self.count} 100" preserveAspectRatio="none" '
            f'overflow="visible">{"".join(shapes)}</svg>'
        )

    def to_today(self, points: list[Point]) -> list[Point]:
        """Held level up to today."""
        last = self.number(min(self.today, self.ends_on))
        if points and points[-1][0] < last:
            return [*points, (last, points[-1][1])]
        return points


def plot(height: int, title: str, *parts: str) -> str:
    return (
        f'<svg class="plot" width="100%" height="{height}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def grid(rows: Iterable[tuple[str, str, str]]) -> str:
    """Of (kind, height, word)."""
    return "".join(
        f'<line class="{kind}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        f'<text x="0" dx="-8" y="{y}" dy="4" text-anchor="end">{word}</text>'
        for kind, y, word in rows
    )


def line(name: str, points: Sequence[Point]) -> str:
    if len(points) < 2:
        return ""
    return f'<polyline class="{name}" points="{path(points)}"/>'


def path(points: Iterable[Point]) -> str:
    return " ".join(f"{x},{at(y)[:-1]}" for x, y in points)


def dots(places: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<circle class="dot" cx="{x}" cy="{y}" r="4"/>' for x, y in places)
