"""Days away, as the reckoning of due dates takes them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from objectives.models import Absence, Cycle, User
from progress.cadence import Span

Away = dict[int, tuple[Span, ...]]  # by the id of the person


def days_away(people: Iterable[int]) -> Away:
    """The days away of each of these people, whose ids they are; 1 query."""
    wanted = set(people)
    found = _by_person(Absence.objects.filter(person__in=wanted))
    return {person: found.get(person, ()) for person in wanted}


def days_away_in(cycle: Cycle) -> Away:
    """The days away of everybody that touch a cycle; 1 query."""
    touching = Q(starts_on__lte=cycle.ends_on, ends_on__gte=cycle.starts_on)
    return _by_person(Absence.objects.filter(touching))


def _by_person(absences: QuerySet) -> Away:
    found: Away = {}
    rows = absences.order_by("starts_on")
    for person, starts_on, ends_on in rows.values_list(
        "person", "starts_on", "ends_on"
    ):
        found[person] = (*found.get(person, ()), (starts_on, ends_on))
    return found


def stood_in_for(delegate: User, day: datetime.date) -> dict[int, Absence]:
    """Whom this person stands in for on that day, by the id of the absent; 1 query."""
    rows = Absence.objects.on(day).filter(delegate=delegate)
    return {row.person_id: row for row in rows.select_related("person")}
