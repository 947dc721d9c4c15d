"""What a day means to a key result: where it should be, and how late its update is.

With one cadence for everybody, every week on the same weekday, as it is in a generated
organisation: nobody is away and no day is closed.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.bench.inside.hand.pieces import MILLION, as_date, rounded

DAY, WEEK = timedelta(days=1), timedelta(days=7)
THURSDAY, GRACE = 3, 1  # of the cadence that rules until somebody says otherwise


class Days:
    """Today, in a cycle."""

    def __init__(self, today: date, starts_on: date, ends_on: date) -> None:
        self.today, self.starts_on, self.ends_on = today, starts_on, ends_on
        self.gone = Fraction((today - starts_on).days, (ends_on - starts_on).days)

    def expected(self, key_results: list[tuple]) -> int | None:
        counted = [row for row in key_results if row[3] is not None]
        total = sum(Fraction(weight) for _, weight, *_ in counted)
        due = sum(
            Fraction(weight) * self.due_of(kind, as_date(due_on))
            for kind, weight, due_on, *_ in counted
        )
        return rounded(due / total, MILLION) if counted else None

    def due_of(self, kind: str, due_on: date | None) -> Fraction | int:
        if kind == "reach":
            return self.gone
        return kind != "milestone" or self.today >= (due_on or self.ends_on)

    def status(self, own: int | None, measured: Any, until: list) -> str:
        if own is None or measured is None:
            return "not started"
        too_early, on_track, at_risk = map(as_date, until)
        if at_risk is None:
            return "achieved"
        if too_early >= self.today:
            return "too early"
        if on_track >= self.today:
            return "on track"
        return "at risk" if at_risk >= self.today else "off track"

    def age(self, measured: Any, key_results: list[tuple]) -> str:
        days = (self.today - as_date(measured)).days if measured else None
        stale = " data-stale" if days is not None and days > 7 else ""
        told = "–" if days is None else f"{days} d ago" if days > 0 else "today"
        return (
            f'<span class="age"{stale}><span class="vh">last check-in </span>{told}'
            f"{self.overdue(key_results)}</span>"
        )

    def overdue(self, key_results: list[tuple]) -> str:
        found = [self.lateness(as_date(row[4])) for row in key_results]
        told = ", ".join(
            f"{found.count(how)} update{'s'[: found.count(how) > 1]} {how}"
            for how in ("late", "missed")
            if how in found
        )
        if not told:
            return ""
        return (
            f'<svg class="icon over" role="img"><title>{told}</title>'
            '<use href="#i-clock"/></svg>'
        )

    def lateness(self, measured: date | None) -> str:
        owed = self.owed(measured)
        if owed >= self.today:
            return ""
        return "late" if self.today <= self.end_of_grace(owed) else "missed"

    def owed(self, measured: date | None) -> date:
        """The first due date without an update."""
        first = self.due_from(self.starts_on)
        return max(first, self.due_from(measured) + WEEK) if measured else first

    def due_from(self, day: date) -> date:
        """Every week on the same weekday, for everybody."""
        return day + DAY * ((THURSDAY - day.weekday()) % 7)

    def end_of_grace(self, day: date) -> date:
        left = GRACE
        while left:
            day += DAY
            left -= day.weekday() < 5
        return day
