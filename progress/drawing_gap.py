"""The chart of a target gap over the days of its cycle: above zero is ahead.

The area between the gap and zero is the band of the chart of progress over time, laid
on a level line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_day, show_number
from progress.drawing import NOTHING, percent
from progress.drawing_axes import (
    Days,
    Values,
    line,
    lines,
    month_names,
    path,
    plot,
    today_line,
)
from progress.drawing_chart import dots
from progress.drawing_dots import signed_points
from progress.drawing_progress import Reached
from progress.measure import DEFAULT_RULES, Rules

POINT = Decimal(10_000)


@dataclass(frozen=True)
class GapChart:
    """`gap` (millionths, signed) in order of days, as each held from that day on."""

    starts_on: date
    ends_on: date
    today: date
    gap: Sequence[Reached]

    @property
    def days(self) -> Days:
        return Days(self.starts_on, self.ends_on)

    @property
    def last_day(self) -> date:
        return min(self.today, self.ends_on)

    @property
    def values(self) -> Values:
        """In points, zero and the band of being in line always on it."""
        known = [Decimal(entry.figure) / POINT for entry in self.gap]
        return Values.around([*known, Decimal(-10), Decimal(10)], 0)


Point = tuple[int, int]  # day number, thousandths from the top


def gap_chart(chart: GapChart, rules: Rules = DEFAULT_RULES) -> SafeString:
    """The gap from the first day on which there was one, held up to today."""
    values, points_ = chart.values, extended(chart)
    zero = values.permille(Decimal(0))
    return plot(
        130,
        gap_title(chart),
        inline_band(values, rules),
        rules_of(values),
        lines(chart.days, area(points_, zero), line("l-gap", points_)),
        side_words(),
        today_line(chart.days, chart.today),
        dots(
            (chart.days.at(entry.day), height(values, entry.figure))
            for entry in chart.gap
        ),
        end_word(chart, values),
        month_names(chart.days),
    )


def height(values: Values, figure: int) -> str:
    return values.at(figure / POINT)


def extended(chart: GapChart) -> list[Point]:
    """The points of the line, held level up to today."""
    values = chart.values
    known = [
        (chart.days.number(entry.day), values.permille(entry.figure / POINT))
        for entry in chart.gap
    ]
    last = chart.days.number(chart.last_day)
    return [*known, (last, known[-1][1])] if known and known[-1][0] < last else known


def inline_band(values: Values, rules: Rules) -> SafeString:
    """Where the two are in line: neither ahead nor behind."""
    top, bottom = (
        values.permille(Decimal(sign * rules.inline_up_to) / POINT) for sign in (1, -1)
    )
    return format_html(
        '<rect class="in-line" x="0" y="{}" width="100%" height="{}"/>',
        percent(top),
        percent(bottom - top),
    )


def rules_of(values: Values) -> SafeString:
    """A line at every step, the one at zero stronger."""
    rows = (
        ("grid" if tick else "axis", values.at(tick), values.at(tick), signed(tick))
        for tick in values.ticks
    )
    return format_html_join(
        "",
        '<line class="{0}" x1="0" x2="100%" y1="{1}" y2="{2}"/>'
        '<text x="0" dx="-8" y="{1}" dy="4" text-anchor="end">{3}</text>',
        rows,
    )


def signed(tick: Decimal) -> str:
    return f"+{show_number(tick)}" if tick > 0 else show_number(tick)


def area(points_: list[Point], zero: int) -> SafeString:
    """Between the gap and zero."""
    if len(points_) < 2:
        return NOTHING
    back = [(points_[-1][0], zero), (points_[0][0], zero)]
    return format_html('<polygon class="a-gap" points="{}"/>', path([*points_, *back]))


def side_words() -> SafeString:
    """Which side of zero is which, at the edges of the drawing."""
    words = [("0", 12, _("ahead of children")), ("100%", -6, _("behind children"))]
    return format_html_join(
        "",
        '<text class="t-side" x="100%" y="{}" dy="{}" text-anchor="end">{}</text>',
        words,
    )


def end_word(chart: GapChart, values: Values) -> SafeString:
    """What the gap is now, beside the end of its line."""
    if not chart.gap:
        return NOTHING
    x, figure = chart.days.permille(chart.last_day), chart.gap[-1].figure
    left = x > 850
    return format_html(
        '<text class="t-end t-own" x="{}" y="{}" dy="4" text-anchor="{}">{}</text>',
        percent(x - 16 if left else x + 16),
        height(values, figure),
        "end" if left else "start",
        signed_points(figure),
    )


def gap_title(chart: GapChart) -> str:
    """All the numbers of the drawing in a sentence: "Target gap in points: …"."""
    told = [
        _("%(figure)s on %(day)s")
        % {"figure": signed_points(entry.figure), "day": show_day(entry.day)}
        for entry in chart.gap
    ]
    values = _(", ").join(told) or _("none yet")
    name = _("Target gap in points")
    return _("%(name)s: %(values)s") % {"name": name, "values": values}
