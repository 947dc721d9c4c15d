"""What somebody owes: a queue of key results, the most overdue first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from objectives import access
from objectives.models import Absence, KeyResult, User
from progress.absences import stood_in_for
from progress.day import Day, group_of
from progress.due import Due
from progress.readings import (
    KeyResultReading,
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

    Those of people this person stands in for follow. 6 queries of few columns: they
    grow with what the person owns, not with the organisation.
    """
    lines = owed_for(KeyResult.objects.filter(owner=user), day)
    if absences := stood_in_for(user, day.today):
        lines += delegated_lines(user, day, absences)
    return sorted(lines, key=lambda line: line.order)


def delegated_lines(user: User, day: Day, absences: dict[int, Absence]) -> list[Owed]:
    given = access.delegated_key_results(user).exclude(owner=user)
    return owed_for(given, day, absences)


def owed_for(
    key_results: QuerySet, day: Day, absences: dict[int, Absence] | None = None
) -> list[Owed]:
    """A line for each open one with a due date, however many; 5 queries.

    Only 1 or 2 where `day` has read what rules others. `absences` are why these are
    another person's, by the id of their owner.
    """
    rows = list(slim(key_results.open()).order_by("objective_id", "pk"))
    day.learn(rows)
    found = ((row, day.due(row, row.figures.measured_on)) for row in rows)
    absences = absences or {}
    return [Owed(row.pk, due, absences.get(row.owner_id)) for row, due in found if due]


def slim(key_results: QuerySet) -> QuerySet:
    """With the columns that say what is due, and no other."""
    return key_results.select_related(
        "objective__cycle", "objective__team", "owner", "figures"
    ).only(
        "created_at",
        "owner__time_zone",
        "figures__measured_on",
        "objective__team__path",
        "objective__cycle__starts_on",
        "objective__cycle__ends_on",
    )


def owed_count(user: User, day: Day) -> int:
    """How many updates this person owes, of their own; 5 queries, 1 for none."""
    lines = owed_for(KeyResult.objects.filter(owner=user), day)
    return sum(line.group != "done" for line in lines)


def readings_of(lines: Iterable[Owed], day: Day) -> list[KeyResultReading]:
    """Readings of these lines in their order; 2 queries where `day` knows them."""
    ids = [line.key_result_id for line in lines]
    found = shown_key_results(KeyResult.objects.filter(pk__in=ids)).in_bulk()
    return read_key_results([found[pk] for pk in ids], day)
