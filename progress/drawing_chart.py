"""The two charts of a cycle: a key result's value, an objective's progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_day, show_number, show_value
from progress.drawing import NOTHING, percent
from progress.drawing_axes import (
    Days,
    Values,
    grid,
    line,
    lines,
    month_names,
    plot,
    today_line,
)
from progress.measure import AT_LEAST, AT_MOST, REACH

# The closest that words about missing check-ins may stand, in thousandths.
WORD = 200


@dataclass(frozen=True)
class Measured:
    """One effective check-in: a value in the key result's unit."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class ValueChart:
    """Everything that a key result's chart shows.

    `measured` is in order of days; `missing` are the due dates without a check-in.
    `start` counts for a way to reach only.
    """

    name: str
    kind: str
    unit: str
    places: int
    start: Decimal
    target: Decimal
    starts_on: date
    ends_on: date
    today: date
    measured: Sequence[Measured]
    missing: Sequence[date] = ()

    @property
    def days(self) -> Days:
        return Days(self.starts_on, self.ends_on)

    @property
    def is_way(self) -> bool:
        return self.kind == REACH

    @property
    def points(self) -> list[Measured]:
        """What was measured, from the start value on where there is one."""
        start = Measured(self.starts_on, self.start)
        begins = self.is_way and not any(
            entry.day <= self.starts_on for entry in self.measured
        )
        return [start, *self.measured] if begins else list(self.measured)

    @property
    def values(self) -> Values:
        known = [entry.value for entry in self.points]
        return Values.around([*known, self.target], self.places)

    def show(self, value: Decimal) -> str:
        return show_value(value, self.unit, self.places)


def value_chart(chart: ValueChart) -> SafeString:
    """Values over the days of the cycle, with target, pace and what is missing."""
    days, values = chart.days, chart.values
    points = [(days.number(p.day), values.permille(p.value)) for p in chart.points]
    return plot(
        280,
        value_title(chart),
        value_grid(chart, values),
        target_line(chart, values),
        lines(days, pace_line(chart, values), line("l-own", points)),
        today_line(days, chart.today),
        dots((days.at(p.day), values.at(p.value)) for p in chart.points),
        missing_marks(chart, values),
        pace_word(chart, values),
        month_names(days),
    )


def value_title(chart: ValueChart) -> str:
    """All the numbers of the drawing in sentences."""
    told = [
        _("%(value)s on %(day)s")
        % {"value": chart.show(entry.value), "day": show_day(entry.day)}
        for entry in chart.points
    ]
    known = _(", ").join(told) or _("no check-in yet")
    values = _("%(name)s: %(values)s") % {"name": chart.name, "values": known}
    sentences = [values, target_word(chart)]
    if chart.missing:
        days = _(", ").join(show_day(day) for day in chart.missing)
        sentences.append(_("no value for %(days)s") % {"days": days})
    return _("; ").join(sentences)


def target_word(chart: ValueChart) -> str:
    """What the horizontal line stands for: "target 2.0 h", "at most 4"."""
    shown = {"value": chart.show(chart.target)}
    if chart.kind == AT_MOST:
        return _("at most %(value)s") % shown
    if chart.kind == AT_LEAST:
        return _("at least %(value)s") % shown
    return _("target %(value)s") % shown


def value_grid(chart: ValueChart, values: Values) -> SafeString:
    places = max(-values.step.normalize().as_tuple().exponent, 0)
    return grid([(values.at(tick), show_number(tick, places)) for tick in values.ticks])


def target_line(chart: ValueChart, values: Values) -> SafeString:
    return format_html(
        '<line class="target" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
        '<text class="t-target t-end" x="0" dx="8" y="{0}" dy="{1}">{2}</text>',
        values.at(chart.target),
        -6 if values.permille(chart.target) > 80 else 16,
        target_word(chart),
    )


def pace_line(chart: ValueChart, values: Values) -> SafeString:
    if not chart.is_way:
        return NOTHING
    ends = [
        (0, values.permille(chart.start)),
        (chart.days.count, values.permille(chart.target)),
    ]
    return line("l-pace", ends)


def pace_word(chart: ValueChart, values: Values) -> SafeString:
    """Beside the end of the pace line, clear of the target it runs into."""
    if not chart.is_way:
        return NOTHING
    end = values.permille(chart.target)
    end += -80 if chart.target < chart.start else 80
    return format_html(
        '<text class="t-end t-far" x="100%" y="{}" dx="6" dy="4">{}</text>',
        percent(end),
        _("expected"),
    )


def dots(places) -> SafeString:
    """One dot for each (x, y), both in percent."""
    return format_html_join("", '<circle class="dot" cx="{}" cy="{}" r="4"/>', places)


def missing_marks(chart: ValueChart, values: Values) -> SafeString:
    """A hollow square for each missing check-in, level with the last known value.

    The words go to the latest ones and to those far enough from them.
    """
    marks, free_until = [], 1000 + WORD
    for day in sorted(chart.missing, reverse=True):
        x = chart.days.permille(day)
        word = _("%(day)s missing") % {"day": show_day(day)}
        if free_until - x < WORD:
            word = ""
        else:
            free_until = x
        marks.append((percent(x), level(chart, values, day), missing_word(x, word)))
    return format_html_join(
        "",
        '<svg x="{}" y="{}" overflow="visible">'
        '<rect class="miss" x="-5" y="-5" width="10" height="10"/>{}</svg>',
        marks,
    )


def level(chart: ValueChart, values: Values, day: date) -> str:
    before = [entry.value for entry in chart.points if entry.day <= day]
    return values.at(before[-1]) if before else "50%"


def missing_word(x: int, word: str) -> SafeString:
    if not word:
        return NOTHING
    anchor = "middle" if WORD // 2 <= x <= 1000 - WORD // 2 else "start"
    return format_html(
        '<text class="t-end t-own" y="22" text-anchor="{}">{}</text>',
        "end" if x > 1000 - WORD // 2 else anchor,
        word,
    )
