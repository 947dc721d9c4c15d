"""What a check-in changed, and how figures are rounded for the eye.

Plain Python, exact. Values and distances are in the key result's unit, figures in
millionths (see progress/measure.py).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from progress.measure import (
    AT_MOST,
    LINES,
    MILESTONE,
    REACH,
    WHOLE,
    require_kind,
    rounded,
)

Direction = Literal["better", "worse", "same", "within"]
POINT = WHOLE // 100


def direction(
    *,
    kind: str,
    start: Decimal,
    target: Decimal,
    delta: Decimal,
    error: Decimal = Decimal(0),
) -> Direction:
    """Whether a change of `delta` is a good one: for a falling way, down is better.

    Of the key result, not of the number. A way without a length has no good
    direction: "same". `error`, in the unit, is how exactly the value is known: what
    changed by no more, either way, is "within" it and neither good nor bad. A
    milestone has none. Raises ValueError for an unknown kind.
    """
    good = _wanted(kind, start, target) * delta
    if good == 0:
        return "same"
    if kind != MILESTONE and abs(delta) <= error:
        return "within"
    return "better" if good > 0 else "worse"


def distance(*, kind: str, start: Decimal, target: Decimal, value: Decimal) -> Decimal:
    """What is left, in the unit: above 0 is still to go, below 0 past the target.

    For a line to keep it is the room that is left before the line is crossed; below
    0 it has been crossed by so much. Raises ValueError for an unknown kind.
    """
    upwards = _wanted(kind, start, target) >= 0
    if kind in LINES:
        return value - target if upwards else target - value
    return target - value if upwards else value - target


def _wanted(kind: str, start: Decimal, target: Decimal) -> int:
    """1 where higher is better, -1 where lower is, 0 where neither is."""
    require_kind(kind)
    if kind == REACH:
        return (target > start) - (target < start)
    return -1 if kind == AT_MOST else 1


def whole_percent(figure: int) -> int:
    """A figure in whole percent, half up; 100 only when reached, 0 only when 0.

    Takes raw progress too: 118 past the target, -12 in the wrong direction.
    """
    return rounded(Fraction(figure, WHOLE), parts=100)


def tenth_percent(figure: int) -> Decimal:
    """A figure in percent with one decimal, by the same rule: 999_999 is 99.9."""
    return Decimal(rounded(Fraction(figure, WHOLE), parts=1000)).scaleb(-1)


def points(gap: int) -> int:
    """A difference of figures in whole percentage points, half up, away from zero.

    Here 0 says no more than "under half a point".
    """
    size = (2 * abs(gap) + POINT) // (2 * POINT)
    return size if gap > 0 else -size


def tenth_points(gap: int) -> Decimal:
    """A difference of figures in points with one decimal, half up, away from zero."""
    size = (20 * abs(gap) + POINT) // (2 * POINT)
    return Decimal(size if gap > 0 else -size).scaleb(-1)
