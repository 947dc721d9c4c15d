"""An objective's progress over its cycle, beside that of its children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_day
from progress.drawing import NOTHING, percent, permille, show_percent
from progress.drawing_axes import (
    Days,
    grid,
    line,
    lines,
    month_names,
    path,
    plot,
    today_line,
)
from progress.drawing_chart import dots

APART = 65  # thousandths of the height that two words beside each other need


@dataclass(frozen=True)
class Reached:
    """A figure (millionths) that held from a day on."""

    day: date
    figure: int


@dataclass(frozen=True)
class ProgressChart:
    """Everything that an objective's chart shows; each list in order of days.

    `expected` needs only the days on which its line bends, first and last included.
    """

    starts_on: date
    ends_on: date
    today: date
    own: Sequence[Reached]
    children: Sequence[Reached] = ()
    expected: Sequence[Reached] = ()

    @property
    def days(self) -> Days:
        return Days(self.starts_on, self.ends_on)

    @property
    def last_day(self) -> date:
        """Where the lines end: today, or the cycle's last day once it is over."""
        return min(self.today, self.ends_on)


Point = tuple[int, int]  # day number, thousandths from the top


def progress_chart(chart: ProgressChart) -> SafeString:
    """Own line, children's line and the band of the gap between them."""
    own, children = extended(chart, chart.own), extended(chart, chart.children)
    pace = [as_point(chart, entry) for entry in chart.expected]
    return plot(
        300,
        progress_title(chart),
        grid([(percent(1000 - n * 10), str(n)) for n in (0, 25, 50, 75, 100)]),
        lines(
            chart.days,
            band(own, children),
            line("l-pace", pace),
            line("l-kids", children),
            line("l-own", own),
        ),
        today_line(chart.days, chart.today),
        dots((chart.days.at(e.day), height(e.figure)) for e in chart.own),
        end_bob(chart),
        end_words(chart),
        pace_word(pace),
        month_names(chart.days),
    )


def from_top(figure: int) -> int:
    return 1000 - permille(figure)


def height(figure: int) -> str:
    return percent(from_top(figure))


def as_point(chart: ProgressChart, entry: Reached) -> Point:
    return chart.days.number(entry.day), from_top(entry.figure)


def extended(chart: ProgressChart, entries: Sequence[Reached]) -> list[Point]:
    """The points of a line, held level up to today."""
    points = [as_point(chart, entry) for entry in entries]
    last = chart.days.number(chart.last_day)
    if points and points[-1][0] < last:
        points.append((last, points[-1][1]))
    return points


def band(own: list[Point], children: list[Point]) -> SafeString:
    """The gap, from the first day on which both are known."""
    if not own or not children:
        return NOTHING
    first = max(own[0][0], children[0][0])
    there, back = since(own, first), since(children, first)
    return format_html(
        '<polygon class="a-gap" points="{}"/>', path([*there, *reversed(back)])
    )


def since(points: list[Point], first: int) -> list[Point]:
    """The points from `first` on, beginning with the value known by then."""
    known = [y for x, y in points if x <= first]
    return [(first, known[-1]), *(point for point in points if point[0] > first)]


def end_bob(chart: ProgressChart) -> SafeString:
    if not chart.children:
        return NOTHING
    return format_html(
        '<use href="#m-bob" x="{}" y="{}"/>',
        chart.days.at(chart.last_day),
        height(chart.children[-1].figure),
    )


def end_words(chart: ProgressChart) -> SafeString:
    """What each line has reached, beside its end and clear of the other."""
    own_y = from_top(chart.own[-1].figure) if chart.own else None
    kids_y = from_top(chart.children[-1].figure) if chart.children else None
    if own_y is not None and kids_y is not None:
        own_y, kids_y = pushed_apart(own_y, kids_y)
    kids, own = _("children %(figure)s"), _("own %(figure)s")
    return format_html(
        "{}{}",
        end_word(chart, kids, chart.children, kids_y, "t-end"),
        end_word(chart, own, chart.own, own_y, "t-end t-own"),
    )


def end_word(
    chart: ProgressChart,
    word: str,
    entries: Sequence[Reached],
    y: int | None,
    name: str,
) -> SafeString:
    if y is None:
        return NOTHING
    x = chart.days.permille(chart.last_day)
    # Late in the cycle the words stand left of the line's end, not beyond the chart.
    left = x > 850
    return format_html(
        '<text class="{}" x="{}" y="{}" dy="4" text-anchor="{}">{}</text>',
        name,
        percent(x - 16 if left else x + 16),
        percent(y),
        "end" if left else "start",
        word % {"figure": show_percent(entries[-1].figure)},
    )


def pushed_apart(one: int, other: int) -> tuple[int, int]:
    """Two heights at least APART from each other, the higher one staying higher."""
    if one > other:
        lower, higher = one, other
        higher, lower = pushed_apart(higher, lower)
        return lower, higher
    short = max(APART - (other - one), 0)
    top = min(max(one - short // 2, 0), 1000 - APART)
    return (top, max(other, top + APART)) if short else (one, other)


def pace_word(pace: list[Point]) -> SafeString:
    if len(pace) < 2:
        return NOTHING
    return format_html(
        '<text class="t-end t-far" x="100%" y="{}" dx="6" dy="4">{}</text>',
        percent(pace[-1][1]),
        _("expected"),
    )


def progress_title(chart: ProgressChart) -> str:
    """All the numbers of the drawing in sentences."""
    parts = [told(_("Own progress"), chart.own)]
    if chart.children:
        parts.append(told(_("children’s mean"), chart.children))
    if chart.expected:
        parts.append(told(_("expected"), chart.expected))
    return _("; ").join(parts)


def told(name: str, entries: Sequence[Reached]) -> str:
    known = [
        _("%(figure)s on %(day)s")
        % {"figure": show_percent(entry.figure), "day": show_day(entry.day)}
        for entry in entries
    ]
    values = _(", ").join(known) or _("none yet")
    return _("%(name)s: %(values)s") % {"name": name, "values": values}
