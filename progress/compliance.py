"""Updates on time: what became of the due dates of a cycle, by team and week.

A period belongs to the week of the cycle that its due date lies in, and counts from
that date on. A row of the map is a team with all teams below it, so that no key
result stands in two rows and the rows add up to the last. Private objectives are left
out for everybody: a number that was not the same for all would give them away.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from django.db.models import Q

from objectives.models import Cycle, Team
from progress import measure
from progress.owing import EVERYTHING, owing_in
from progress.periods import Outcome

WEEK = datetime.timedelta(weeks=1)
DAY = datetime.timedelta(days=1)
ALONE = "-only"  # behind a team's id: without the teams below it
NO_TEAM = "none"


@dataclass
class Tally:
    """How many updates were due, and what became of them."""

    on_time: int = 0
    late: int = 0  # made after the due date, or still awaited in the days of grace
    missed: int = 0
    open: int = 0  # due today, and the day is not over
    excused: int = 0  # somebody was away: counts nowhere else

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missed + self.open

    @property
    def share(self) -> int | None:
        """On time of due, in millionths."""
        return measure.to_figure(Fraction(self.on_time, self.due)) if self.due else None

    @property
    def missing(self) -> int:
        """How dark its cell is: from 0, none late or missed, to 4, most of them."""
        wrong = (self.late + self.missed) * 100
        limits = (0, 15 * self.due, 34 * self.due, 60 * self.due)
        return sum(wrong > limit for limit in limits)

    def count(self, outcome: Outcome) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def add(self, other: Tally) -> None:
        for outcome in Outcome:
            setattr(self, outcome, getattr(self, outcome) + getattr(other, outcome))


@dataclass(frozen=True)
class Week:
    """A column: a week of the cycle, counted from its first day."""

    number: int
    starts_on: datetime.date
    ends_on: datetime.date

    def has(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def weeks_of(cycle: Cycle) -> list[Week]:
    """The last one takes in the last day, as `Cycle.week_of` does."""
    starts = [cycle.starts_on + number * WEEK for number in range(cycle.weeks)]
    ends = [start - DAY for start in starts[1:]] + [cycle.ends_on]
    pairs = zip(starts, ends, strict=True)
    return [Week(number, *pair) for number, pair in enumerate(pairs, start=1)]


@dataclass
class Row:
    """A team and its cells, one for each week.

    `team` is None in the row of objectives that belong to no team; `is_alone` says
    that the teams below it are not counted, since they have rows of their own.
    """

    team: Team | None
    is_alone: bool = False
    has_below: bool = False
    cells: list[Tally] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What an address says of it; drill_down.py reads it."""
        if self.team is None:
            return NO_TEAM
        return f"{self.team.pk}{ALONE if self.is_alone else ''}"

    def add(self, cells: Sequence[Tally], team_id: int | None) -> None:
        """What one of its teams owed."""
        self.cells = self.cells or [Tally() for _ in cells]
        self.has_below |= self.team is not None and self.team.pk != team_id
        for whole, part in zip(self.cells, cells, strict=True):
            whole.add(part)


@dataclass
class Compliance:
    """The map of a cycle, or of one team's part of it where that was `asked`."""

    weeks: list[Week]
    rows: list[Row]
    asked: Team | None = None

    @property
    def key(self) -> str:
        """What an address says of all rows together."""
        return str(self.asked.pk) if self.asked else ""

    @cached_property
    def total(self) -> list[Tally]:
        """What the rows add up to, by week."""
        sums = [Tally() for _ in self.weeks]
        for row in self.rows:
            for whole, part in zip(sums, row.cells, strict=True):
                whole.add(part)
        return sums

    @cached_property
    def latest(self) -> tuple[Week, Tally] | None:
        """The last week in which anything was due so far."""
        pairs = list(zip(self.weeks, self.total, strict=True))
        return next((pair for pair in reversed(pairs) if pair[1].due), None)


def compliance(
    cycle: Cycle, today: datetime.date, below: Team | None = None
) -> Compliance:
    """The map of all teams, or of those below one; 6 queries.

    Where everything lies below one team, its parts say more than its one row.
    """
    weeks = weeks_of(cycle)
    teams = {team.pk: team for team in Team.objects.all()}
    counted = by_team(cycle, today)
    top = below or _only_root(counted, teams)
    rows = _rows(counted, teams, top)
    if below:
        rows = [row for row in rows if row.team]
    return Compliance(weeks, sorted(rows, key=by_name), below)


def by_team(
    cycle: Cycle, today: datetime.date, asked: Q = EVERYTHING
) -> dict[int | None, list[Tally]]:
    """What every team owed itself, by week; `asked` is as for `owing_in`."""
    weeks = weeks_of(cycle)
    counted: dict[int | None, list[Tally]] = {}
    numbers = {day: cycle.week_of(day) - 1 for day in _days(cycle)}
    for owing in owing_in(cycle, asked):
        if owing.team_id not in counted:
            counted[owing.team_id] = [Tally() for _ in weeks]
        cells = counted[owing.team_id]
        for period in owing.due_so_far(today):
            cells[numbers[period.due_on]].count(period.outcome)
    return counted


def _days(cycle: Cycle) -> Iterator[datetime.date]:
    return (cycle.starts_on + DAY * number for number in range(cycle.days + 1))


def _only_root(
    team_ids: Iterable[int | None], teams: Mapping[int, Team]
) -> Team | None:
    """The one team that others lie below and none lies outside."""
    paths = [ids_of(teams[pk]) for pk in team_ids if pk is not None]
    roots = {path[0] for path in paths}
    if len(roots) != 1 or all(len(path) == 1 for path in paths):
        return None
    return teams[roots.pop()]


def _rows(
    counted: Mapping[int | None, Sequence[Tally]],
    teams: Mapping[int, Team],
    top: Team | None,
) -> list[Row]:
    """A row for each team right below `top`, with everything below that one."""
    rows: dict[str, Row] = {}
    for team_id, cells in counted.items():
        row = _row_of(team_id, teams, top)
        if row:
            rows.setdefault(row.key, row).add(cells, team_id)
    return list(rows.values())


def _row_of(
    team_id: int | None, teams: Mapping[int, Team], top: Team | None
) -> Row | None:
    """The row that this team counts in, still empty; None where it lies outside."""
    if team_id is None:
        return Row(None)
    path = ids_of(teams[team_id])
    if top is None:
        return Row(teams[path[0]])
    if top.pk not in path:
        return None
    under = path[path.index(top.pk) + 1 :]
    return Row(teams[under[0]]) if under else Row(top, is_alone=True)


def ids_of(team: Team) -> list[int]:
    """The ids of the teams above it and its own, from the top."""
    return [int(pk) for pk in team.path.strip("/").split("/")]


def by_name(row: Row) -> tuple[bool, bool, str]:
    """A team itself before those below it; objectives without a team last."""
    if row.team is None:
        return True, False, ""
    return False, not row.is_alone, row.team.name.casefold()
