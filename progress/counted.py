"""The map of updates of a large cycle, as it was counted beforehand.

It says what compliance.py says of the same moment, and reads the rows of one level
of teams only. progress/counting.py writes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from objectives.models import Cycle, Team
from progress.compliance import (
    ALONE,
    NO_TEAM,
    Compliance,
    Row,
    Tally,
    by_name,
    weeks_of,
)
from progress.models import UpdatesCount
from progress.periods import Outcome


def counted_compliance(cycle: Cycle, below: Team | None = None) -> Compliance:
    """The map of all teams, or of those below one; 4 queries at most."""
    top = below or only_root(cycle)
    teams: dict[str, Row] = {
        str(team.pk): Row(team) for team in Team.objects.filter(parent=top)
    }
    if top:
        teams[f"{top.pk}{ALONE}"] = Row(top, is_alone=True)
    if not below:
        teams[NO_TEAM] = Row(None)
    weeks = weeks_of(cycle)
    rows = filled(cycle, teams, len(weeks))
    return Compliance(weeks, sorted(rows, key=by_name), below)


def only_root(cycle: Cycle) -> Team | None:
    """The one team that others lie below and none lies outside; 2 queries."""
    roots = {str(team.pk): team for team in Team.objects.filter(parent=None)}
    counted = UpdatesCount.objects.filter(cycle=cycle, week=1, key__in=list(roots))
    found = list(counted.values_list("key", "has_below"))
    return roots[found[0][0]] if [below for _, below in found] == [True] else None


def filled(cycle: Cycle, rows: dict[str, Row], weeks: int) -> list[Row]:
    """Those of these rows that anything was counted for; 1 query."""
    counted: dict[str, list[UpdatesCount]] = defaultdict(list)
    for count in UpdatesCount.objects.filter(cycle=cycle, key__in=list(rows)):
        counted[count.key].append(count)
    for key, parts in counted.items():
        rows[key].cells = cells_of(parts, weeks)
        rows[key].has_below = parts[0].has_below
    return [rows[key] for key in counted]


def cells_of(counts: Sequence[UpdatesCount], weeks: int) -> list[Tally]:
    cells = [Tally() for _ in range(weeks)]
    for count in counts:
        numbers = {outcome: getattr(count, outcome) for outcome in Outcome}
        cells[count.week - 1] = Tally(**numbers)
    return cells
