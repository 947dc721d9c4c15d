"""Weights as people read them: shares of their sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

TENTH = Decimal("0.1")


def share(weight: Decimal, total: Decimal) -> Decimal:
    """`weight` in percent of `total`, with one decimal, half up: 1 of 3 is 33.3.

    100.0 is said of the only weight, 0.0 of none: of many weights the largest is
    at most 99.9 and the smallest at least 0.1. Raises ValueError for a weight that
    is not above 0 or a total below it.
    """
    if not 0 < weight <= total:
        raise ValueError("A weight is above 0 and at most the sum.")
    if weight == total:
        return Decimal("100.0")
    with localcontext(prec=40):  # 19 digits, times 100, in exact steps
        percent = (weight * 100 / total).quantize(TENTH, rounding=ROUND_HALF_UP)
    return min(max(percent, TENTH), Decimal("99.9"))


def shares(weights: Sequence[Decimal]) -> list[Decimal]:
    """The share of each, in percent with one decimal; none of no weights."""
    total = sum(weights, Decimal(0))
    return [share(weight, total) for weight in weights]
