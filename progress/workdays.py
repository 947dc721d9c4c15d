"""Days off to come, and the due dates that they move."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from objectives.locks import structure_lock
from objectives.models import User
from progress.cadence import DAY
from progress.cadence_lots import Lot
from progress.cadences import Cadences
from progress.due import Schedule
from progress.free_days import NAMES, country_name, holidays_in
from progress.models import ClosedDay, WorkCalendar

AHEAD = 180  # days that the table shows


@dataclass(frozen=True)
class DayOff:
    """A free day; `moves` are (how many updates, the day they move to)."""

    day: datetime.date
    name: str
    calendar: str  # the country; "" for the organisation's own
    closed: ClosedDay | None
    moves: list[tuple[int, datetime.date]]
    may_remove: bool = False  # closed by the organisation on a day to come


def days_off(
    cadences: Cadences, lots: Sequence[Lot], today: datetime.date
) -> list[DayOff]:
    """Those to come in half a year, the first one first; 1 query.

    `lots` are of all live key results.
    """
    until = today + DAY * AHEAD
    own = ClosedDay.objects.filter(day__gte=today).order_by("day")
    found = [(row.day, row.name, "", row) for row in own]
    country = cadences.calendar.latest.country
    found += [
        (day, name, country_name(country), None)
        for day, name in public(country, today, until)
    ]
    groups = groups_of(cadences, lots)
    return [
        DayOff(*parts, moves(groups, parts[0]), bool(parts[3]) and parts[0] > today)
        for parts in sorted(found, key=lambda parts: (parts[0], parts[1]))
    ]


def public(
    country: str, today: datetime.date, until: datetime.date
) -> Iterator[tuple[datetime.date, str]]:
    if not country:
        return
    language = NAMES.get(get_language() or "")
    for year in sorted({today.year, until.year}):
        for day, name in holidays_in(country, year, language).items():
            if today <= day <= until:
                yield day, name


@dataclass
class Group:
    """Key results that are due on the same days, in cycles that end together."""

    schedule: Schedule
    ends_on: datetime.date
    count: int = 0


def groups_of(cadences: Cadences, lots: Sequence[Lot]) -> list[Group]:
    """A group for each schedule and end."""
    groups: dict[tuple[int, datetime.date], Group] = {}
    for lot in lots:
        schedule = cadences.schedule_on(lot.levels)
        key = (id(schedule), lot.ends_on)
        groups.setdefault(key, Group(schedule, lot.ends_on)).count += lot.count
    return list(groups.values())


def moves(groups: list[Group], day: datetime.date) -> list[tuple[int, datetime.date]]:
    """(how many updates, the day they move to) for a day off, the first day first."""
    counted: Counter[datetime.date] = Counter()
    for group in groups:
        to = group.schedule.on(day).moved_from(day) if day <= group.ends_on else None
        if to:
            counted[to] += group.count
    return [(count, to) for to, count in sorted(counted.items())]


def save_workdays(
    *, weekend: int, country: str, seen: int, by: User, effective_from: datetime.date
) -> bool:
    """Say it from that day on; False where somebody has said something else since."""
    with structure_lock():
        last = WorkCalendar.objects.order_by("effective_from", "pk").last()
        if last and (last.weekend, last.country) == (weekend, country):
            return True
        if (last.pk if last else 0) != seen:
            return False
        WorkCalendar.objects.create(
            effective_from=effective_from,
            weekend=weekend,
            country=country,
            saved_by=by,
        )
        return True
