"""What both charts stand on: a scale of values, a scale of days, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_day
from progress.drawing import NOTHING, percent

TICKS = 5  # at most, besides the lowest
MONTHS = 4  # month names at most, besides the first and the last day
ROOM = 100  # thousandths of the width that a month's name needs


@dataclass(frozen=True)
class Days:
    """The days of a cycle from left to right."""

    starts_on: date
    ends_on: date

    @property
    def count(self) -> int:
        return (self.ends_on - self.starts_on).days

    def number(self, day: date) -> int:
        """Days since the first, kept inside the cycle."""
        return min(max((day - self.starts_on).days, 0), self.count)

    def permille(self, day: date) -> int:
        return (2000 * self.number(day) + self.count) // (2 * self.count)

    def at(self, day: date) -> str:
        return percent(self.permille(day))

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Values:
    """The values from bottom to top, in steps that are easy to read."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def around(cls, values: Iterable[Decimal], places: int) -> Values:
        """The smallest scale of whole steps that holds them all.

        Zero is on it when the values come near it. No step is finer than what
        `places` decimals can show.
        """
        known = list(values)
        low, high = min(known), max(known)
        if 0 <= low <= high - low:
            low = Decimal(0)
        finest = Decimal(1).scaleb(-places)
        step = max(nice_step((high - low) / TICKS), finest)
        bottom = step * (low / step).to_integral_value(ROUND_FLOOR)
        top = step * (high / step).to_integral_value(ROUND_CEILING)
        return cls(bottom, max(top, bottom + step), step)

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * n for n in range(count + 1)]

    def permille(self, value: Decimal) -> int:
        """Down from the top, as SVG counts."""
        return int((self.high - value) * 1000 / (self.high - self.low) + Decimal("0.5"))

    def at(self, value: Decimal) -> str:
        return percent(self.permille(value))


def nice_step(size: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20, 50 … and their tenths that is not below."""
    if not size:
        return Decimal(1)
    power = Decimal(1).scaleb(size.adjusted())
    return next(power * n for n in (1, 2, 5, 10) if power * n >= size)


def grid(rows: Sequence[tuple[str, str]]) -> SafeString:
    """Horizontal lines from (height, word); the first one is the axis."""
    lines = (
        ("grid" if index else "axis", y, y, y, word)
        for index, (y, word) in enumerate(rows)
    )
    return format_html_join(
        "",
        '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>'
        '<text x="0" dx="-8" y="{}" dy="4" text-anchor="end">{}</text>',
        lines,
    )


def today_line(days: Days, today: date) -> SafeString:
    if not days.holds(today):
        return NOTHING
    return format_html(
        '<line class="today" x1="{0}" x2="{0}" y1="0" y2="100%"/>'
        '<text x="{0}" y="0" dy="-5" text-anchor="middle">{1}</text>',
        days.at(today),
        _("today"),
    )


def month_names(days: Days) -> SafeString:
    """The first day, some first days of months, and the last day, below the axis."""
    marks = [(days.starts_on, "start")]
    marks += [(day, "middle") for day in months_between(days)]
    marks += [(days.ends_on, "end")]
    return format_html_join(
        "",
        '<text x="{}" y="100%" dy="18" text-anchor="{}">{}</text>',
        ((days.at(day), anchor, show_day(day)) for day, anchor in marks),
    )


def months_between(days: Days) -> list[date]:
    """First days of months, thinned out to what fits."""
    first, last = days.starts_on, days.ends_on
    span = (last.year - first.year) * 12 + last.month - first.month
    stride = max(ceil(span / MONTHS), 1)
    found = [month_after(first, n) for n in range(stride, span + 1, stride)]
    return [day for day in found if ROOM <= days.permille(day) <= 1000 - 2 * ROOM]


def month_after(day: date, months: int) -> date:
    """The first day of the month that many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def lines(days: Days, *shapes: SafeString) -> SafeString:
    """An inner drawing that stretches: x in days, y in percent from the top."""
    return format_html(
        '<svg viewBox="0 0 {} 100" preserveAspectRatio="none" overflow="visible">'
        "{}</svg>",
        days.count,
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def line(name: str, points: Sequence[tuple[int, int]]) -> SafeString:
    """A polyline through (day number, thousandths from the top)."""
    if len(points) < 2:
        return NOTHING
    return format_html('<polyline class="{}" points="{}"/>', name, path(points))


def path(points: Iterable[tuple[int, int]]) -> SafeString:
    return format_html_join(" ", "{},{}", ((x, percent(y)[:-1]) for x, y in points))


def plot(height: int, title: str, *parts: SafeString, name: str = "plot") -> SafeString:
    return format_html(
        '<svg class="{}" width="100%" height="{}" role="img"><title>{}</title>{}</svg>',
        name,
        height,
        title,
        format_html_join("", "{}", ((part,) for part in parts)),
    )
