"""Measuring, told as the action that comes back: who, how often, when next.

Nothing of it is stored: the plan says who and how, the cadence how often.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from objectives import access, clock
from objectives.models import Cycle, KeyResult, MeasurementPlan, Objective, User
from progress.cadences import Ruling
from progress.filters import people_chosen, teams_chosen
from progress.readings import KeyResultReading
from progress.review_lists import ROWS, Part, capped
from progress.selection import Selection

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


def measured(user: User, selection: Selection, state: str) -> QuerySet[KeyResult]:
    """What this reader sees of the cycle's key results, with a plan or without."""
    seen = KeyResult.objects.visible_to(user).live()
    rows = owned(placed(seen, selection, "objective__"), selection)
    plans = MeasurementPlan.objects.filter(key_result=OuterRef("pk"))
    return rows.filter(Exists(plans) if state == WITH else ~Exists(plans))


def planned(user: User, selection: Selection) -> QuerySet[KeyResult]:
    """The same of those with a plan, from the plans on: for few plans among many."""
    seen = placed(Objective.objects.visible_to(user).live(), selection)
    rows = KeyResult.objects.filter(
        Exists(seen.filter(pk=OuterRef("objective"))),
        dropped_at=None,
        pk__in=MeasurementPlan.objects.values("key_result"),
    )
    return owned(rows, selection)


def placed(rows: QuerySet, selection: Selection, of: str = "") -> QuerySet:
    """Of the cycle and team asked for; objectives, or what leads to one by `of`."""
    rows = rows.filter(**{f"{of}cycle": selection.cycle})
    if selection.team:
        rows = rows.filter(**{f"{of}team__in": teams_chosen(selection.team)})
    return rows


def owned(rows: QuerySet, selection: Selection) -> QuerySet:
    if not selection.owner:
        return rows
    return rows.filter(owner__in=people_chosen(selection.owner))


def part_of(user: User, selection: Selection, state: str, *, few: bool) -> Part:
    """In the order of their objectives' places, in which an index has them.

    `few` says that all of them are fewer than are counted. 1 query, 2 of later parts.
    """
    is_planned = state == WITH and few
    rows = planned(user, selection) if is_planned else measured(user, selection, state)
    rows = behind(rows, selection.after)
    rows = rows.select_related("objective", "owner", "measurement_plan__measured_by")
    found = list(rows.order_by(*PLACE, "pk")[: ROWS + 1])
    return Part(found[:ROWS], key_of(found[ROWS - 1]) if found[ROWS:] else "")


def behind(rows: QuerySet, after: tuple[int, int] | None) -> QuerySet:
    """All where the objective of `after` is gone."""
    objective_id, pk = after or (0, 0)
    found = Objective.objects.filter(pk=objective_id).first() if after else None
    if found is None:
        return rows
    tree, left = found.tree_id, found.lft
    further = Q(objective__tree_id=tree, objective__lft__gt=left)
    further |= Q(objective__tree_id__gt=tree) | Q(objective=found, pk__gt=pk)
    return rows.filter(further)


def key_of(key_result: KeyResult) -> str:
    return f"{key_result.objective_id}-{key_result.pk}"


def counts(user: User, selection: Selection) -> dict[str, str]:
    """How many have none and how many have one, up to "1000+". 2 queries."""
    rows = {WITHOUT: measured(user, selection, WITHOUT), WITH: planned(user, selection)}
    return {
        state: capped(found.order_by().values("pk")) for state, found in rows.items()
    }


def without_plan(user: User, cycle: Cycle | None, **chosen: str) -> tuple[str, str]:
    """How many of a team's or a person's have no plan, and where they are listed.

    `chosen` is `team` or `owner`, an id as text. 2 queries; ("0", "") for no cycle.
    """
    if cycle is None:
        return "0", ""
    selection = Selection(cycle, clock.today(), **chosen)
    rows = measured(user, selection, WITHOUT).order_by().values("pk")
    return capped(rows), reverse("measurement_plans") + selection.query()
