"""Live key results by what can rule them, counted where they lie.

Thousands share the few ways down to their teams, so the database counts those; one by
one come only key results that say something themselves, or whose objective does. What
large cycles hold was counted beforehand (progress/counting.py).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from django.db.models import Count, Min, Q, QuerySet

from objectives.models import Cycle, KeyResult
from progress.cadences import ORGANISATION, Cadences, Way, way, way_to_team
from progress.models import CycleCount

EVERYTHING = Q()
MOST = 3_000  # key results whose owners are counted


@dataclass(frozen=True)
class Lot:
    """Key results below the same levels, in cycles that end on the same day.

    One that is looked at by itself has its id.
    """

    levels: Way
    ends_on: datetime.date
    count: int
    key_result_id: int | None = None


def live_key_results() -> QuerySet:
    """Those whose due dates are still to come."""
    return KeyResult.objects.live().exclude(objective__cycle__state=Cycle.State.CLOSED)


def all_lots(known: Cadences) -> list[Lot]:
    """Of all live key results; those below the same levels that rule are one lot.

    5 queries.
    """
    found: Counter[tuple[Way, datetime.date]] = Counter()
    for _, lot in lots_below(known):
        found[lot.levels, lot.ends_on] += lot.count
    return [Lot(levels, day, number) for (levels, day), number in found.items()]


def lots_below(
    known: Cadences, prefix: str = "", condition: Q = EVERYTHING
) -> Iterator[tuple[str, Lot]]:
    """With the path of the team: of large cycles as they were last counted; 5 queries.

    `condition` holds for key results of the teams whose paths begin with `prefix`.
    Levels that say nothing are left out.
    """
    cycles = Cycle.objects.exclude(state=Cycle.State.CLOSED).in_bulk()
    counts = CycleCount.objects.filter(cycle__in=cycles)
    stored: Counter[tuple[str, datetime.date]] = Counter()
    for count in counts:
        ends_on = cycles.pop(count.cycle_id).ends_on
        for path, number in count.teams.items():
            if path.startswith(prefix):
                stored[path, ends_on] += number
    for path, lot in alone_in([count.cycle_id for count in counts], condition, known):
        if stored[path, lot.ends_on]:  # else it has come to this team since
            stored[path, lot.ends_on] -= 1
        yield path, replace(lot, levels=said_on(lot.levels, known))
    for (path, ends_on), number in stored.items():
        yield path, Lot(said_on(way_to_team(path), known), ends_on, number)
    for path, lot in lots_of(condition & Q(objective__cycle__in=cycles), known):
        yield path, replace(lot, levels=said_on(lot.levels, known))


def counted_at() -> datetime.datetime | None:
    """When the first large cycle that is not closed was counted; None without any."""
    running = CycleCount.objects.exclude(cycle__state=Cycle.State.CLOSED)
    return running.aggregate(first=Min("counted_at"))["first"]


def said_on(levels: Way, known: Cadences) -> Way:
    return tuple(
        level for level in levels if level == ORGANISATION or known.policies.get(level)
    )


def alone_in(
    cycle_ids: Sequence[int], condition: Q, known: Cadences
) -> Iterator[tuple[str, Lot]]:
    """With the path of its team, each that was counted there but has its own rules."""
    alone = by_themselves(known)
    if alone and cycle_ids:
        rows = live_key_results().filter(condition, alone)
        yield from one_by_one(rows.filter(objective__cycle__in=cycle_ids).order_by())


def key_results_by_team(cycle: Cycle) -> dict[str, int]:
    """How many live ones a cycle has, by the path of the team; "" are those of none."""
    rows = KeyResult.objects.live().filter(objective__cycle=cycle).order_by()
    found = rows.values_list("objective__team__path").annotate(Count("pk"))
    return {path or "": count for path, count in found}


def lots_of(condition: Q, known: Cadences) -> Iterator[tuple[str, Lot]]:
    """All live key results that this holds for, by the path of the team; 2 queries."""
    rows, alone = live_key_results().filter(condition).order_by(), by_themselves(known)
    grouped = rows.exclude(alone) if alone else rows
    columns = "objective__team__path", "objective__cycle__ends_on"
    for path, ends_on, count in grouped.values_list(*columns).annotate(Count("pk")):
        yield path or "", Lot(way_to_team(path), ends_on, count)
    if alone:
        yield from one_by_one(rows.filter(alone))


def one_by_one(rows: QuerySet) -> Iterator[tuple[str, Lot]]:
    columns = "pk", "objective__team__path", "objective", "objective__cycle__ends_on"
    for pk, path, objective_id, ends_on in rows.values_list(*columns):
        yield path or "", Lot(way(path, objective_id, pk), ends_on, 1, pk)


def by_themselves(known: Cadences) -> Q:
    """Those which a level below their team says something about."""
    said = [level for level, policies in known.policies.items() if policies]
    objectives = [pk for kind, pk in said if kind == "objective"]
    key_results = [pk for kind, pk in said if kind == "key_result"]
    found = Q(objective__in=objectives) if objectives else Q()
    return found | Q(pk__in=key_results) if key_results else found


def owners_of(
    lots: Sequence[tuple[str, Lot]], condition: Q, known: Cadences
) -> int | None:
    """How many people these lots, which are of `condition`, belong to. 1 query.

    None for more than MOST key results.
    """
    alone = by_themselves(known)
    of_teams = in_teams({path for path, lot in lots if lot.key_result_id is None})
    of_teams = of_teams & ~alone if alone else of_teams
    ids = [lot.key_result_id for _, lot in lots if lot.key_result_id is not None]
    rows = live_key_results().filter(condition).filter(of_teams | Q(pk__in=ids))
    owners = list(rows.order_by().values_list("owner", flat=True)[: MOST + 1])
    return len(set(owners)) if len(owners) <= MOST else None


def in_teams(paths: Set[str]) -> Q:
    """ "" stands for objectives without a team."""
    named = [int(path.strip("/").rpartition("/")[2]) for path in paths if path]
    found = Q(objective__team__in=named)
    return found | Q(objective__team=None) if "" in paths else found
