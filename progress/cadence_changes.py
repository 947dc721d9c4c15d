"""What a new policy would mean, shown before it is saved; and saving it.

A policy is for the due dates after the day it is saved on: today's date, and what is
owed for the ones before, stay as they were.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet

from objectives.locks import structure_lock
from objectives.models import User
from progress.cadence import DAY, DueDates
from progress.cadence_lots import Lot, counted_at, lots_below, lots_of, owners_of
from progress.cadence_places import Place
from progress.cadences import ORGANISATION, Cadences, Ruling, Way
from progress.free_days import FreeDays
from progress.models import CadencePolicy

SAID = (
    *("kind", "every", "weekdays", "month_day", "nth", "weekday", "anchor"),
    *("grace_days", "remind_days", "move", "is_locked", "is_removed"),
)
NEXT = 6


class Stale(Exception):
    """Somebody has said something else of this level meanwhile: `newest`."""

    def __init__(self, newest: CadencePolicy) -> None:
        super().__init__(str(newest))
        self.newest = newest


def said(policy: CadencePolicy) -> tuple:
    return tuple(getattr(policy, name) for name in SAID)


def digest(policy: CadencePolicy) -> str:
    """What a form carries to say that its dates were looked at."""
    what = (policy.key, policy.effective_from, said(policy))
    return hashlib.sha256(repr(what).encode()).hexdigest()


def newest(place: Place) -> CadencePolicy | None:
    return history(place).first()


def history(place: Place) -> QuerySet:
    """All that this level ever said, the newest first."""
    levels = {"team": None, "objective": None, "key_result": None} | place.columns
    rows = CadencePolicy.objects.filter(**levels)
    return rows.select_related("saved_by").order_by("-effective_from", "-pk")


def save(
    place: Place, policy: CadencePolicy, *, seen: int, by: User
) -> CadencePolicy | None:
    """Say it from tomorrow on; None where the level says just that already.

    `seen` is the id of the newest row that the form was opened with, 0 for none.
    Raises Stale when there is a newer one that says something else.
    """
    with structure_lock():
        stands = newest(place)
        if stands and said(stands) == said(policy):
            return None
        if stands is None and policy.is_removed:
            return None
        if (stands.pk if stands else 0) != seen:
            raise Stale(stands)
        policy.saved_by = by
        policy.save()
        return policy


@dataclass(frozen=True)
class NextDate:
    """A due date to come; `moved_from` is the day off that it was planned for."""

    on: datetime.date
    moved_from: datetime.date | None = None
    reason: str = ""  # the name of that day off; "" at weekends
    is_today: bool = False


@dataclass(frozen=True)
class Preview:
    """What would be due under a level, and whom that touches.

    The `owners` of very many key results are not counted: None. What large cycles hold
    was counted beforehand, some of it at `counted_at`.
    """

    dates: list[NextDate]
    key_results: int
    owners: int | None
    counted_at: datetime.datetime | None
    ruling: Ruling
    digest: str


def preview(place: Place, policy: CadencePolicy, today: datetime.date) -> Preview:
    """10 queries at most, however many key results lie below."""
    before = Cadences.everywhere()
    after = before.with_policy(policy)
    touched = touched_by(place, before, after, policy.effective_from)
    return Preview(
        next_dates(after, place.way, today),
        sum(lot.count for _, lot in touched),
        owners_of(touched, place.key_results, after),
        None if place.team_path is None else counted_at(),
        after.ruling_on(place.way, policy.effective_from),
        digest(policy),
    )


def next_dates(
    cadences: Cadences, levels: Way, today: datetime.date, count: int = NEXT
) -> list[NextDate]:
    schedule, found = cadences.schedule_on(levels), []
    day = today - DAY
    for _ in range(count):
        day = schedule.next_after(day)
        found.append(next_date(schedule.on(day), day, today))
    return found


def next_date(cadence: DueDates, on: datetime.date, today: datetime.date) -> NextDate:
    planned = cadence.planned_for(on)
    if on in planned:
        return NextDate(on, is_today=on == today)
    free = cadence.workdays.free
    reason = free.reason(planned[-1]) if isinstance(free, FreeDays) else ""
    return NextDate(on, planned[-1], reason, on == today)


def touched_by(
    place: Place, before: Cadences, after: Cadences, day: datetime.date
) -> list[tuple[str, Lot]]:
    """Those below whose due dates become others, with their team. 5 queries."""

    @cache
    def is_touched(levels: Way) -> bool:
        return rule_of(before, levels, day) != rule_of(after, levels, day)

    if place.team_path is None:
        lots = lots_of(place.key_results, after)
    else:
        lots = lots_below(after, place.team_path, place.key_results)
    return [(path, lot) for path, lot in lots if is_touched(lot.levels)]


def rule_of(cadences: Cadences, levels: Way, day: datetime.date) -> DueDates:
    return cadences.schedule_on(levels).on(day)


def counted(
    cadences: Cadences, lots: Sequence[Lot], day: datetime.date
) -> tuple[int, int]:
    """(key results whose rhythm the organisation says, all of them)."""
    own = [
        lot.count
        for lot in lots
        if cadences.ruling_on(lot.levels, day).rhythm.key == ORGANISATION
    ]
    return sum(own), sum(lot.count for lot in lots)
