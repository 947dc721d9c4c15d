"""What each key result of a cycle owed, read for all of them in slim rows.

Tens of thousands of key results and their whole ledger pass through here, so it reads
tuples instead of objects, and no query depends on how many there are.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from objectives import clock
from objectives.models import Cycle, KeyResult
from progress.absences import days_away_in
from progress.cadence import Span
from progress.cadences import Cadences, Way, way
from progress.due import Cadence, Remembering
from progress.models import CheckIn
from progress.periods import Entered, Period, periods

DAY = datetime.timedelta(days=1)
EVERYTHING = Q()


class Owing(NamedTuple):
    """A key result, when it owes updates, and its effective check-ins."""

    key_result_id: int
    team_id: int | None
    cadence: Cadence
    first_day: datetime.date
    last_day: datetime.date
    ended_on: (
        datetime.date | None
    )  # when it or its objective was dropped, or the cycle closed
    check_ins: Sequence[Entered]
    away: Sequence[Span] = ()  # the days on which its owner is away

    def due_so_far(self, today: datetime.date) -> list[Period]:
        """The periods whose due date has come."""
        found = periods(
            cadence=self.cadence,
            check_ins=self.check_ins,
            first_day=self.first_day,
            last_day=self.last_day,
            today=today,
            ended_on=self.ended_on,
            away=self.away,
        )
        return [period for period in found if period.due_on <= today]


def owing_in(cycle: Cycle, asked: Q = EVERYTHING) -> Iterator[Owing]:
    """All key results of a cycle that are not private, or those of them `asked` for.

    The condition goes for rows that name an `objective`. 7 queries, and one more for
    a closed cycle.
    """
    if cycle.state == Cycle.State.PLANNING:
        return
    asked = public(cycle) & asked
    cadence_of = cadences_of()
    day_of, away = days_of(cycle), days_away_in(cycle)
    closed_at = cycle.closed_at()
    rows = list(_key_results(KeyResult.objects.filter(asked)))
    zones = {zone: days_of(cycle, zone) for zone in {row[5] for row in rows}}
    entered_on = {row[0]: zones[row[5]] for row in rows}
    check_ins = _check_ins(CheckIn.objects.filter(asked), entered_on)
    for pk, objective_id, team_id, path, owner_id, _zone, began, *ended in rows:
        yield Owing(
            key_result_id=pk,
            team_id=team_id,
            cadence=cadence_of(way(path, objective_id, pk)),
            first_day=max(cycle.starts_on, day_of(began)),
            last_day=cycle.ends_on,
            ended_on=min(
                (day_of(at) for at in [*ended, closed_at] if at), default=None
            ),
            check_ins=check_ins.get(pk, ()),
            away=away.get(owner_id, ()),
        )


def cadences_of() -> Callable[[Way], Remembering]:
    """A function from the levels above a key result to what rules it. 3 queries."""
    known = Cadences.everywhere()
    remembered: dict[int, Remembering] = {}

    def cadence_of(levels: Way) -> Remembering:
        schedule = known.schedule_on(levels)
        if id(schedule) not in remembered:
            remembered[id(schedule)] = Remembering(schedule)
        return remembered[id(schedule)]

    return cadence_of


def public(cycle: Cycle) -> Q:
    """Of rows that name an `objective`: of those that everybody may read."""
    return Q(objective__cycle=cycle, objective__is_private=False)


def of_teams(teams: Sequence[int | None] | None) -> Q:
    """None is everybody; among the teams it stands for objectives without one."""
    if teams is None:
        return EVERYTHING
    named = Q(objective__team__in=[pk for pk in teams if pk is not None])
    return named | Q(objective__team=None) if None in teams else named


def _key_results(rows: QuerySet) -> Iterator[tuple]:
    """A tuple of these columns for each."""
    return rows.order_by().values_list(
        "pk",
        "objective_id",
        "objective__team_id",
        "objective__team__path",
        "owner_id",
        "owner__time_zone",
        "created_at",
        "dropped_at",
        "objective__dropped_at",
    )


DayOf = Callable[[datetime.datetime], datetime.date]


def days_of(cycle: Cycle, zone: str = "") -> DayOf:
    """A function from a moment to its day in that time zone; "" is the site's.

    As `clock.day_in`, a few times as fast: the midnights around the cycle are
    worked out once. What happened before or after them counts as on the day next to
    them, which owes nothing either way.
    """
    here = clock.zone_of(zone)
    count = cycle.days + LATEST + 2
    dates = [cycle.starts_on + DAY * number for number in range(-1, count)]
    nights = [datetime.datetime.combine(date, datetime.time.min) for date in dates]
    # In UTC, as databases answer: comparing moments of two zones is ten times slower.
    starts = [timezone.make_aware(n, here).astimezone(datetime.UTC) for n in nights]
    return lambda moment: dates[max(bisect_right(starts, moment) - 1, 0)]


LATEST = 400  # days after a cycle that an entry for it is still told apart by


def _check_ins(
    rows: QuerySet, entered_on: Mapping[int, DayOf]
) -> dict[int, list[Entered]]:
    """The effective ones by key result; a correction was entered with the first.

    `entered_on` tells the day where the owner of each key result lives, which is the
    day that decides in its ledger too.
    """
    replaced = _replaced(rows)
    effective = rows.order_by().filter(corrected_by=None)
    entries: dict[int, list[Entered]] = defaultdict(list)
    for pk, measured_on, created_at, corrects in effective.values_list(
        "key_result_id", "measured_on", "created_at", "corrects_id"
    ).iterator():
        while corrects:
            created_at, corrects = replaced[corrects]
        if day_of := entered_on.get(pk):  # none where it was made a moment ago
            entries[pk].append(Entered(measured_on, day_of(created_at)))
    return entries


def _replaced(rows: QuerySet) -> dict[int, tuple[datetime.datetime, int | None]]:
    """When each corrected entry was entered, and what it corrects itself."""
    corrected = rows.order_by().exclude(corrected_by=None)
    return {
        pk: (created_at, corrects)
        for pk, created_at, corrects in corrected.values_list(
            "pk", "created_at", "corrects_id"
        )
    }
