"""What somebody owes: a queue of key results, the most overdue first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from objectives import access
from objectives.models import Absence, KeyResult, Organisation, User
from progress.absences import Away, days_away, stood_in_for
from progress.due import Due
from progress.readings import (
    Day,
    KeyResultReading,
    began_on,
    group_of,
    read_key_results,
    shown_key_results,
)


@dataclass(frozen=True)
class Owed:
    """One line of somebody's queue: which key result, and what is owed for it.

    `absence` is why it is another person's: the reader stands in for its owner.
    """

    key_result_id: int
    due: Due
    absence: Absence | None = None

    @property
    def group(self) -> str:
        return f"for-{self.absence.pk}" if self.absence else group_of(self.due)

    @property
    def order(self) -> tuple:
        place = GROUPS.index(self.group) if self.group in GROUPS else len(GROUPS)
        return place, self.group, self.due.on


GROUPS = ["overdue", "due", "done"]


def queue(user: User, day: Day) -> list[Owed]:
    """All this person's key results with a due date, the most overdue first.

    Those of people this person stands in for follow. 4 queries of few columns: they
    grow with what the person owns, not with the organisation.
    """
    own = KeyResult.objects.filter(owner=user)
    lines = lines_of(own, day, days_away([user.pk]))
    if absences := stood_in_for(user, day.today):
        lines += delegated_lines(user, day, absences)
    return sorted(lines, key=lambda line: line.order)


def delegated_lines(user: User, day: Day, absences: dict[int, Absence]) -> list[Owed]:
    given = access.delegated_key_results(user).exclude(owner=user)
    return lines_of(given, day, days_away(absences), absences)


def lines_of(
    key_results: QuerySet,
    day: Day,
    away: Away,
    absences: dict[int, Absence] | None = None,
) -> list[Owed]:
    """A line for each open one with a due date; 1 query."""
    rows = key_results.open().order_by("objective_id", "pk")
    rows = rows.select_related("objective__cycle", "figures").only(
        "owner",
        "created_at",
        "figures__measured_on",
        "objective__cycle__starts_on",
        "objective__cycle__ends_on",
    )
    lines = []
    for row in rows:
        cycle, measured_on = row.objective.cycle, row.figures.measured_on
        due = day.due(cycle, began_on(row), measured_on, away[row.owner_id])
        if due:
            absence = (absences or {}).get(row.owner_id)
            lines.append(Owed(row.pk, due, absence))
    return lines


def owed_count(user: User, today: datetime.date) -> int:
    """How many updates this person owes, of their own. 3 queries."""
    day = Day.of(Organisation.load(), today)
    lines = lines_of(KeyResult.objects.filter(owner=user), day, days_away([user.pk]))
    return sum(line.group != "done" for line in lines)


def readings_of(lines: Iterable[Owed], day: Day) -> list[KeyResultReading]:
    """Readings of these lines in their order; 3 queries."""
    ids = [line.key_result_id for line in lines]
    found = shown_key_results(KeyResult.objects.filter(pk__in=ids)).in_bulk()
    return read_key_results([found[pk] for pk in ids], day)
