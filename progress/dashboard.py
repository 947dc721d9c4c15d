"""The figures on top of a cycle's page, and its lists: what needs looking after.

Unlike the map of updates, these are of what the reader may see.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from objectives.models import Cycle, KeyResult, Objective, User
from progress.change import points
from progress.measure import DEFAULT_RULES, Status
from progress.selection import shown_to
from progress.standings import Standings, standings


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list, with how many of its objectives the reader may see."""

    cycle: Cycle
    objectives: int


def cycle_lines(user: User, cycles: Sequence[Cycle]) -> list[CycleLine]:
    """1 query."""
    seen = Objective.objects.visible_to(user).live().filter(cycle__in=cycles)
    counts = dict(
        seen.order_by().values_list("cycle").annotate(count=Count("pk", distinct=True))
    )
    return [CycleLine(cycle, counts.get(cycle.pk, 0)) for cycle in cycles]


@dataclass(frozen=True)
class Figures:
    """What stands on top of the page; the `standings` are what the rest is made of."""

    key_results: int
    standings: Standings

    @property
    def objectives(self) -> int:
        return len(self.standings.all)

    @property
    def large_from(self) -> int:
        """In points: from here on a gap calls for a review."""
        return points(DEFAULT_RULES.large_from)

    @property
    def large_gaps(self) -> int:
        return self.standings.wide_gaps(DEFAULT_RULES.large_from)

    @property
    def on_their_way(self) -> int:
        count = self.standings.count
        return count[Status.ON_TRACK] + count[Status.ACHIEVED]


def figures_of(user: User, cycle: Cycle, today: datetime.date) -> Figures:
    """3 queries."""
    seen = shown_to(user, cycle)
    key_results = KeyResult.objects.live().filter(
        objective__in=seen.order_by().values("pk")
    )
    return Figures(
        key_results=key_results.count(),
        standings=standings(seen, cycle, today),
    )
