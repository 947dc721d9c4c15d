"""A key result with its check-ins: where it stands, in words and in sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from tests.bench.inside.hand.days import WEEK, Days
from tests.bench.inside.hand.figures import (
    MINUS,
    equals,
    exactly,
    figure,
    number,
    pace_lines,
    pace_words,
    signed,
    weekday,
)
from tests.bench.inside.hand.pieces import MILLION, as_date, percent
from tests.bench.inside.hand.readings import PARTS, day_of, decimals, parts_of

CHECK_INS = """
    SELECT c.key_result_id, c.id, c.value, c.measured_on, c.created_at, c.confidence,
        c.note, c.reason, c.corrects_id, later.id
    FROM progress_checkin c LEFT JOIN progress_checkin later ON later.corrects_id = c.id
    WHERE c.key_result_id IN ({}) ORDER BY c.measured_on, c.created_at, c.id
"""
COLUMNS = """
    k.id, k.objective_id, k.content, k.kind, k.start_value, k.target_value, k.unit,
    k.weight, k.due_on, k.dropped_at IS NOT NULL, k.drop_reason, u.name
"""
CONFIDENCES = {"high": "c-high", "medium": "c-mid", "low": "c-low"}
WAYS = {"better": "better", "worse": "worse", "same": "no change"}


class CheckIn(NamedTuple):
    pk: int
    value: int  # in ten-thousandths of the unit
    day: date
    at: datetime
    confidence: str
    note: str
    reason: str
    corrects: int | None
    corrected_by: int | None


def check_ins(ask: Any, ids: Iterable[int]) -> dict[int, list[CheckIn]]:
    """All of these key results, corrected ones too, from the first measured on."""
    found = defaultdict(list)
    for of, pk, value, day, at, *rest in ask(CHECK_INS.format(",".join(map(str, ids)))):
        entry = CheckIn(pk, parts_of(value), as_date(day), as_moment(at), *rest)
        found[of].append(entry)
    return found


def as_moment(value: datetime) -> datetime:
    """SQLite keeps a moment without a zone, in UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


