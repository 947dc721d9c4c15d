"""On which days a status turns, so that a database can tell it without computing.

Progress stands still between check-ins while what is expected only rises, day by
day. So a status gets worse in one order only, each on a day that is known
beforehand. Plain Python; docs/arithmetic.md works an example by hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from progress import measure
from progress.measure import DEFAULT_RULES, WHOLE, Rules, Status

DAY = timedelta(days=1)
NEVER = date.min  # before every day that is asked about
WORSE_AND_WORSE = (
    Status.TOO_EARLY,
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OFF_TRACK,
)


@dataclass(frozen=True)
class Part:
    """A key result that counts in its objective's progress."""

    kind: str
    weight: Decimal
    due_on: date | None = None


@dataclass(frozen=True)
class TurningDays:
    """The last day, until the cycle ends, on which something still holds.

    `on_pace`: progress is not below what is expected; None without progress. The
    others: the status is this one or a better one; None for a status that does not
    turn with the day (not started, achieved). NEVER where it holds on no day.
    """

    on_pace: date | None = None
    too_early: date | None = None
    on_track: date | None = None
    at_risk: date | None = None


def turning_days(
    *,
    progress: int | None,
    measured: bool,
    kept: bool,
    parts: Iterable[Part],
    starts_on: date,
    ends_on: date,
    rules: Rules = DEFAULT_RULES,
) -> TurningDays:
    """When what `measure.status` says of these figures turns, as long as they stand.

    `parts` are the key results that count in `progress`; the rest is as in
    `measure.status`. All days before the cycle are like the one before its first.
    """
    if progress is None:
        return TurningDays()
    expected = expectation(parts, starts_on, ends_on)
    days = Days(starts_on - DAY, ends_on)
    on_pace = days.last_while(lambda day: (expected(day) or 0) <= progress)
    if not measured or (progress >= WHOLE and not kept):
        return TurningDays(on_pace)

    def rank(day: date) -> int:
        status = measure.status(
            progress=progress,
            expected=expected(day),
            measured=measured,
            day=min(day, ends_on),
            ends_on=ends_on,
            rules=rules,
            kept=kept,
        )
        return WORSE_AND_WORSE.index(status)

    def until(worst: int) -> date:
        return days.last_while(lambda day: rank(day) <= worst)

    return TurningDays(on_pace, until(0), until(1), until(2))


@dataclass(frozen=True)
class Days:
    first: date
    last: date

    def last_while(self, holds: Callable[[date], bool]) -> date:
        """The last day on which it holds, where it never holds again once it failed."""
        numbers = range((self.last - self.first).days + 1)
        failed = bisect_left(
            numbers, True, key=lambda n: not holds(self.first + n * DAY)
        )
        return self.first + (failed - 1) * DAY if failed else NEVER


def expectation(
    parts: Iterable[Part], starts_on: date, ends_on: date
) -> Callable[[date], int | None]:
    """What is expected of them together on a day, in millionths; each day once."""
    alike = _alike(parts)

    @cache
    def expected(day: date) -> int | None:
        return measure.to_figure(
            measure.expected_objective(
                (
                    weight,
                    measure.expected_progress(
                        kind=kind,
                        starts_on=starts_on,
                        ends_on=ends_on,
                        due_on=due_on,
                        day=day,
                    ),
                )
                for (kind, due_on), weight in alike.items()
            )
        )

    return expected


def _alike(parts: Iterable[Part]) -> dict[tuple[str, date | None], Decimal]:
    """Their weights, summed over those of which the same is expected on every day."""
    weights: dict[tuple[str, date | None], Decimal] = defaultdict(Decimal)
    for part in parts:
        due_on = part.due_on if part.kind == measure.MILESTONE else None
        weights[part.kind, due_on] += part.weight
    return weights
