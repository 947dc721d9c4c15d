"""The rules of measuring: progress, expectation, target gap and status.

Plain Python, exact throughout. A *ratio* is a Fraction (1 is the whole way); a
*figure* is a ratio rounded once to whole millionths (1_000_000 is 100 %), which is
what is stored, shown, sorted and exported. What does not exist is None, never 0.
docs/arithmetic.md works every formula by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

REACH = "reach"
AT_LEAST = "at_least"
AT_MOST = "at_most"
MILESTONE = "milestone"
LINES = frozenset({AT_LEAST, AT_MOST})
KINDS = frozenset({REACH, MILESTONE}) | LINES

WHOLE = 1_000_000  # the figure of a way gone to its end


def require_kind(kind: str) -> None:
    """Raise ValueError for a kind of key result that has no rule."""
    if kind not in KINDS:
        raise ValueError(f"There is no kind of key result called {kind!r}.")


def raw_progress(*, start: Decimal, target: Decimal, value: Decimal) -> Fraction:
    """How far `value` has come from `start` towards `target`, as a ratio.

    All three are in the key result's unit; a target below the start is fine. The
    answer is not clamped: above 1 is past the target, below 0 the wrong direction.
    Raises ValueError when target equals start: that way has no length.
    """
    if target == start:
        raise ValueError("A key result's target must differ from its start value.")
    begin = Fraction(start)
    return (Fraction(value) - begin) / (Fraction(target) - begin)


def key_result_progress(
    *, kind: str, start: Decimal, target: Decimal, value: Decimal | None
) -> Fraction | None:
    """Progress of one key result, from 0 to 1; None when it does not count.

    `value` is the last one checked in, None before the first check-in: a way and a
    milestone then stand at 0, a line to keep does not count. Nor does a way whose
    start equals its target, which only rows older than the rule against it have.
    Raises ValueError for an unknown kind.
    """
    require_kind(kind)
    if kind == REACH:
        return _way_gone(start, target, start if value is None else value)
    if value is None:
        return Fraction(0) if kind == MILESTONE else None
    if kind == AT_MOST:
        return Fraction(value <= target)
    return Fraction(value >= target)


def _way_gone(start: Decimal, target: Decimal, value: Decimal) -> Fraction | None:
    if target == start:
        return None
    return _clamped(raw_progress(start=start, target=target, value=value))


def _clamped(ratio: Fraction) -> Fraction:
    return min(max(ratio, Fraction(0)), Fraction(1))


def objective_progress(
    parts: Iterable[tuple[Decimal, Fraction | None]],
) -> Fraction | None:
    """Weighted mean of (weight, progress) pairs: the objective's own progress.

    Parts without progress do not count. None when nothing counts: that objective
    has no progress, which is not 0. Raises ValueError for a weight that counts and
    is not above 0.
    """
    counted = [(weight, ratio) for weight, ratio in parts if ratio is not None]
    if not counted:
        return None
    portions = shares([weight for weight, _ in counted])
    ratios = [ratio for _, ratio in counted]
    return sum((p * r for p, r in zip(portions, ratios, strict=True)), Fraction(0))


def shares(weights: Sequence[Decimal]) -> list[Fraction]:
    """Each weight as its ratio of their sum: weights 1, 1, 2 are 1/4, 1/4, 1/2.

    Raises ValueError for a weight of 0 or less; no weights give no shares.
    """
    if any(weight <= 0 for weight in weights):
        raise ValueError("A weight must be above 0.")
    exact = [Fraction(weight) for weight in weights]
    total = sum(exact, Fraction(0))
    return [weight / total for weight in exact]


def rounded(ratio: Fraction, *, parts: int) -> int:
    """`ratio` in whole `parts` of 1 (100 gives percent), half up, away from zero.

    Two answers are kept for what they say: all the parts only when the ratio is 1
    or more, 0 only when it is 0. So 0.9996 is 99 percent and 0.0001 is 1.
    """
    size = abs(ratio)
    whole = math.floor(size * parts + Fraction(1, 2))
    if size < 1:
        whole = min(whole, parts - 1)
    if size:
        whole = max(whole, 1)
    return whole if ratio > 0 else -whole


def to_figure(ratio: Fraction | None) -> int | None:
    """The figure of a ratio, in millionths: the one rounding that progress gets.

    WHOLE only when reached, 0 only when nothing moved; None stays None. A negative
    ratio (a gap, a raw progress the wrong way) mirrors the positive one.
    """
    return None if ratio is None else rounded(ratio, parts=WHOLE)


def children_mean(*, total: int, weight: int) -> int | None:
    """Mean figure of the children that have progress; None when none has.

    `total` is the sum of alignment weight times progress figure, `weight` the sum
    of those alignment weights. Taken from the figures, so that anyone can work it
    out again from what the pages show.
    """
    return to_figure(Fraction(total, weight * WHOLE)) if weight else None


def target_gap(*, own: int | None, total: int, weight: int) -> int | None:
    """Own figure minus the children's mean: above 0 the objective is ahead.

    In millionths (10_000 is one point), rounded once; `total` and `weight` as for
    `children_mean`. None when either side has no progress.
    """
    if own is None or not weight:
        return None
    return to_figure(Fraction(own * weight - total, weight * WHOLE))


def link_gap(own: int | None, child: int | None) -> int | None:
    """Own figure minus one child's, in millionths; None when either is missing."""
    return None if own is None or child is None else own - child


