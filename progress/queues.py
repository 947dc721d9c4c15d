"""What somebody owes: a queue of key results, the most overdue first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from objectives.models import KeyResult, Organisation, User
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
    """One line of somebody's queue: which key result, and what is owed for it."""

    key_result_id: int
    due: Due

    @property
    def group(self) -> str:
        return group_of(self.due)


GROUPS = ["overdue", "due", "done"]


def queue(user: User, day: Day) -> list[Owed]:
    """All this person's key results with a due date, the most overdue first.

    1 query of few columns: it grows with what the person owns, not with the
    organisation.
    """
    rows = KeyResult.objects.open().filter(owner=user).order_by("objective_id", "pk")
    rows = rows.select_related("objective__cycle", "figures").only(
        "created_at",
        "figures__measured_on",
        "objective__cycle__starts_on",
        "objective__cycle__ends_on",
    )
    lines = []
    for row in rows:
        due = day.due(row.objective.cycle, began_on(row), row.figures.measured_on)
        if due:
            lines.append(Owed(row.pk, due))
    return sorted(lines, key=lambda line: (GROUPS.index(line.group), line.due.on))


def owed_count(user: User, today: datetime.date) -> int:
    """How many updates this person owes. 2 queries."""
    day = Day.of(Organisation.load(), today)
    return sum(line.group != "done" for line in queue(user, day))


def readings_of(lines: Iterable[Owed], day: Day) -> list[KeyResultReading]:
    """Readings of these lines in their order; 2 queries."""
    ids = [line.key_result_id for line in lines]
    found = shown_key_results(KeyResult.objects.filter(pk__in=ids)).in_bulk()
    return read_key_results([found[pk] for pk in ids], day)
