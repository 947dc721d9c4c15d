"""Days away, as the reckoning of due dates takes them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from objectives.models import Absence, User
from progress.cadence import Span

Away = Mapping[int, tuple[Span, ...]]  # by the id of the person


def days_away(people: Iterable[int]) -> Away:
    """The days away of these people, whose ids they are; 1 query."""
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    rows = Absence.objects.filter(person__in=set(people)).order_by("starts_on")
    for person, starts_on, ends_on in rows.values_list(
        "person", "starts_on", "ends_on"
    ):
        found[person] += ((starts_on, ends_on),)
    return found


def stood_in_for(delegate: User, day: datetime.date) -> dict[int, Absence]:
    """Whom this person stands in for on that day, by the id of the absent; 1 query."""
    rows = Absence.objects.on(day).filter(delegate=delegate)
    return {row.person_id: row for row in rows.select_related("person")}
