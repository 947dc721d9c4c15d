"""Days away, as the reckoning of due dates takes them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from objectives.models import Absence, Cycle, User
from progress.cadence import Span

Away = Mapping[int, tuple[Span, ...]]  # by the id of the person


def days_away(people: Iterable[int]) -> Away:
    """The days away of these people, whose ids they are; 1 query."""
    return _by_person(Absence.objects.filter(person__in=set(people)))


def days_away_in(cycle: Cycle) -> Away:
    """The days away of everybody that touch a cycle; 1 query."""
    touching = Q(starts_on__lte=cycle.ends_on, ends_on__gte=cycle.starts_on)
    return _by_person(Absence.objects.filter(touching))


def _by_person(absences: QuerySet) -> Away:
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    rows = absences.order_by("starts_on")
    for person, starts_on, ends_on in rows.values_list(
        "person", "starts_on", "ends_on"
    ):
        found[person] += ((starts_on, ends_on),)
    return found


def stood_in_for(delegate: User, day: datetime.date) -> dict[int, Absence]:
    """Whom this person stands in for on that day, by the id of the absent; 1 query."""
    rows = Absence.objects.on(day).filter(delegate=delegate)
    return {row.person_id: row for row in rows.select_related("person")}
