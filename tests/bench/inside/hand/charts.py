"""The charts of a cycle: a key result's value, an objective's progress and gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.bench.inside.hand.axes import (
    Across,
    Point,
    Scale,
    dots,
    grid,
    line,
    path,
    plot,
)
from tests.bench.inside.hand.course import KeyResult
from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.figures import number, signed, signed_points
from tests.bench.inside.hand.pieces import at, percent, thousandths
from tests.bench.inside.hand.readings import PARTS, day_of, decimals

Reached = list[tuple[date, int]]  # a figure that held from a day on
APART, WORD = 65, 200  # thousandths that words need


class ValueChart:
    """A key result's values, with its target, its pace and what is missing."""

    def __init__(self, of: KeyResult) -> None:
        self.of, self.across = of, Across(of.days)
        self.points = [(entry.day, entry.value) for entry in of.entries]
        if of.is_way and not any(day <= of.days.starts_on for day, _ in self.points):
            self.points.insert(0, (of.days.starts_on, of.start))
        values = [value for _, value in self.points]
        self.scale = Scale.around([*values, of.target], of.places)

    def html(self) -> str:
        across, scale = self.across, self.scale
        places = [(across.number(day), scale.down(v)) for day, v in self.points]
        return plot(
            280,
            self.title(),
            self.grid(),
            self.target(),
            across.stretched(self.pace(), line("l-own", places)),
            across.today_line(),
            dots((across.at(day), scale.at(value)) for day, value in self.points),
            self.missing(),
            self.pace_word(),
            across.months(),
        )

    def title(self) -> str:
        told = [f"{self.of.value(v)} on {day_of(day)}" for day, v in self.points]
        values = f"{self.of.content}: {', '.join(told) or 'no check-in yet'}"
        sentences = [values, self.target_word()]
        if self.of.is_overdue:
            sentences.append(f"no value for {day_of(self.of.due)}")
        return "; ".join(sentences)

    def target_word(self) -> str:
        words = {"at_most": "at most", "at_least": "at least"}
        return f"{words.get(self.of.kind, 'target')} {self.of.value(self.of.target)}"

    def grid(self) -> str:
        places = decimals(self.scale.step)
        return grid(
            ("grid" if index else "axis", self.scale.at(tick), number(tick, places))
            for index, tick in enumerate(self.scale.ticks)
        )

    def target(self) -> str:
        y = self.scale.at(self.of.target)
        dy = -6 if self.scale.down(self.of.target) > 80 else 16
        return (
            f'<line class="target" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
            f'<text class="t-target t-end" x="0" dx="8" y="{y}" dy="{dy}">'
            f"{self.target_word()}</text>"
        )

    def pace(self) -> str:
        if not self.of.is_way:
            return ""
        ends = (0, self.of.start), (self.across.count, self.of.target)
        return line("l-pace", [(x, self.scale.down(value)) for x, value in ends])

    def pace_word(self) -> str:
        if not self.of.is_way:
            return ""
        end = self.scale.down(self.of.target) + (80 if self.of.goes_up else -80)
        return expected_word(end)

    def missing(self) -> str:
        """A hollow square level with the last known value."""
        if not self.of.is_overdue:
            return ""
        x, word = self.across.along(self.of.due), f"{day_of(self.of.due)} missing"
        before = [value for day, value in self.points if day <= self.of.due]
        y = self.scale.at(before[-1]) if before else "50%"
        anchor = "middle" if x >= WORD // 2 else "start"
        anchor = "end" if x > 1000 - WORD // 2 else anchor
        return (
            f'<svg x="{at(x)}" y="{y}" overflow="visible">'
            '<rect class="miss" x="-5" y="-5" width="10" height="10"/>'
            f'<text class="t-end t-own" y="22" text-anchor="{anchor}">{word}</text>'
            "</svg>"
        )


def expected_word(y: int) -> str:
    return (
        f'<text class="t-end t-far" x="100%" y="{at(y)}" dx="6" dy="4">expected</text>'
    )


