"""Behind a cell of the map of updates: each due date, and what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from objectives.models import Cycle, KeyResult, Team
from progress.asked import asked_id
from progress.compliance import ALONE, NO_TEAM, Week
from progress.counting import is_more_than_live, spans
from progress.owing import EVERYTHING, of_teams, owing_in, public
from progress.periods import Outcome, Period
from progress.readings import shown_key_results

WORST_FIRST = [
    Outcome.MISSED,
    Outcome.LATE,
    Outcome.OPEN,
    Outcome.EXCUSED,
    Outcome.ON_TIME,
]


@dataclass(frozen=True)
class Group:
    """Whose due dates are meant: of some teams (None: of no team), or of all."""

    team: Team | None = None
    team_ids: Sequence[int | None] | None = None
    is_alone: bool = False

    @property
    def is_teamless(self) -> bool:
        return self.team is None and self.team_ids is not None


def asked_group(text: str) -> Group | None:
    """ "" is everybody, "12" a team with those below it, "12-only" without them.

    None where the text names nothing. 2 queries at most.
    """
    if not text:
        return Group()
    if text == NO_TEAM:
        return Group(team_ids=[None])
    team = Team.objects.filter(pk=asked_id(text.removesuffix(ALONE))).first()
    if team is None:
        return None
    if text.endswith(ALONE):
        return Group(team, [team.pk], is_alone=True)
    below = Team.objects.filter(path__startswith=team.path)
    return Group(team, list(below.values_list("pk", flat=True)))


@dataclass(frozen=True)
class Line:
    """A key result's due date and what became of it."""

    key_result_id: int
    period: Period
    key_result: KeyResult | None = None

    @property
    def days_late(self) -> int | None:
        """From the due date to the day it was entered; None where it was not."""
        entered_on = self.period.entered_on
        return (
            None
            if entered_on is None
            else max((entered_on - self.period.due_on).days, 0)
        )


def is_wide(cycle: Cycle, group: Group) -> bool:
    """Whether these are more than are looked at for one page; 1 query."""
    return is_more_than_live(public(cycle) & of_teams(group.team_ids))


def all_lines(
    cycle: Cycle, week: Week, group: Group, today: datetime.date
) -> Iterator[Line]:
    """However many there are: some objectives at a time, in the order of their ids."""
    for first, behind in spans(cycle):
        some = Q(objective__gte=first, objective__lt=behind)
        yield from lines_of(cycle, week, group, today, some)


def lines_of(
    cycle: Cycle,
    week: Week,
    group: Group,
    today: datetime.date,
    asked: Q = EVERYTHING,
) -> list[Line]:
    """The due dates of a week, the worst first; 5 queries."""
    lines = [
        Line(owing.key_result_id, period)
        for owing in owing_in(cycle, of_teams(group.team_ids) & asked)
        for period in owing.due_so_far(today)
        if week.has(period.due_on)
    ]
    return sorted(lines, key=_worst_first)


def _worst_first(line: Line) -> tuple:
    worst = WORST_FIRST.index(line.period.outcome)
    return worst, line.period.due_on, line.key_result_id


def with_key_results(lines: Sequence[Line]) -> list[Line]:
    """The same lines with what a page names of each; 1 query."""
    ids = {line.key_result_id for line in lines}
    wanted = KeyResult.objects.filter(pk__in=ids, objective__is_private=False)
    found = shown_key_results(wanted).select_related("objective__team__parent")
    by_id = found.in_bulk()
    return [
        Line(line.key_result_id, line.period, by_id[line.key_result_id])
        for line in lines
        if line.key_result_id in by_id
    ]