class KeyResult:
    def __init__(self, row: tuple, entries: Sequence[CheckIn], days: Days) -> None:
        self.row = row
        self.pk, self.objective, self.content, self.kind, start, target = row[:6]
        self.unit, weight, due_on, self.is_dropped, self.reason, self.owner = row[6:]
        self.start, self.target = parts_of(start), parts_of(target)
        self.weight, self.due_on = Fraction(str(weight)), as_date(due_on)
        self.days, self.all = days, entries
        self.entries = [entry for entry in entries if entry.corrected_by is None]

    @property
    def is_line(self) -> bool:
        return self.kind in ("at_least", "at_most")

    @property
    def is_way(self) -> bool:
        return self.kind == "reach"

    @property
    def is_milestone(self) -> bool:
        return self.kind == "milestone"

    @property
    def by(self) -> date:
        return self.due_on or self.days.ends_on

    @property
    def goes_up(self) -> bool:
        if self.is_way:
            return self.target > self.start
        return self.kind != "at_most"

    # Where it stands

    @cached_property
    def places(self) -> int:
        """Decimals that let its values line up."""
        last = [entry.value for entry in self.entries[-2:]]
        return max(map(decimals, [self.start, self.target, *last]))

    @property
    def current(self) -> int | None:
        if self.entries:
            return self.entries[-1].value
        return None if self.is_line else self.start

    def ratio_at(self, value: int | None) -> Fraction | None:
        if value is None:
            return None if self.is_line else Fraction(0)
        if self.kind == "at_most":
            return Fraction(value <= self.target)
        if not self.is_way:
            return Fraction(value >= self.target)
        return min(max(self.gone(value), Fraction(0)), Fraction(1))

    def gone(self, value: int) -> Fraction:
        """Of the way, not clamped."""
        return Fraction(value - self.start, self.target - self.start)

    @cached_property
    def ratio(self) -> Fraction | None:
        return self.ratio_at(self.entries[-1].value if self.entries else None)

    @cached_property
    def progress(self) -> int | None:
        return None if self.ratio is None else figure(self.ratio)

    @cached_property
    def due_ratio(self) -> Fraction:
        return Fraction(self.days.due_of(self.kind, self.due_on))

    def due_ratio_on(self, day: date) -> Fraction:
        begun, ends_on = self.days.starts_on, self.days.ends_on
        if self.is_way:
            return Fraction((day - begun).days, (ends_on - begun).days)
        return Fraction(self.is_line or day >= self.by)

    @property
    def expected(self) -> int | None:
        """Milestones and lines are not expected to move evenly."""
        return figure(self.due_ratio) if self.is_way else None

    def status(self) -> str:
        expected = figure(self.due_ratio)
        if self.progress is None or not self.entries:
            return "not started"
        if self.progress == MILLION and not self.is_line:
            return "achieved"
        if expected < 100_000:
            return "too early"
        return against(self.progress, expected)

    def until(self, count: int) -> KeyResult:
        """As it stood after so many check-ins."""
        return KeyResult(self.row, self.entries[:count], self.days)

    # What changed, and what is left

    @property
    def since_last(self) -> int | None:
        if len(self.entries) < 2:
            return None
        return self.entries[-1].value - self.entries[-2].value

    @property
    def since_start(self) -> int | None:
        return self.entries[-1].value - self.start if self.entries else None

    @property
    def left(self) -> int | None:
        """Way to go, or room before the line is crossed."""
        if self.current is None:
            return None
        way = self.target - self.current
        return way if self.goes_up != self.is_line else -way

    def direction(self, change: int) -> str:
        if not change:
            return "same"
        return "better" if (change > 0) == self.goes_up else "worse"

    # Words

    def shown(self, value: int | None) -> str:
        if value is None:
            return "–"
        if self.is_milestone:
            return "Reached" if value == PARTS else "Not yet"
        return self.value(value)

    def value(self, value: int) -> str:
        return f"{self.plain(value)}{self.unit}"

    def change(self, change: int | None) -> str:
        """Between percentages in points."""
        if change is None:
            return "–"
        return f"{signed(change, self.places)}{' pts' if self.unit else ''}"

    def goal(self) -> str:
        if self.is_milestone:
            return f"by {day_of(self.by)}"
        words = {"at_most": "at most ", "at_least": "at least "}
        return f"{words.get(self.kind, '')}{self.shown(self.target)}"

    def standing(self) -> str:
        if self.is_milestone:
            return "reached" if self.current == PARTS else f"due {day_of(self.by)}"
        if not self.entries:
            return "no check-in yet"
        if self.is_line:
            return "holding" if self.left >= 0 else "limit passed"
        gone = self.gone(self.current)
        if 0 <= gone <= 1:
            return pace_words(self.progress - self.expected)
        words = "of the way" if gone > 0 else "in the wrong direction"
        return f"{percent(figure(abs(gone)))} {words}"

    def sums(self) -> list[str]:
        if self.is_milestone:
            return ["Reached: 100%" if self.ratio == 1 else "Not reached: 0%"]
        if self.is_line:
            return [self.line_sum()]
        gone = figure(self.days.gone)
        of = self.days.ends_on - self.days.starts_on
        return [
            *self.way_sums(),
            "expected = days gone ÷ days of the cycle",
            f"{(self.days.today - self.days.starts_on).days} ÷ {of.days} "
            f"= {exactly(gone)}",
            *pace_lines(self.progress, self.expected),
        ]

    def line_sum(self) -> str:
        if not self.entries:
            return "A line counts from its first check-in on."
        value, limit = number(self.current, self.places), self.plain(self.target)
        holds, crossed = "≤>" if self.kind == "at_most" else "≥<"
        if self.ratio:
            return f"{value} {holds} {limit}, so the line holds: 100%"
        return f"{value} {crossed} {limit}, so the line is crossed: 0%"

    def way_sums(self) -> list[str]:
        if not self.entries:
            return ["No check-in yet, so it stands at its start: 0%"]
        value, start = self.plain(self.current), self.plain(self.start)
        way = f"({value} {MINUS} {start}) ÷ ({self.plain(self.target)} {MINUS} {start})"
        gone = self.gone(self.current)
        told = ["progress = (current − start) ÷ (target − start)", equals(way, gone)]
        if gone > 1:
            told.append("Past the target: it counts as 100%.")
        if gone < 0:
            told.append("In the wrong direction: it counts as 0%.")
        return told

    def plain(self, value: int) -> str:
        return number(value, self.places)

    # Due dates

    @cached_property
    def due(self) -> date:
        """The first due date without a check-in."""
        owed = self.days.due_from(self.days.starts_on)
        if self.entries:
            owed = max(owed, self.days.due_from(self.entries[-1].day) + WEEK)
        return min(owed, self.days.ends_on)

    @property
    def is_overdue(self) -> bool:
        return self.due < self.days.today

    @property
    def over(self) -> int:
        return (self.days.today - self.due).days

    def due_badge(self) -> str:
        state, words = "week", f"Due {weekday(self.due)}"
        if self.over in (0, -1):
            words = "Due tomorrow" if self.over else "Due today"
        if self.is_overdue:
            is_late = self.days.today <= self.days.end_of_grace(self.due)
            state, word = ("week", "late") if is_late else ("overdue", "overdue")
            words = f"{counted(self.over)} {word} · {weekday(self.due)}"
        return (
            f'\n<span class="due" data-due="{state}">'
            '<svg class="icon" aria-hidden="true"><use href="#i-clock"/></svg>'
            f"{words}</span>\n"
        )


def against(progress: int, expected: int) -> str:
    """Which status it is to stand there where so much is expected."""
    short = expected - progress
    if progress * 100 >= expected * 90 or short <= 50_000:
        return "on track"
    if progress * 100 >= expected * 70 or short <= 100_000:
        return "at risk"
    return "off track"


def counted(days: int) -> str:
    return f"{days} day{'s'[: days != 1]}"


def direction_mark(way: str) -> str:
    return (
        f'\n<span class="dir" data-d="{way}"><svg class="icon" aria-hidden="true">'
        f'<use href="#d-{way}"/></svg>{WAYS[way]}</span>\n'
    )


def confidence_mark(of: str, words: str = "") -> str:
    return (
        f'\n<span class="status" data-s="{of}"><svg class="icon" aria-hidden="true">'
        f'<use href="#{CONFIDENCES[of]}"/></svg>{of.capitalize()}{words}</span>\n'
    )
