"""Measuring, told as the action that comes back: who, how often, when next.

Nothing of it is stored: the plan says who and how, the cadence how often.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from objectives import access, clock, keyset
from objectives.models import Cycle, KeyResult, MeasurementPlan, Objective, User
from progress.cadences import Ruling
from progress.filters import people_chosen, teams_chosen
from progress.models import ObjectiveFigures
from progress.readings import KeyResultReading
from progress.review_lists import ROWS, Part, capped
from progress.selection import COUNTED, Selection, one_by_one

WITHOUT, WITH = "without", "with"
PLACE = "objective__tree_id", "objective__lft"


@dataclass(frozen=True)
class Measuring:
    """The measuring of one key result; `plan` is None while nobody has said how."""

    reading: KeyResultReading

    @property
    def key_result(self) -> KeyResult:
        return self.reading.key_result

    @property
    def plan(self) -> MeasurementPlan | None:
        return getattr(self.key_result, "measurement_plan", None)

    @property
    def who(self) -> User:
        """Who the plan names, else the one who checks the key result in."""
        named = self.plan and self.plan.measured_by
        return named or self.key_result.owner

    @property
    def ruling(self) -> Ruling:
        return self.reading.ruling

    @property
    def next_on(self) -> datetime.date | None:
        """None where nothing is due any more."""
        return self.reading.next_due


def measuring_of(readings: Iterable[KeyResultReading]) -> list[Measuring]:
    """No query: pass readings of `shown_key_results`, which know plan and measurer."""
    return [Measuring(reading) for reading in readings]


def may_measure(user: User, key_results: Sequence[KeyResult]) -> set[int]:
    """The ids of those whose plan this person may write. 1 query."""
    allowed = KeyResult.objects.filter(access.actionable_key_results(user))
    allowed = allowed.exclude(objective__cycle__state=Cycle.State.CLOSED)
    own = allowed.filter(pk__in=[kr.pk for kr in key_results])
    return set(own.order_by().values_list("pk", flat=True))


# The list of all


@dataclass(frozen=True)
class Listed:
    """What this reader sees of a cycle's key results, with a plan or without."""

    user: User
    selection: Selection
    state: str

    def count(self) -> str:
        """Up to "1000+". 2 queries, of which part() asks the first no more."""
        return capped(self.rows.order_by().values("pk"))

    def part(self) -> Part:
        """In the order of their objectives' places, in which an index has them.

        2 queries, 3 of later parts.
        """
        rows = self.rows if self.are_few or self.selection.owner else self.walked()
        rows = behind(rows, self.selection.after).select_related(
            "objective", "owner", "measurement_plan__measured_by"
        )
        found = list(rows.order_by(*PLACE, "pk")[: ROWS + 1])
        return Part(found[:ROWS], key_of(found[ROWS - 1]) if found[ROWS:] else "")

    @property
    def rows(self) -> QuerySet[KeyResult]:
        """Of few objectives these are asked, and the rest of the cycle is not read."""
        rows = self.fitting()
        return rows.filter(objective__in=self.few) if self.are_few else rows

    def walked(self) -> QuerySet[KeyResult]:
        """The same of many, asked in a way that only the index of places serves."""
        rows = KeyResult.objects.filter(objective__cycle=self.selection.cycle)
        return rows.filter(one_by_one(self.fitting().order_by()))

    @property
    def are_few(self) -> bool:
        return self.few is not None

    @cached_property
    def few(self) -> list[int] | None:
        """Ids of those that have such key results; None where they are many."""
        has_such = "has_planned" if self.state == WITH else "has_unplanned"
        rows = ObjectiveFigures.objects.filter(
            cycle=self.selection.cycle, is_live=True, **{has_such: True}
        )
        if self.selection.team:
            rows = rows.filter(team__in=teams_chosen(self.selection.team))
        found = list(rows.order_by().values_list("pk", flat=True)[: COUNTED + 1])
        return found if len(found) <= COUNTED else None

    def fitting(self) -> QuerySet[KeyResult]:
        rows = KeyResult.objects.visible_to(self.user).live()
        rows = rows.filter(objective__cycle=self.selection.cycle)
        if self.selection.team:
            rows = rows.filter(objective__team__in=teams_chosen(self.selection.team))
        if self.selection.owner:
            rows = rows.filter(owner__in=people_chosen(self.selection.owner))
        plans = MeasurementPlan.objects.filter(key_result=OuterRef("pk"))
        return rows.filter(Exists(plans) if self.state == WITH else ~Exists(plans))


def behind(rows: QuerySet, after: tuple[int, int] | None) -> QuerySet:
    """All where the objective of `after` is gone."""
    objective_id, pk = after or (0, 0)
    found = Objective.objects.filter(pk=objective_id).first() if after else None
    if found is None:
        return rows
    place = found.tree_id, found.lft
    rest_of_it = Q(objective=found, pk__gt=pk)
    rows = rows.filter(Q(keyset.behind(PLACE, place)) | rest_of_it)
    return rows.filter(keyset.from_on(PLACE, place))  # where their index begins


def key_of(key_result: KeyResult) -> str:
    return f"{key_result.objective_id}-{key_result.pk}"


def without_plan(user: User, cycle: Cycle | None, **chosen: str) -> tuple[str, str]:
    """How many of a team's or a person's have no plan, and where they are listed.

    `chosen` is `team` or `owner`, an id as text. 2 queries; ("0", "") for no cycle.
    """
    if cycle is None:
        return "0", ""
    selection = Selection(cycle, clock.today(), **chosen)
    count = Listed(user, selection, WITHOUT).count()
    return count, reverse("measurement_plans") + selection.query()
