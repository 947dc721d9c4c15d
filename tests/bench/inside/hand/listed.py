"""What pages of a team and of a person list: its objectives, a page of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from html import escape
from typing import NamedTuple

from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import (
    MILLION,
    as_date,
    at,
    badge,
    bdi,
    gap_badge,
    percent,
)

ROWS, MOST = 25, 1000
CYCLE = """
    SELECT id, name, starts_on, ends_on FROM objectives_cycle
    WHERE state = 'open' AND starts_on <= %s AND ends_on >= %s
    ORDER BY starts_on DESC, ends_on DESC, id LIMIT 1
"""
LED = """EXISTS (
    SELECT 1 FROM objectives_membership m JOIN objectives_team l ON l.id = m.team_id
    WHERE m.is_lead AND m.person_id = %s AND {}.path LIKE l.path || '%%')
"""
VISIBLE = f"""(
    NOT o.is_private OR o.owner_id = %s OR EXISTS (
        SELECT 1 FROM objectives_team its
        WHERE its.id = o.team_id AND {LED.format("its")}))
"""
OBJECTIVES = f"""
    SELECT o.id, o.title, u.name, t.name, above.name, o.is_private, f.progress,
        f.children_mean, f.gap, f.last_measured_on, COUNT(*) OVER ()
    FROM objectives_objective o
    JOIN progress_objectivefigures f ON f.objective_id = o.id
    JOIN objectives_user u ON u.id = o.owner_id
    JOIN objectives_team t ON t.id = o.team_id
    LEFT JOIN objectives_team above ON above.id = t.parent_id
    WHERE o.{{}} = %s AND o.cycle_id = %s AND o.dropped_at IS NULL AND {VISIBLE}
    ORDER BY o.tree_id, o.lft LIMIT {ROWS}
"""
PARTS = """
    SELECT k.objective_id, k.kind, k.weight, k.due_on, f.progress, f.measured_on
    FROM objectives_keyresult k
    JOIN progress_keyresultfigures f ON f.key_result_id = k.id
    WHERE k.dropped_at IS NULL AND k.objective_id IN ({})
"""
MEASURED = """
    FROM objectives_keyresult k
    JOIN objectives_objective o ON o.id = k.objective_id
"""
SHOWN = f"""
    WHERE {{}} = %s AND o.cycle_id = %s AND o.dropped_at IS NULL
        AND k.dropped_at IS NULL AND {VISIBLE}
"""
UNMEASURED = f"""
    SELECT COUNT(*) FROM (SELECT 1 {MEASURED} {SHOWN} AND NOT EXISTS (
        SELECT 1 FROM objectives_measurementplan p WHERE p.key_result_id = k.id)
    LIMIT {MOST + 1}) found
