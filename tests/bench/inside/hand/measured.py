"""A key result of a list in words: where it stands, and when an update is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from tests.bench.inside.hand.days import WEEK, Days
from tests.bench.inside.hand.pieces import MILLION, POINT, as_date, rounded

LINES = ("at_least", "at_most")


class KeyResult(NamedTuple):
    """As read; `current` and `before` are the two last values checked in, if any."""

    kind: str
    unit: str
    start: Any
    target: Any
    due_on: Any
    progress: int | None
    measured_on: Any
    current: Any
    before: Any

    @property
    def places(self) -> int:
        """Decimals that let its values line up."""
        known = (self.start, self.target, self.current, self.before)
        return max(decimals(value) for value in known if value is not None)

    def shown(self, value: Any) -> str:
        text = f"{Decimal(str(value)):,.{self.places}f}{self.unit}"
        return text.replace("-", "−")

    def by(self, days: Days) -> date:
        return as_date(self.due_on) or days.ends_on


def decimals(value: Any) -> int:
    """How many it needs; SQLite has decimals as whole numbers or floats."""
    _, _, rest = str(value).partition(".")
    return len(rest.rstrip("0"))


def now(row: KeyResult) -> str:
    if row.kind == "milestone":
        return "Reached" if row.current == 1 else "Not yet"
    if row.measured_on:
        return row.shown(row.current)
    return "–" if row.kind in LINES else row.shown(row.start)


def goal(row: KeyResult, days: Days) -> str:
    if row.kind == "milestone":
        return f"by {day(row.by(days))}"
    words = {"at_most": "at most ", "at_least": "at least "}
    return f"{words.get(row.kind, '')}{row.shown(row.target)}"


def note(row: KeyResult, days: Days) -> str:
    """What follows its progress: "15 pts ahead of pace", "holding"."""
    if row.kind == "milestone":
        return "reached" if row.current == 1 else f"due {day(row.by(days))}"
    if not row.measured_on:
        return "no check-in yet"
    if row.kind in LINES:
        return "holding" if row.progress == MILLION else "limit passed"
    start, target, current = (
        Fraction(str(value)) for value in (row.start, row.target, row.current)
    )
    gone = (current - start) / (target - start)
    if 0 <= gone <= 1:
        return pace(row.progress - rounded(days.gone, MILLION))
    words = "of the way" if gone > 0 else "in the wrong direction"
    figure = Fraction(rounded(abs(gone), MILLION), MILLION)
    return f"{rounded(figure, 100)}% {words}"


def pace(ahead: int) -> str:
    points = (2 * abs(ahead) + POINT) // (2 * POINT)
    if not points:
        return "on pace"
    return f"{points} pts {'ahead of' if ahead > 0 else 'behind'} pace"


def expected(row: KeyResult, days: Days) -> int:
    return rounded(Fraction(days.due_of(row.kind, as_date(row.due_on))), MILLION)


def due(measured: date | None, days: Days) -> str:
    """What is owed and when, by a rule of every week on the same weekday."""
    end = days.due_from(days.today)
    if measured and measured > end - WEEK:
        last = min(end, days.ends_on)
        following = f" · next {weekday(min(end + WEEK, days.ends_on))}"
        return due_mark(
            "done", "s-done", f"Up to date{following if last < days.ends_on else ''}"
        )
    owed = days.due_from(days.starts_on)
    if measured:
        owed = max(owed, days.due_from(measured) + WEEK)
    return owed_mark(min(owed, days.ends_on), days)


def owed_mark(on: date, days: Days) -> str:
    over = (days.today - on).days
    if over <= 0:
        words = {0: "today", -1: "tomorrow"}.get(over, weekday(on))
        return due_mark("week", "i-clock", f"Due {words}")
    is_late = days.today <= days.end_of_grace(on)
    state, word = ("week", "late") if is_late else ("overdue", "overdue")
    told = f"{over} day{'s'[: over > 1]} {word} · {weekday(on)}"
    return due_mark(state, "i-clock", told)


def due_mark(state: str, icon: str, text: str) -> str:
    return (
        f'<span class="due" data-due="{state}"><svg class="icon" aria-hidden="true">'
        f'<use href="#{icon}"/></svg>{text}</span>'
    )


def day(on: date) -> str:
    return f"{on.day} {on:%b}"


def weekday(on: date) -> str:
    return f"{on:%a} {day(on)}"
