"""Live key results by what can rule them, counted where they lie.

Thousands share the few ways down to their teams, so the database counts those; one by
one come only key results that say something themselves, or whose objective does. What
large cycles hold was counted beforehand (progress/counting.py).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from objectives.models import Cycle, KeyResult
from progress.cadences import ORGANISATION, Cadences, Way, way, way_to_team
from progress.models import CycleCount


@dataclass(frozen=True)
class Lot:
    """Key results below the same levels, in cycles that end on the same day.

    One that is looked at by itself has its id, the others that of their team.
    """

    levels: Way
    ends_on: datetime.date
    count: int
    team_id: int | None = None
    key_result_id: int | None = None


def live_key_results() -> QuerySet:
    """Those whose due dates are still to come."""
    return KeyResult.objects.live().exclude(objective__cycle__state=Cycle.State.CLOSED)


def all_lots(known: Cadences) -> list[Lot]:
    """Of all live key results, of large cycles as they were last counted; 4 queries.

    Levels that say nothing are left out, so that there are few lots.
    """
    cycles = Cycle.objects.exclude(state=Cycle.State.CLOSED).in_bulk()
    counts = CycleCount.objects.filter(cycle__in=cycles)
    found: Counter[tuple[Way, datetime.date]] = Counter()
    for count in counts:
        ends_on = cycles.pop(count.cycle_id).ends_on
        for path, number in count.teams.items():
            found[said_on(way_to_team(path), known), ends_on] += number
    for lot in lots_of(Q(objective__cycle__in=cycles), known):
        found[said_on(lot.levels, known), lot.ends_on] += lot.count
    for path, lot in alone_in([count.cycle_id for count in counts], known):
        found[said_on(way_to_team(path), known), lot.ends_on] -= 1
        found[said_on(lot.levels, known), lot.ends_on] += 1
    return [Lot(levels, day, number) for (levels, day), number in found.items()]


def said_on(levels: Way, known: Cadences) -> Way:
    return tuple(
        level for level in levels if level == ORGANISATION or known.policies.get(level)
    )


def alone_in(
    cycle_ids: Sequence[int], known: Cadences
) -> Iterator[tuple[str | None, Lot]]:
    """With the path of its team, each that was counted there but has its own rules."""
    alone = by_themselves(known)
    if alone and cycle_ids:
        rows = live_key_results().filter(alone, objective__cycle__in=cycle_ids)
        yield from one_by_one(rows.order_by())


def key_results_by_team(cycle: Cycle) -> dict[str, int]:
    """How many live ones a cycle has, by the path of the team; "" are those of none."""
    rows = KeyResult.objects.live().filter(objective__cycle=cycle).order_by()
    found = rows.values_list("objective__team__path").annotate(Count("pk"))
    return {path or "": count for path, count in found}


def lots_of(condition: Q, known: Cadences) -> list[Lot]:
    """All live key results that this holds for; 2 queries at most."""
    rows, alone = live_key_results().filter(condition).order_by(), by_themselves(known)
    grouped = rows.exclude(alone) if alone else rows
    by_team = grouped.values_list(
        "objective__team", "objective__team__path", "objective__cycle__ends_on"
    ).annotate(Count("pk"))
    found = [
        Lot(way_to_team(path), ends_on, count, team_id)
        for team_id, path, ends_on, count in by_team
    ]
    if alone:
        found += [lot for _, lot in one_by_one(rows.filter(alone))]
    return found


def one_by_one(rows: QuerySet) -> Iterator[tuple[str | None, Lot]]:
    """Each with the path of its team."""
    columns = "pk", "objective__team__path", "objective", "objective__cycle__ends_on"
    for pk, path, objective_id, ends_on in rows.values_list(*columns):
        yield path, Lot(way(path, objective_id, pk), ends_on, 1, key_result_id=pk)


def by_themselves(known: Cadences) -> Q:
    """Those which a level below their team says something about."""
    said = [level for level, policies in known.policies.items() if policies]
    objectives = [pk for kind, pk in said if kind == "objective"]
    key_results = [pk for kind, pk in said if kind == "key_result"]
    found = Q(objective__in=objectives) if objectives else Q()
    return found | Q(pk__in=key_results) if key_results else found


def owners_of(lots: Sequence[Lot], condition: Q, known: Cadences) -> int:
    """How many people these lots, which are of `condition`, belong to. 1 query."""
    if not lots:
        return 0
    alone = by_themselves(known)
    of_teams = in_teams({lot.team_id for lot in lots if lot.key_result_id is None})
    of_teams = of_teams & ~alone if alone else of_teams
    ids = [lot.key_result_id for lot in lots if lot.key_result_id is not None]
    rows = live_key_results().filter(condition).filter(of_teams | Q(pk__in=ids))
    return rows.aggregate(count=Count("owner", distinct=True))["count"]


def in_teams(team_ids: Iterable[int | None]) -> Q:
    """None stands for objectives without a team."""
    named = [pk for pk in team_ids if pk is not None]
    found = Q(objective__team__in=named)
    return found | Q(objective__team=None) if None in team_ids else found
