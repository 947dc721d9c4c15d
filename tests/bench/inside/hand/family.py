"""An objective with its key results and its children, and how both went by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.bench.inside.hand.course import COLUMNS, KeyResult, as_moment, check_ins
from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.figures import figure, mean_of
from tests.bench.inside.hand.pieces import MILLION, as_date

OBJECTIVE = """
    SELECT o.id, o.title, o.parent_id, o.derivation_note, u.id, u.name, t.id, t.name,
        above.name, c.id, c.name, c.starts_on, c.ends_on, o.created_at, f.progress,
        f.children_mean, f.gap, f.last_measured_on, f.too_early_until,
        f.on_track_until, f.at_risk_until
    FROM objectives_objective o
    JOIN objectives_cycle c ON c.id = o.cycle_id
    JOIN objectives_user u ON u.id = o.owner_id
    JOIN progress_objectivefigures f ON f.objective_id = o.id
    LEFT JOIN objectives_team t ON t.id = o.team_id
    LEFT JOIN objectives_team above ON above.id = t.parent_id
    WHERE o.id = %s AND o.owner_id = %s
"""
ANCESTORS = """
    SELECT a.id, a.title FROM objectives_objective a
    JOIN objectives_objective o
        ON o.tree_id = a.tree_id AND o.lft > a.lft AND o.rght < a.rght
    WHERE o.id = %s ORDER BY a.lft
"""
CHILDREN = """
    SELECT o.id, o.title, u.name, o.alignment_weight, o.is_private, f.progress,
        NOT o.is_private OR o.owner_id = %s OR EXISTS (
            SELECT 1 FROM objectives_membership m
            JOIN objectives_team l ON l.id = m.team_id
            WHERE m.is_lead AND m.person_id = %s AND t.path LIKE l.path || '%%')
    FROM objectives_objective o
    JOIN objectives_user u ON u.id = o.owner_id
    JOIN progress_objectivefigures f ON f.objective_id = o.id
    LEFT JOIN objectives_team t ON t.id = o.team_id
    WHERE o.parent_id = %s AND o.dropped_at IS NULL ORDER BY o.lft
"""
KEY_RESULTS = f"""
    SELECT {COLUMNS} FROM objectives_keyresult k
    JOIN objectives_user u ON u.id = k.owner_id
    JOIN objectives_objective o ON o.id = k.objective_id
    WHERE o.id = %s OR o.parent_id = %s AND o.dropped_at IS NULL
    ORDER BY k.position, k.id
