"""The outline's list of 50 rows by gap, and what stands above it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import QueryDict

from objectives import clock
from progress.day import Day
from progress.drawing_rows import Links, tree
from progress.outline import outline
from progress.selection import Selection
from tests.bench.inside.choose import MANAGER, current
from tests.bench.inside.hand.days import WEEK, Days
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.rows import COLUMNS, NAMED, key_results_of, node
from tests.bench.inside.visits import person_of

LISTED = """
    FROM progress_objectivefigures f
    JOIN objectives_objective o ON o.id = f.objective_id
    WHERE f.cycle_id = %s AND o.cycle_id = %s AND o.dropped_at IS NULL
"""
FITTING = f"{LISTED} AND f.gap_size IS NOT NULL"
ROWS = f"""
    SELECT {COLUMNS}, p.title {NAMED}
    LEFT JOIN objectives_objective p ON p.id = o.parent_id
        AND p.cycle_id = o.cycle_id AND p.dropped_at IS NULL
    WHERE f.cycle_id = %s AND o.cycle_id = %s AND o.dropped_at IS NULL
        AND f.gap_size IS NOT NULL
    ORDER BY f.gap_size DESC, f.objective_id LIMIT 51
"""
RULES = "SELECT id FROM progress_cadencepolicy"
NEEDING = """
    AND (f.at_risk_until < %s OR f.gap_size >= 150000 OR f.last_measured_on < %s)
"""


def page(user: Any, today: date) -> tuple[str, list[int]]:
    """As the program makes it: the list's rows, and the counts that stand above."""
    selection = Selection.read(QueryDict("sort=gap"), current(), today)
    found = outline(user, selection, Day(today))
    counts = [found.fitting, found.total, found.attention]
    return tree(found.roots, Links(selection)), counts


class ByHand:
    def __init__(self, reader: int, cycle: Any, today: date) -> None:
        self.ask = cursor()
        self.days = Days(today, cycle.starts_on, cycle.ends_on)
        self.reader, self.cycle = reader, cycle.pk

    def page(self) -> tuple[str, list[int]]:
        cycle, reader = [self.cycle] * 2, [self.reader] * 2
        rows = self.ask(ROWS, *reader, *cycle)[:50]
        assert not self.ask(RULES), "Somebody has a cadence of their own."
        below = key_results_of(self.ask, [row[0] for row in rows])
        html = "".join(
            node(row, below[row[0]], self.days, parent) for *row, parent in rows
        )
        stale = self.days.today - WEEK
        counts = [
            self.count(FITTING, *cycle),
            self.count(LISTED, *cycle),
            self.count(FITTING + NEEDING, *cycle, self.days.today, stale),
        ]
        return html, counts

    def count(self, sql: str, *values: Any) -> int:
        capped = f"SELECT COUNT(*) FROM (SELECT 1 {sql} LIMIT 1001) found"
        return self.ask(capped, *values)[0][0]


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    user, today = person_of(MANAGER), clock.today()
    return ByHand(user.pk, current(), today).page, lambda: page(user, today)