class ProgressChart:
    """An objective's progress beside that of its children."""

    def __init__(self, days: Days, own: Reached, kids: Reached, due: Reached) -> None:
        self.across, self.own, self.kids, self.due = Across(days), own, kids, due

    def html(self) -> str:
        own, kids = (
            self.across.to_today(self.points(one)) for one in (self.own, self.kids)
        )
        pace = self.points(self.due)
        words = [
            told("Own progress", self.own),
            told("children’s mean", self.kids),
            told("expected", self.due),
        ]
        return plot(
            300,
            "; ".join(words),
            self.grid(),
            self.across.stretched(
                self.band(own, kids),
                *(line("l-pace", pace), line("l-kids", kids), line("l-own", own)),
            ),
            self.across.today_line(),
            dots((self.across.at(day), at(top(of))) for day, of in self.own),
            self.ends(),
            expected_word(pace[-1][1]),
            self.across.months(),
        )

    def points(self, of: Reached) -> list[Point]:
        return [(self.across.number(day), top(figure)) for day, figure in of]

    def grid(self) -> str:
        steps = (0, 25, 50, 75, 100)
        return grid(("grid" if n else "axis", at(1000 - n * 10), str(n)) for n in steps)

    def band(self, own: list[Point], kids: list[Point]) -> str:
        """The gap, from the first day on which both are known."""
        first = max(own[0][0], kids[0][0])
        there, back = since(own, first), since(kids, first)
        return f'<polygon class="a-gap" points="{path([*there, *back[::-1]])}"/>'

    def ends(self) -> str:
        """What each line has reached, beside its end and clear of the other."""
        own, kids = self.own[-1][1], self.kids[-1][1]
        own_y, kids_y = pushed_apart(top(own), top(kids))
        x = self.across.at(min(self.across.today, self.across.ends_on))
        return (
            f'<use href="#m-bob" x="{x}" y="{at(top(kids))}"/>'
            f"{end_word(self.across, kids_y, 't-end', f'children {percent(kids)}')}"
            f"{end_word(self.across, own_y, 't-end t-own', f'own {percent(own)}')}"
        )


def top(figure: int) -> int:
    return 1000 - thousandths(figure)


def told(name: str, of: Reached) -> str:
    return f"{name}: {', '.join(f'{percent(n)} on {day_of(day)}' for day, n in of)}"


def since(points: list[Point], first: int) -> list[Point]:
    known = [y for x, y in points if x <= first]
    return [(first, known[-1]), *(point for point in points if point[0] > first)]


def pushed_apart(one: int, other: int) -> tuple[int, int]:
    if one > other:
        return pushed_apart(other, one)[::-1]
    short = max(APART - (other - one), 0)
    if not short:
        return one, other
    higher = min(max(one - short // 2, 0), 1000 - APART)
    return higher, max(other, higher + APART)


def end_word(across: Across, y: int, name: str, word: str) -> str:
    x = across.along(min(across.today, across.ends_on))
    beside, anchor = (x - 16, "end") if x > 850 else (x + 16, "start")
    return (
        f'<text class="{name}" x="{at(beside)}" y="{at(y)}" dy="4" '
        f'text-anchor="{anchor}">{word}</text>'
    )


class GapChart:
    """A target gap over the days of its cycle: above zero is ahead."""

    def __init__(self, days: Days, gap: Reached) -> None:
        self.across, self.gap = Across(days), gap
        known = [figure for _, figure in gap]
        self.scale = Scale.around([*known, -10 * PARTS, 10 * PARTS], 0)

    def html(self) -> str:
        across, scale = self.across, self.scale
        points = across.to_today(
            [(across.number(day), scale.down(figure)) for day, figure in self.gap]
        )
        return plot(
            130,
            self.title(),
            self.in_line(),
            self.grid(),
            across.stretched(self.area(points), line("l-gap", points)),
            SIDES,
            across.today_line(),
            dots((across.at(day), scale.at(figure)) for day, figure in self.gap),
            self.end(),
            across.months(),
        )

    def title(self) -> str:
        parts = [
            f"{signed_points(figure)} on {day_of(day)}" for day, figure in self.gap
        ]
        return f"Target gap in points: {', '.join(parts)}"

    def in_line(self) -> str:
        above, below = self.scale.down(5 * PARTS), self.scale.down(-5 * PARTS)
        return (
            f'<rect class="in-line" x="0" y="{at(above)}" width="100%" '
            f'height="{at(below - above)}"/>'
        )

    def grid(self) -> str:
        return grid(
            ("grid" if tick else "axis", self.scale.at(tick), signed(tick))
            for tick in self.scale.ticks
        )

    def area(self, points: Sequence[Point]) -> str:
        if len(points) < 2:
            return ""
        zero = self.scale.down(0)
        around = [*points, (points[-1][0], zero), (points[0][0], zero)]
        return f'<polygon class="a-gap" points="{path(around)}"/>'

    def end(self) -> str:
        figure = self.gap[-1][1]
        y, name = self.scale.down(figure), "t-end t-own"
        return end_word(self.across, y, name, signed_points(figure))


AHEAD = '<text class="t-side" x="100%" y="0" dy="12" text-anchor="end">'
BEHIND = '<text class="t-side" x="100%" y="100%" dy="-6" text-anchor="end">'
SIDES = f"{AHEAD}ahead of children</text>{BEHIND}behind children</text>"
