"""The outline's list of 50 rows by gap, and what stands above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
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
from tests.bench.inside.hand.pieces import (
    badge,
    bdi,
    gap_badge,
    move,
    percent,
    serves,
    track,
)
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.visits import person_of

LISTED = """
    FROM progress_objectivefigures f
    JOIN objectives_objective o ON o.id = f.objective_id
    WHERE f.cycle_id = %s AND o.cycle_id = %s AND o.dropped_at IS NULL
"""
FITTING = f"{LISTED} AND f.gap_size IS NOT NULL"
ROWS = """
    SELECT o.id, o.title, u.name, t.name, above.name, p.title, f.progress,
        f.children_mean, f.gap, f.last_measured_on, f.too_early_until,
        f.on_track_until, f.at_risk_until, o.is_private,
        o.owner_id = %s OR EXISTS (
            SELECT 1 FROM objectives_membership m
            JOIN objectives_team l ON l.id = m.team_id
            WHERE m.is_lead AND m.person_id = %s AND t.path LIKE l.path || '%%')
    FROM progress_objectivefigures f
    JOIN objectives_objective o ON o.id = f.objective_id
    JOIN objectives_user u ON u.id = o.owner_id
    LEFT JOIN objectives_team t ON t.id = o.team_id
    LEFT JOIN objectives_team above ON above.id = t.parent_id
    LEFT JOIN objectives_objective p ON p.id = o.parent_id
        AND p.cycle_id = o.cycle_id AND p.dropped_at IS NULL
    WHERE f.cycle_id = %s AND o.cycle_id = %s AND o.dropped_at IS NULL
        AND f.gap_size IS NOT NULL
    ORDER BY f.gap_size DESC, f.objective_id LIMIT 51
"""
KEY_RESULTS = """
    SELECT k.objective_id, k.kind, k.weight, k.due_on, f.progress, f.measured_on
    FROM objectives_keyresult k
    JOIN progress_keyresultfigures f ON f.key_result_id = k.id
    WHERE k.dropped_at IS NULL AND k.objective_id IN ({})
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
        below = self.key_results([row[0] for row in rows])
        html = "".join(self.row(row, below[row[0]]) for row in rows)
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

    def key_results(self, ids: Iterable[int]) -> dict[int, list[tuple]]:
        found = defaultdict(list)
        for of, *row in self.ask(KEY_RESULTS.format(",".join(map(str, ids)))):
            found[of].append(row)
        return found

    def row(self, row: tuple, key_results: list[tuple]) -> str:
        pk, title, owner, team, above, parent, own, mean, gap = row[:9]
        measured, *until, is_private, may_move = row[9:]
        expected = self.days.expected(key_results)
        private = ' <span class="tag">private</span>' if is_private else ""
        return (
            f'<li class="node" data-depth="0" id="o-{pk}"><div class="node-row">'
            f'<div class="node-title"><a href="/objectives/{pk}/">'
            f"{bdi(title)}{private}</a>{serves(parent)}</div>"
            f'<div class="node-track figure-row"><b>{percent(own)}</b>'
            f'<span class="track-wrap">{track(own, mean, expected)}'
            f"</span></div>{gap_badge(gap)}"
            f'<div class="who"><span>{bdi(owner)}</span>'
            f'<span class="dim">{bdi(f"{above} · {team}" if above else team)}</span>'
            f"</div>{badge(self.days.status(own, measured, until))}"
            f"{self.days.age(measured, key_results)}"
            f"{move(pk, title) if may_move else ''}</div></li>"
        )


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    user, today = person_of(MANAGER), clock.today()
    return ByHand(user.pk, current(), today).page, lambda: page(user, today)
