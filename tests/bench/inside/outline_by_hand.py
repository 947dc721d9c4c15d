"""The outline's list of 50 rows, and the same bytes from raw SQL and joined strings.

By hand means: no model, no template, no escaping that knows what is safe, no language
but English, one cadence for everybody and nobody away, as it is in what was generated.
Whatever the page can do besides is what it takes longer for.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction
from html import escape
from typing import Any

from django.db import connection
from django.http import QueryDict

from objectives import clock
from progress.day import Day
from progress.drawing_rows import Links, tree
from progress.outline import outline
from progress.selection import Selection
from tests.bench.inside.choose import MANAGER, current
from tests.bench.inside.statements import as_driver
from tests.bench.inside.visits import person_of
from tests.bench.timing import alternate

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MILLION, POINT = 1_000_000, 10_000
HAN = re.compile("[\u3400-\u9fff]")

LISTED = """
    FROM progress_objectivefigures f
    JOIN objectives_objective o ON o.id = f.objective_id
    WHERE f.cycle_id = %s AND o.cycle_id = %s AND o.dropped_at IS NULL
"""
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
THURSDAY, GRACE = 3, 1  # of the cadence that rules until somebody says otherwise
NEEDING = """
    AND (f.at_risk_until < %s OR f.gap_size >= 150000 OR f.last_measured_on < %s)
"""
STATUSES = {
    "too early": ("none", "s-none", "Too early to say"),
    "on track": ("ok", "s-ok", "On track"),
    "at risk": ("risk", "s-risk", "At risk"),
    "off track": ("off", "s-off", "Off track"),
    "not started": ("none", "s-none", "Not started"),
    "achieved": ("done", "s-done", "Achieved"),
}


def page(user: Any, today: date) -> tuple[str, list[int]]:
    """As the program makes it: the list's rows, and the counts that stand above."""
    selection = Selection.read(QueryDict("sort=gap"), current(), today)
    found = outline(user, selection, Day(today))
    counts = [found.fitting, found.total, found.attention]
    return tree(found.roots, Links(selection)), counts


