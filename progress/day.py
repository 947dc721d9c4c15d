"""What rules key results on a day, and what is owed for them then."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from objectives import clock
from objectives.models import KeyResult, User
from progress.absences import Away, days_away
from progress.cadence import Span
from progress.cadences import Cadences
from progress.due import Due, Freshness, Remembering, due_state


@dataclass(frozen=True)
class Day:
    """The site's day that figures are read for, and what rules the key results on it.

    `learn` the key results first, many at once; what is due is told from the day that
    it is where their owner lives.
    """

    today: datetime.date
    cadences: Cadences = field(default_factory=Cadences, compare=False, repr=False)
    away: Away = field(default_factory=dict, compare=False, repr=False)
    remembered: dict[int, Remembering] = field(
        default_factory=dict, compare=False, repr=False
    )

    def learn(self, key_results: Sequence[KeyResult]) -> None:
        """Read what rules these, passed with their objective, its team and owner."""
        self.cadences.learn(key_results)
        if owners := {kr.owner_id for kr in key_results} - self.away.keys():
            self.away.update(days_away(owners))

    def today_of(self, owner: User) -> datetime.date:
        return self.today + datetime.timedelta(days=clock.days_ahead(owner.time_zone))

    def due(
        self,
        key_result: KeyResult,
        measured_on: datetime.date | None,
        *,
        today: datetime.date | None = None,
        away: Sequence[Span] | None = None,
    ) -> Due | None:
        """What is owed for a key result that was last measured on `measured_on`.

        On its owner's day, unless another is given; so with the days `away`.
        """
        cycle = key_result.objective.cycle
        return due_state(
            cadence=self.cadence_of(key_result.pk),
            last_measured_on=measured_on,
            first_day=max(cycle.starts_on, began_on(key_result)),
            last_day=cycle.ends_on,
            today=today or self.today_of(key_result.owner),
            away=self.away[key_result.owner_id] if away is None else away,
        )

    def cadence_of(self, key_result_id: int) -> Remembering:
        schedule = self.cadences.schedule(key_result_id)
        if id(schedule) not in self.remembered:
            self.remembered[id(schedule)] = Remembering(schedule)
        return self.remembered[id(schedule)]

    def overdue(self, key_result: KeyResult) -> Freshness | None:
        """LATE or MISSED; None while its last value, as stored, is not overdue."""
        if key_result.closed_because:
            return None
        due = self.due(key_result, key_result.figures.measured_on)
        return due.freshness if group_of(due) == "overdue" else None


def began_on(key_result: KeyResult) -> datetime.date:
    """In the site's time zone: what is owed is the same for every reader."""
    site = timezone.get_default_timezone()
    return timezone.localdate(key_result.created_at, site)


def group_of(due: Due | None) -> str:
    """Where it stands in a queue: "overdue", "due", or "done" when nothing is owed."""
    if due is None or due.freshness == Freshness.UP_TO_DATE:
        return "done"
    return "due" if due.freshness == Freshness.DUE else "overdue"