"""
DAY = timedelta(days=1)

Parts = list[tuple[Fraction, Fraction]]  # (weight, ratio) of what counts


class Measured:
    """By key results of its own."""

    key_results: list[KeyResult]  # the live ones

    @property
    def parts(self) -> Parts:
        return [(of.weight, of.ratio) for of in self.counting]

    @property
    def counting(self) -> list[KeyResult]:
        return [of for of in self.key_results if of.ratio is not None]

    @property
    def due_parts(self) -> Parts:
        return [(of.weight, of.due_ratio) for of in self.counting]

    @cached_property
    def expected(self) -> int:
        return figure(mean_of(self.due_parts))


class Child(Measured):
    def __init__(self, row: tuple, key_results: list[KeyResult]) -> None:
        self.pk, self.title, self.owner, self.weight, self.is_private = row[:5]
        self.progress, self.is_seen = row[5:]
        # The mean takes them in the order in which they were written.
        self.key_results = sorted(key_results, key=lambda of: of.pk)


class Objective(Measured):
    def __init__(self, row: tuple, days: Days) -> None:
        self.pk, self.title, self.parent, self.note, *rest = row[:9]
        self.owner_id, self.owner, self.team_id, self.team, self.above = rest
        self.cycle_id, self.cycle, *_ = row[9:13]
        self.created_at = as_moment(row[13])
        self.progress, self.mean, self.gap, measured_on, *self.until = row[14:]
        self.days, self.measured_on = days, as_date(measured_on)

    def join(self, ask: Callable, reader: int) -> None:
        """Reads what is above and below it."""
        self.ancestors = ask(ANCESTORS, self.pk)
        rows = ask(KEY_RESULTS, self.pk, self.pk)
        entries = check_ins(ask, [row[0] for row in rows])
        found = defaultdict(list)
        for row in rows:
            of = KeyResult(row, entries[row[0]], self.days)
            found[of.objective, of.is_dropped].append(of)
        self.key_results = found[self.pk, False]
        self.dropped = found[self.pk, True]
        self.children = [
            Child(row, found[row[0], False])
            for row in ask(CHILDREN, reader, reader, self.pk)
        ]

    def status(self) -> str:
        return self.days.status(self.progress, self.measured_on, self.until)

    @property
    def counted(self) -> list[Child]:
        """In the mean."""
        return [child for child in self.children if not child.is_private]

    @property
    def seen(self) -> list[Child]:
        return [child for child in self.children if child.is_seen]

    @property
    def has_weights(self) -> bool:
        return any(child.weight != 1 for child in self.seen)


# How it went


def figure_of(parts: Parts) -> int | None:
    mean = mean_of(parts)
    return None if mean is None else figure(mean)


def courses(of: Measured, starts_on: date) -> Iterator[tuple[date, int | None]]:
    """Its figure on the first day of the cycle and after each day measured."""
    turns: dict[date, dict[KeyResult, Fraction | None]] = defaultdict(dict)
    for one in of.key_results:
        turns[starts_on][one] = one.ratio_at(None)
        for entry in one.entries:
            turns[entry.day][one] = one.ratio_at(entry.value)
    known: dict[KeyResult, Fraction | None] = {}
    for day in sorted(turns):
        known |= turns[day]
        parts = [(one.weight, r) for one, r in known.items() if r is not None]
        yield day, figure_of(parts)


class Sums:
    """Over children: of weight times figure, and of weights."""

    def __init__(self, parts: Sequence[tuple[int, int | None]]) -> None:
        known = [(weight, of) for weight, of in parts if of is not None]
        self.total = sum(weight * of for weight, of in known)
        self.weight = sum(weight for weight, _ in known)

    @property
    def mean(self) -> int | None:
        if not self.weight:
            return None
        return figure(Fraction(self.total, self.weight * MILLION))

    def gap(self, own: int | None) -> int | None:
        if own is None or not self.weight:
            return None
        short = own * self.weight - self.total
        return figure(Fraction(short, self.weight * MILLION))


def sums_by_day(of: Objective) -> dict[date, Sums]:
    turns: dict[date, dict[Child, int | None]] = defaultdict(dict)
    for child in of.counted:
        for day, reached in courses(child, of.days.starts_on):
            turns[day][child] = reached
    known: dict[Child, int | None] = {}
    found = {}
    for day in sorted(turns):
        known |= turns[day]
        found[day] = Sums([(child.weight, n) for child, n in known.items()])
    return found


def gap_by_day(own: dict[date, int | None], sums: dict[date, Sums]) -> dict[date, Any]:
    line, reached, known = {}, None, None
    for day in sorted({*own, *sums}):
        reached, known = own.get(day, reached), sums.get(day, known)
        line[day] = known and known.gap(reached)
    return line


def expected_by_day(of: Objective) -> dict[date, int | None]:
    """On the days where its line bends."""
    days = {of.days.starts_on, of.days.ends_on}
    for one in of.key_results:
        if one.is_milestone and one.due_on:
            days |= {one.due_on, one.due_on - DAY}
    return {
        day: figure_of([(one.weight, one.due_ratio_on(day)) for one in of.counting])
        for day in sorted(days)
    }


def reached(line: dict[date, int | None]) -> list[tuple[date, int]]:
    return [(day, of) for day, of in line.items() if of is not None]
