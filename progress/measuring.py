"""Measuring, told as the action that comes back: who, how often, when next.

Nothing of it is stored: the plan says who and how, the cadence how often.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from objectives import access, clock
from objectives.models import Cycle, KeyResult, MeasurementPlan, User
from progress.cadences import Ruling
from progress.filters import people_chosen, teams_chosen
from progress.readings import KeyResultReading
from progress.review_lists import ROWS, Part, capped
from progress.selection import Selection

WITHOUT, WITH = "without", "with"


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
    rows = seen.filter(objective__cycle=selection.cycle)
    if selection.team:
        rows = rows.filter(objective__team__in=teams_chosen(selection.team))
    if selection.owner:
        rows = rows.filter(owner__in=people_chosen(selection.owner))
    if state == WITH:
        return rows.filter(measurement_plan__isnull=False)  # begins with the plans
    plans = MeasurementPlan.objects.filter(key_result=OuterRef("pk"))
    return rows.filter(~Exists(plans))


def part_of(user: User, selection: Selection, state: str) -> Part:
    """1 query."""
    rows = measured(user, selection, state).select_related(
        "objective", "owner", "measurement_plan__measured_by"
    )
    if selection.after:
        rows = rows.filter(pk__gt=selection.after[1])
    found = list(rows.order_by("pk")[: ROWS + 1])
    return Part(found[:ROWS], f"0-{found[ROWS - 1].pk}" if found[ROWS:] else "")


def counts(user: User, selection: Selection) -> dict[str, str]:
    """How many have none and how many have one, up to "1000+". 2 queries."""
    return {
        state: capped(measured(user, selection, state).order_by().values("pk"))
        for state in (WITHOUT, WITH)
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
