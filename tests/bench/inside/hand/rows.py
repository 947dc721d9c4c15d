"""A row of the outline: an objective as lists and branches show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import (
    badge,
    bdi,
    gap_badge,
    move,
    percent,
    serves,
    track,
)

COLUMNS = """
    o.id, o.title, u.name, t.name, above.name, f.progress, f.children_mean, f.gap,
    f.last_measured_on, f.too_early_until, f.on_track_until, f.at_risk_until,
    o.is_private, o.owner_id = %s OR EXISTS (
        SELECT 1 FROM objectives_membership m
        JOIN objectives_team l ON l.id = m.team_id
        WHERE m.is_lead AND m.person_id = %s AND t.path LIKE l.path || '%%')
"""
NAMED = """
    FROM progress_objectivefigures f
    JOIN objectives_objective o ON o.id = f.objective_id
    JOIN objectives_user u ON u.id = o.owner_id
    LEFT JOIN objectives_team t ON t.id = o.team_id
    LEFT JOIN objectives_team above ON above.id = t.parent_id
"""
KEY_RESULTS = """
    SELECT k.objective_id, k.kind, k.weight, k.due_on, f.progress, f.measured_on
    FROM objectives_keyresult k
    JOIN progress_keyresultfigures f ON f.key_result_id = k.id
    WHERE k.dropped_at IS NULL AND k.objective_id IN ({})
"""


def key_results_of(
    ask: Callable[..., list[tuple]], ids: Iterable[int]
) -> dict[int, list[tuple]]:
    found = defaultdict(list)
    for of, *row in ask(KEY_RESULTS.format(",".join(map(str, ids)))):
        found[of].append(row)
    return found


def node(row: tuple, key_results: list[tuple], days: Days, parent: str = "") -> str:
    """Of these columns; `parent` is the title of the one it serves."""
    pk, title, owner, team, above, own, mean, gap = row[:8]
    measured, *until, is_private, may_move = row[8:]
    private = ' <span class="tag">private</span>' if is_private else ""
    return (
        f'<li class="node" data-depth="0" id="o-{pk}"><div class="node-row">'
        f'<div class="node-title"><a href="/objectives/{pk}/">'
        f"{bdi(title)}{private}</a>{serves(parent)}</div>"
        f'<div class="node-track figure-row"><b>{percent(own)}</b>'
        f'<span class="track-wrap">{track(own, mean, days.expected(key_results))}'
        f"</span></div>{gap_badge(gap)}"
        f'<div class="who"><span>{bdi(owner)}</span>'
        f'<span class="dim">{bdi(f"{above} · {team}" if above else team)}</span>'
        f"</div>{badge(days.status(own, measured, until))}"
        f"{days.age(measured, key_results)}"
        f"{move(pk, title) if may_move else ''}</div></li>"
    )
