"""Counting large cycles beforehand, so that their pages cost what small ones do.

The numbers of a cycle need a look at each of its objectives, and its map of updates
at each check-in. Up to LIVE key results that is done at every visit; a larger cycle
is counted by `manage.py countcycles`, some objectives at a time, and its page says
when. Only what everybody may read is counted, so that all see the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from objectives import clock
from objectives.models import Cycle, KeyResult, Objective, Team
from progress import closing
from progress.cadence_lots import key_results_by_team
from progress.compliance import ALONE, NO_TEAM, Tally, by_team, ids_of
from progress.dashboard import key_results_of, longest_without
from progress.models import CycleCount, UpdatesCount
from progress.standings import Standing, standings
from progress.summary import summary_of

LIVE = 3_000  # key results
STEP = 2_000  # objectives that are in memory at a time
BATCH = 500


def is_large(cycle: Cycle) -> bool:
    """1 query."""
    return is_more_than_live(Q(objective__cycle=cycle))


def is_more_than_live(asked: Q) -> bool:
    """Of key results; 1 query, which never looks at more than it needs to tell."""
    return KeyResult.objects.filter(asked).order_by()[: LIVE + 1].count() > LIVE


def count_of(cycle: Cycle) -> CycleCount | None:
    return CycleCount.objects.filter(pk=cycle.pk).first()


def counted_before(cycle: Cycle) -> CycleCount | None:
    """None for a small cycle; for a large one the last count, an empty one before."""
    if not is_large(cycle):
        return None
    return count_of(cycle) or CycleCount(cycle=cycle, done={}, graded=0, hundredths=0)


def count_cycles() -> Iterator[Cycle]:
    """Count every large cycle of which something may have changed; yields each."""
    for cycle in Cycle.objects.order_by("-starts_on", "pk"):
        if not is_large(cycle):
            forget(cycle)
        elif not is_final(count_of(cycle), cycle):
            count(cycle)
            yield cycle


def is_final(counted: CycleCount | None, cycle: Cycle) -> bool:
    """Whether it was counted since the cycle has been closed: nothing changes then."""
    closed_at = cycle.closed_at()
    return bool(counted and closed_at and counted.counted_at > closed_at)


def forget(cycle: Cycle) -> None:
    CycleCount.objects.filter(pk=cycle.pk).delete()
    UpdatesCount.objects.filter(cycle=cycle).delete()


def count(cycle: Cycle) -> None:
    """Write what it comes to now; several may do so at once."""
    now, today = timezone.now(), clock.today()
    seen = public(cycle)
    key_results = key_results_of(seen)
    stands = list(all_standings(seen, cycle, today))
    hundredths, graded = closing.grades_of(seen)
    row = CycleCount(
        cycle=cycle,
        counted_at=now,
        key_results=key_results.count(),
        summary=summary_of(stands).stored(),
        stale=longest_without(key_results),
        graded=graded,
        hundredths=hundredths,
        done=closing.counted(cycle),
        teams=key_results_by_team(cycle),
    )
    updates = list(rows_of(cycle, tallies(cycle, today)))
    with transaction.atomic():
        Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        forget(cycle)
        row.save()
        UpdatesCount.objects.bulk_create(updates, BATCH)


def public(cycle: Cycle) -> QuerySet:
    return Objective.objects.in_cycle(cycle).live().filter(is_private=False)


def all_standings(
    seen: QuerySet, cycle: Cycle, today: datetime.date
) -> Iterator[Standing]:
    for first, behind in spans(cycle):
        yield from standings(seen.filter(pk__gte=first, pk__lt=behind), cycle, today)


def tallies(cycle: Cycle, today: datetime.date) -> dict[int | None, Sequence[Tally]]:
    """What every team owed itself, by week."""
    found: dict[int | None, Sequence[Tally]] = {}
    for first, behind in spans(cycle):
        part = by_team(cycle, today, Q(objective__gte=first, objective__lt=behind))
        for team_id, cells in part.items():
            add(found, team_id, cells)
    return found


def spans(cycle: Cycle) -> Iterator[tuple[int, int]]:
    """Ids of its objectives, so many at a time: the first, and the one behind them."""
    ends = Objective.objects.filter(cycle=cycle).aggregate(Min("pk"), Max("pk"))
    if ends["pk__min"] is not None:
        for first in range(ends["pk__min"], ends["pk__max"] + 1, STEP):
            yield first, first + STEP


def add(found: dict, key: object, cells: Sequence[Tally]) -> None:
    sums = found.setdefault(key, [Tally() for _ in cells])
    for whole, part in zip(sums, cells, strict=True):
        whole.add(part)


def rows_of(
    cycle: Cycle, counted: Mapping[int | None, Sequence[Tally]]
) -> Iterator[UpdatesCount]:
    """Every team with those below it, and each for itself."""
    teams = Team.objects.in_bulk()
    keyed: dict[str, Sequence[Tally]] = {}
    above: set[str] = set()
    for team_id, cells in counted.items():
        if team_id is None:
            add(keyed, NO_TEAM, cells)
            continue
        path = list(map(str, ids_of(teams[team_id])))
        add(keyed, f"{team_id}{ALONE}", cells)
        for key in path:
            add(keyed, key, cells)
        above |= set(path[:-1])
    for key, cells in keyed.items():
        yield from weeks_of_key(cycle, key, cells, key in above)


def weeks_of_key(
    cycle: Cycle, key: str, cells: Sequence[Tally], has_below: bool
) -> Iterator[UpdatesCount]:
    """The first week always, so that who owes nothing yet has a row as well."""
    for week, tally in enumerate(cells, start=1):
        if week == 1 or tally.due or tally.excused:
            numbers = vars(tally)
            yield UpdatesCount(
                cycle=cycle, key=key, week=week, has_below=has_below, **numbers
            )