class ByHand:
    def __init__(self, reader: int, cycle: Any, today: date) -> None:
        connection.ensure_connection()
        self.cursor = connection.connection.cursor()
        self.reader, self.today = reader, today
        self.cycle, self.starts_on = cycle.pk, cycle.starts_on
        self.ends_on = cycle.ends_on
        self.gone = Fraction(
            (today - cycle.starts_on).days, (cycle.ends_on - cycle.starts_on).days
        )

    def ask(self, sql: str, *values: Any) -> list[tuple]:
        return self.cursor.execute(as_driver(sql), values).fetchall()

    def page(self) -> tuple[str, list[int]]:
        cycle, reader = [self.cycle] * 2, [self.reader] * 2
        rows = self.ask(ROWS, *reader, *cycle)[:50]
        assert not self.ask(RULES), "Somebody has a cadence of their own."
        below = self.key_results([row[0] for row in rows])
        html = "".join(self.row(row, below[row[0]]) for row in rows)
        stale = self.today - WEEK
        counts = [
            self.count(LISTED + "AND f.gap_size IS NOT NULL", *cycle),
            self.count(LISTED, *cycle),
            self.count(LISTED + NEEDING, *cycle, self.today, stale),
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
        private = ' <span class="tag">private</span>' if is_private else ""
        return (
            f'<li class="node" data-depth="0" id="o-{pk}"><div class="node-row">'
            f'<div class="node-title"><a href="/objectives/{pk}/">'
            f"{bdi(title)}{private}</a>{serves(parent)}</div>"
            f'<div class="node-track figure-row"><b>{percent(own)}</b>'
            f'<span class="track-wrap">{track(own, mean, self.expected(key_results))}'
            f"</span></div>{gap_badge(gap)}"
            f'<div class="who"><span>{bdi(owner)}</span>'
            f'<span class="dim">{bdi(f"{above} · {team}" if above else team)}</span>'
            f"</div>{badge(self.status(own, measured, until))}"
            f"{self.age(measured, key_results)}"
            f"{move(pk, title) if may_move else ''}</div></li>"
        )

    def expected(self, key_results: list[tuple]) -> int | None:
        counted = [row for row in key_results if row[3] is not None]
        total = sum(Fraction(weight) for _, weight, *_ in counted)
        due = sum(
            Fraction(weight) * self.due_of(kind, as_date(due_on))
            for kind, weight, due_on, *_ in counted
        )
        return rounded(due / total, MILLION) if counted else None

    def due_of(self, kind: str, due_on: date | None) -> Fraction | int:
        if kind == "reach":
            return self.gone
        return kind != "milestone" or self.today >= (due_on or self.ends_on)

    def status(self, own: int | None, measured: Any, until: list) -> str:
        if own is None or measured is None:
            return "not started"
        too_early, on_track, at_risk = map(as_date, until)
        if at_risk is None:
            return "achieved"
        if too_early >= self.today:
            return "too early"
        if on_track >= self.today:
            return "on track"
        return "at risk" if at_risk >= self.today else "off track"

    def age(self, measured: Any, key_results: list[tuple]) -> str:
        days = (self.today - as_date(measured)).days if measured else None
        stale = " data-stale" if days is not None and days > 7 else ""
        told = "–" if days is None else f"{days} d ago" if days > 0 else "today"
        return (
            f'<span class="age"{stale}><span class="vh">last check-in </span>{told}'
            f"{self.overdue(key_results)}</span>"
        )

    def overdue(self, key_results: list[tuple]) -> str:
        found = [self.lateness(as_date(row[4])) for row in key_results]
        told = ", ".join(
            f"{found.count(how)} update{'s'[: found.count(how) > 1]} {how}"
            for how in ("late", "missed")
            if how in found
        )
        if not told:
            return ""
        return (
            f'<svg class="icon over" role="img"><title>{told}</title>'
            '<use href="#i-clock"/></svg>'
        )

    def lateness(self, measured: date | None) -> str:
        """Every week on the same weekday, for everybody."""
        owed = self.due_from(self.starts_on)
        if measured:
            owed = max(owed, self.due_from(measured) + WEEK)
        if owed >= self.today:
            return ""
        return "late" if self.today <= self.end_of_grace(owed) else "missed"

    def due_from(self, day: date) -> date:
        return day + DAY * ((THURSDAY - day.weekday()) % 7)

    def end_of_grace(self, day: date) -> date:
        left = GRACE
        while left:
            day += DAY
            left -= day.weekday() < 5
        return day


def as_date(value: Any) -> date | None:
    """SQLite keeps a date as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def bdi(text: str) -> str:
    language = ' lang="zh"' if HAN.search(text) else ""
    return f"<bdi{language}>{escape(text)}</bdi>"


def rounded(ratio: Fraction, parts: int) -> int:
    whole = (2 * ratio.numerator * parts + ratio.denominator) // (2 * ratio.denominator)
    return min(max(whole, 1), parts - 1) if 0 < ratio < 1 else whole


def percent(figure: int | None) -> str:
    return "–" if figure is None else f"{rounded(Fraction(figure, MILLION), 100)}%"


def at(thousandths: int) -> str:
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def serves(parent: str | None) -> str:
    return f'<span class="serves">serves: {escape(parent)}</span>' if parent else ""


def badge(status: str) -> str:
    state, icon, text = STATUSES[status]
    return (
        f'<span class="status" data-s="{state}"><svg class="icon" aria-hidden="true">'
        f'<use href="#{icon}"/></svg>{text}</span>'
    )


def gap_badge(gap: int) -> str:
    direction, size, words = gap_of(gap)
    return (
        f'<span class="gap" data-gap="{direction}" data-size="{size}">'
        '<svg class="gap-icon" aria-hidden="true">'
        f'<use href="#g-{direction}"/></svg>{words}</span>'
    )


def gap_of(gap: int) -> tuple[str, str, str]:
    size, points = abs(gap), (2 * abs(gap) + POINT) // (2 * POINT)
    if size <= 50_000:
        return "inline", "small", "in line with children"
    direction = "ahead" if gap > 0 else "behind"
    words = f"{direction}{' of' if gap > 0 else ''} children by {points} pts"
    return direction, "large" if size >= 150_000 else "medium", words


def track(own: int | None, mean: int, expected: int | None) -> str:
    mine, theirs = ((figure + 500) // 1000 for figure in (own, mean))
    today = "" if expected is None else f", expected today {percent(expected)}"
    pace = "" if expected is None else at((expected + 500) // 1000)
    return (
        '<svg class="track" width="100%" height="22" role="img"><title>'
        f"Own progress {percent(own)}, children’s mean {percent(mean)}{today}</title>"
        '<rect class="rail" y="7" width="100%" height="8" rx="1"/>'
        f'<rect class="own" y="7" width="{at(mine)}" height="8" rx="1"/>'
        f"{stretch(own, mean, mine, theirs)}"
        f'{pace and f"""<use href="#m-pace" x="{pace}"/>"""}'
        f'<use href="#m-bob" x="{at(theirs)}" y="11"/></svg>'
    )


def stretch(own: int, mean: int, mine: int, theirs: int) -> str:
    if abs(own - mean) <= 50_000:
        return ""
    place = (
        f'x="{at(min(mine, theirs))}" y="7" width="{at(abs(mine - theirs))}" height="8"'
    )
    if own > mean:
        return f'<rect class="ahead" {place}/>'
    return f'<rect {place} fill="url(#hatch)"/>'


def move(pk: int, title: str) -> str:
    return (
        f'<a class="node-move" href="/objectives/{pk}/move/">Move'
        f'<span class="vh"> {escape(title)}</span></a>'
    )


if __name__ == "__main__":
    user, today = person_of(MANAGER), clock.today()
    by_hand = ByHand(user.pk, current(), today)
    assert by_hand.page() == page(user, today), "By hand it says something else."
    ratio = alternate(by_hand.page, lambda: page(user, today), turns=int(sys.argv[1]))
    print(json.dumps({"rows": 50, "ratio": asdict(ratio)}))
