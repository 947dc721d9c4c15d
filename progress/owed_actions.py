"""What somebody does: the actions of theirs that are due or stuck, and what is news."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from objectives.models import Action, Cycle, User
from progress.models import ReminderPreference

LISTED = 20
SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class OwedActions:
    """On My updates: LISTED of them at most, what is due first in front."""

    actions: Sequence[Action]
    has_more: bool
    today: datetime.date


def running(person: User) -> QuerySet:
    """What the person has in the plan of a key result that is still pursued."""
    mine = Action.objects.filter(owner=person).in_plan()
    return mine.filter(
        key_result__dropped_at=None,
        key_result__objective__dropped_at=None,
        key_result__objective__cycle__state=Cycle.State.OPEN,
    ).select_related("key_result__objective__cycle")


def owed_actions(person: User, today: datetime.date) -> OwedActions:
    """Those due within a week, overdue ones included, and those blocked. 1 query."""
    wanted = Q(due_on__lte=today + SOON) | Q(state=Action.State.BLOCKED)
    rows = running(person).filter(wanted)
    found = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[: LISTED + 1])
    return OwedActions(found[:LISTED], len(found) > LISTED, today)


# In the daily digest


@dataclass(frozen=True)
class DueActions:
    """Actions of one person that are due on a day, and those late on it.

    `since` is the day up to which the person was told.
    """

    due: Sequence[Action]
    late: Sequence[Action]
    day: datetime.date
    since: datetime.date

    @property
    def is_news(self) -> bool:
        """Whether one of them has fallen due, or become late, since last told."""
        if self.day <= self.since:
            return False
        every = [*self.due, *self.late]
        return any(action.due_on >= self.since for action in every)


def due_actions(
    person: User,
    day: datetime.date,
    since: datetime.date,
    preference: ReminderPreference,
) -> DueActions:
    """As far as this person wants to hear of what is due and late. 1 query."""
    rows = running(person).filter(due_on__lte=day).order_by("due_on", "pk")
    found = list(rows)
    due = [action for action in found if action.due_on == day]
    late = [action for action in found if action.due_on < day]
    return DueActions(
        due if preference.due else [], late if preference.late else [], day, since
    )