"""
TOP = '\n  \n<div class="messages" role="status">\n  \n</div>\n\n  \n\n\n  \n  '
SCALE = "".join(
    f'<text x="{place}%" y="10" text-anchor="middle">{place}</text>'
    for place in (0, 25, 50, 75, 100)
)
COLUMNS = (
    '<div class="tree-cols" aria-hidden="true"><span>Objective</span>'
    '<span class="figure-row"><b>Own</b><span class="track-wrap">'
    f'<svg class="track" width="100%" height="12">{SCALE}</svg></span></span>'
    "<span>Target gap</span><span>Owner, team</span><span>Status</span>"
    "<span>Check-in</span></div>"
)
BOB = ' y="11"'
NO_GAP = (
    '<span class="gap" data-gap="none" data-size="none"><span aria-hidden="true">–'
    '</span><span class="vh">no child objectives</span></span>'
)

Ask = Callable[..., list[tuple]]


class Running(NamedTuple):
    """The cycle that today lies in."""

    pk: int
    name: str
    days: Days


def running(ask: Ask, today: date) -> Running:
    pk, name, *ends = ask(CYCLE, today, today)[0]
    return Running(pk, escape(name), Days(today, *map(as_date, ends)))


def objectives(ask: Ask, of: str, pk: int, cycle: Running, reader: int) -> str:
    rows = ask(OBJECTIVES.format(of), pk, cycle.pk, reader, reader)
    below = key_results(ask, [row[0] for row in rows])
    drawn = "".join(node(row, below[row[0]], cycle.days) for row in rows)
    pages = pagination(rows[0][-1], ROWS, "objectives")
    return (
        f"    \n    \n\n\n  \n{COLUMNS}\n\n"
        f'  <div class="tree"><ul>{drawn}</ul></div>\n  {pages}\n\n\n'
    )


def key_results(ask: Ask, ids: Iterable[int]) -> dict[int, list[tuple]]:
    found = defaultdict(list)
    for of, *row in ask(PARTS.format(",".join(map(str, ids)))):
        found[of].append(row)
    return found


def node(row: tuple, parts: list[tuple], days: Days) -> str:
    pk, title, owner, team, above, is_private, own, mean, gap, measured, _ = row
    expected = days.expected(parts)
    kept = all(kind in ("at_least", "at_most") for kind, *_ in parts)
    private = ' <span class="tag">private</span>' if is_private else ""
    return (
        '<li class="node" data-depth="0"><div class="node-row">'
        f'<div class="node-title"><a href="/objectives/{pk}/">{bdi(title)}{private}</a>'
        f'</div><div class="node-track figure-row"><b>{percent(own)}</b>'
        f'<span class="track-wrap">{objective_track(own, mean, expected)}</span></div>'
        f"{NO_GAP if gap is None else gap_badge(gap)}"
        f'<div class="who"><span>{bdi(owner)}</span>'
        f'<span class="dim">{bdi(f"{above} · {team}" if above else team)}</span></div>'
        f"{badge(standing(measured and own, expected, kept))}"
        f"{days.age(measured, parts)}</div></li>"
    )


def standing(progress: int | None, expected: int | None, kept: bool) -> str:
    """The status of what stands there in a cycle that is not over."""
    if progress is None:
        return "not started"
    if progress >= MILLION and not kept:
        return "achieved"
    if expected is None or expected < 100_000:
        return "too early"
    short = expected - progress
    if progress * 100 >= expected * 90 or short <= 50_000:
        return "on track"
    near = progress * 100 >= expected * 70 or short <= 100_000
    return "at risk" if near else "off track"


def objective_track(own: int | None, mean: int | None, expected: int | None) -> str:
    parts = ["No progress yet" if own is None else f"Own progress {percent(own)}"]
    if mean is not None:
        parts.append(f"children’s mean {percent(mean)}")
    if expected is not None:
        parts.append(f"expected today {percent(expected)}")
    return drawn_track(", ".join(parts), own, mean, expected)


def drawn_track(
    title: str, own: int | None, mean: int | None, expected: int | None
) -> str:
    mine, theirs, pace = map(thousandths, (own, mean, expected))
    is_apart = None not in (own, mean) and abs(own - mean) > 50_000
    rest = between(mine, theirs, own > mean) if is_apart else ""
    return (
        f'<svg class="track" width="100%" height="22" role="img"><title>{title}</title>'
        '<rect class="rail" y="7" width="100%" height="8" rx="1"/>'
        f"{bar(mine)}{rest}{mark('m-pace', pace)}{mark('m-bob', theirs, BOB)}</svg>"
    )


def between(mine: int, theirs: int, is_ahead: bool) -> str:
    left, right = sorted([mine, theirs])
    place = f'x="{at(left)}" y="7" width="{at(right - left)}" height="8"'
    if is_ahead:
        return f'<rect class="ahead" {place}/>'
    return f'<rect {place} fill="url(#hatch)"/>'


def bar(length: int | None) -> str:
    if length is None:
        return ""
    return f'<rect class="own" y="7" width="{at(length)}" height="8" rx="1"/>'


def mark(symbol: str, place: int | None, height: str = "") -> str:
    if place is None:
        return ""
    return f'<use href="#{symbol}" x="{at(place)}"{height}/>'


def thousandths(figure: int | None) -> int | None:
    return None if figure is None else (figure + 500) // 1000


def pagination(number: int, rows: int, what: str, name: str = "page") -> str:
    """Below the first page of a list."""
    pages = -(-number // rows)
    if pages < 2:
        return "\n\n\n\n"
    return (
        f'\n\n\n\n  <nav class="pagination" aria-label="More {what}">\n    \n'
        f'    <span class="small dim">page 1 of {pages}</span>\n'
        f'    <a class="btn small" rel="next" href="?{name}=2">Next</a>\n  </nav>\n\n'
    )


def unmeasured(
    ask: Ask, column: str, pk: int, name: str, cycle: Running, reader: int
) -> str:
    """A link to what nobody has planned to measure."""
    sql = UNMEASURED.format(column)
    number = ask(sql, pk, cycle.pk, reader, reader)[0][0]
    if not number:
        return "\n\n"
    count = f"{MOST}+" if number > MOST else number
    return (
        f'\n<a class="btn small" href="/measurement-plans/?cycle={cycle.pk}&amp;'
        f'{name}={pk}">Without a measurement plan: {count}</a>\n'
    )
