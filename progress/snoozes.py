"""Putting reminders off: until the next due date of each key result, and no longer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from objectives.access import visible_objectives
from objectives.models import KeyResult, User
from progress.day import Day
from progress.models import Snooze
from progress.reminding import Item, Kind, Reader

NEXT_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Owed:
    """What can be put off, and the day from which on it is told of again."""

    key_result: KeyResult
    until: datetime.date


def owed(person: User, today: datetime.date, subject: int = 0) -> list[Owed]:
    """What this person owes or will owe soon; `subject` is the id of one, 0 for all."""
    reader = Reader(Day(today), today)
    own = KeyResult.objects.filter(owner=person)
    if subject:
        own = own.filter(pk=subject)
    items = [item for item in reader.items(own) if item.kind]
    if not subject:
        items = [item for item in items if item.kind != Kind.COMING]
    return [Owed(item.key_result, until(item)) for item in items]


def until(item: Item) -> datetime.date:
    """Its next due date; where there is none, when its cycle is over."""
    last = item.key_result.objective.cycle.ends_on + NEXT_DAY
    if item.kind == Kind.LATE:
        return max(item.due.next_on or last, item.today + NEXT_DAY)
    return item.due.next_on or last


def put_off(person: User, items: Iterable[Owed]) -> None:
    for item in items:
        Snooze.objects.update_or_create(
            person=person, key_result=item.key_result, defaults={"until": item.until}
        )


def of(person: User, today: datetime.date) -> QuerySet[Snooze]:
    """What this person has put off and may still see."""
    seen = visible_objectives(person, "key_result__objective__")
    rows = Snooze.objects.filter(seen, person=person, until__gt=today)
    return rows.select_related("key_result").order_by("until", "pk")


def end(person: User) -> None:
    Snooze.objects.filter(person=person).delete()