def elapsed(*, starts_on: date, ends_on: date, day: date) -> Fraction:
    """How much of the cycle is over on `day`: 0 on its first day, 1 on its last.

    Clamped outside. Raises ValueError for a cycle that does not end after it starts.
    """
    if ends_on <= starts_on:
        raise ValueError("A cycle must end after it starts.")
    return _clamped(Fraction((day - starts_on).days, (ends_on - starts_on).days))


def expected_progress(
    *, kind: str, starts_on: date, ends_on: date, due_on: date | None, day: date
) -> Fraction:
    """Where a key result should stand on `day`, as a ratio.

    A way follows the straight line through the cycle. A milestone is expected from
    its due date on, that day included, as the line too stands at 1 on its last day;
    without a due date it is due when the cycle ends. A line to keep is expected to
    hold at all times. Raises ValueError for an unknown kind.
    """
    require_kind(kind)
    if kind == REACH:
        return elapsed(starts_on=starts_on, ends_on=ends_on, day=day)
    if kind == MILESTONE:
        return Fraction(day >= (due_on or ends_on))
    return Fraction(1)


def expected_objective(parts: Iterable[tuple[Decimal, Fraction]]) -> Fraction | None:
    """Weighted mean of (weight, expected progress) pairs; None without any.

    Pass those key results that count in the progress it is compared with.
    """
    return objective_progress(parts)


def pace(*, progress: int | None, expected: int | None) -> int | None:
    """Progress minus expectation, in millionths: above 0 is ahead of pace."""
    return link_gap(progress, expected)


class Status(StrEnum):
    """What the pace means; computed when read, never stored."""

    NOT_STARTED = "not_started"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"


@dataclass(frozen=True)
class Rules:
    """Thresholds that an organisation may set; all are whole numbers.

    A `_percent` is the part of the expectation that is enough, the others are
    millionths (10_000 is one point).
    """

    too_early_below: int = 100_000  # of expected progress
    on_track_percent: int = 90
    on_track_short: int = 50_000
    at_risk_percent: int = 70
    at_risk_short: int = 100_000
    inline_up_to: int = 50_000  # of the target gap, either way
    large_from: int = 150_000


DEFAULT_RULES = Rules()


def status(
    *,
    progress: int | None,
    expected: int | None,
    measured: bool,
    day: date,
    ends_on: date,
    rules: Rules = DEFAULT_RULES,
    kept: bool = False,
) -> Status:
    """How progress stands against expectation, both as figures; first match wins.

    `measured` says whether there is any check-in: without one, or without progress,
    nothing has started, even after the cycle. What is reached is achieved at once,
    except where only lines are `kept`: those are achieved when the cycle has ended.
    """
    if progress is None or not measured:
        return Status.NOT_STARTED
    over = day > ends_on
    if progress >= WHOLE and (over or not kept):
        return Status.ACHIEVED
    if over:
        return Status.NOT_ACHIEVED
    if expected is None or expected < rules.too_early_below:
        return Status.TOO_EARLY
    return _against_the_line(progress, expected, rules)


def _against_the_line(progress: int, expected: int, rules: Rules) -> Status:
    short = expected - progress
    # Multiplied out: whole numbers leave nothing to round at a threshold.
    if progress * 100 >= expected * rules.on_track_percent:
        return Status.ON_TRACK
    if short <= rules.on_track_short:
        return Status.ON_TRACK
    if progress * 100 >= expected * rules.at_risk_percent:
        return Status.AT_RISK
    return Status.AT_RISK if short <= rules.at_risk_short else Status.OFF_TRACK


@dataclass(frozen=True)
class GapReading:
    """A target gap in the words of its badge."""

    direction: Literal["ahead", "behind", "inline", "none"]
    size: Literal["small", "medium", "large", "none"]


def gap_band(gap: int | None, rules: Rules = DEFAULT_RULES) -> GapReading:
    """Which badge a gap (in millionths) gets; None, no gap at all, has its own."""
    if gap is None:
        return GapReading("none", "none")
    if abs(gap) <= rules.inline_up_to:
        return GapReading("inline", "small")
    size: Literal["medium", "large"]
    size = "large" if abs(gap) >= rules.large_from else "medium"
    return GapReading("ahead" if gap > 0 else "behind", size)
