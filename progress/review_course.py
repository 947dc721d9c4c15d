"""What the gap did since a review was opened: from the ledger, by today's rules."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from objectives.models import KeyResult, Objective
from progress.drawing_progress import Reached
from progress.reviewing import counted_children
from progress.timeline import children_sums, entries_of, gap_line, own_line

POINTS = 40  # moments of the line


def gap_since(
    objective: Objective, since: datetime.date, today: datetime.date
) -> list[Decimal]:
    """The gap in points at up to POINTS moments, today's last. 5 queries."""
    line = course_of(objective)
    step = max((today - since).days, 0) // POINTS + 1
    moments = [*range(since.toordinal(), today.toordinal(), step), today.toordinal()]
    days = map(datetime.date.fromordinal, moments)
    gaps = [_on(line, day) for day in days]
    return [Decimal(gap).scaleb(-4) for gap in gaps if gap is not None]


def course_of(objective: Objective) -> list[Reached]:
    """The gap after each day on which either level was measured."""
    children = list(counted_children(objective))
    wanted = KeyResult.objects.filter(dropped_at=None).order_by("pk")
    own = list(wanted.filter(objective=objective))
    below = list(wanted.filter(objective__in=children))
    mine = own_line(objective.cycle, own, entries_of(own))
    sums = children_sums(objective.cycle, children, below, entries_of(below))
    return gap_line(mine, sums)


def _on(line: Sequence[Reached], day: datetime.date) -> int | None:
    return next((known.figure for known in reversed(line) if known.day <= day), None)
