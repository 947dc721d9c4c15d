"""What came of a decision: a key result that was behind its pace, two check-ins later.

Plain Python, exact; docs/deciding.md works it by hand. All figures are in millionths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from progress.change import points
from progress.measure import Status, pace

LATER = 2  # check-ins, until the page says what came of it
BEHIND = frozenset({Status.AT_RISK, Status.OFF_TRACK})


class CameOf(StrEnum):
    """What a decision was followed by; not what it caused, which nobody knows."""

    WAITING = "waiting"
    BACK = "back"
    CLOSER = "closer"
    SAME = "same"
    FURTHER = "further"


@dataclass(frozen=True)
class Stand:
    """A check-in as it stood on the day that it was measured."""

    value: Decimal
    progress: int
    expected: int
    status: Status

    @property
    def short(self) -> int:
        """How far behind the expectation; below 0 it is ahead."""
        return -(pace(progress=self.progress, expected=self.expected) or 0)


def left_behind(stand: Stand) -> bool:
    """Whether this check-in asks for a decision: it is at risk or off track."""
    return stand.status in BEHIND


def came_of(then: Stand, later: Sequence[Stand]) -> CameOf:
    """How the key result stood two check-ins after the one that was behind.

    `later` are the check-ins that follow it in the ledger; what comes after the
    second changes nothing any more. Whole points decide what is closer, as shown.
    """
    if len(later) < LATER:
        return CameOf.WAITING
    now = later[LATER - 1]
    if not left_behind(now):
        return CameOf.BACK
    moved = points(now.short) - points(then.short)
    if moved == 0:
        return CameOf.SAME
    return CameOf.FURTHER if moved > 0 else CameOf.CLOSER
