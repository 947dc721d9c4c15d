"""Which cadence rules a key result, since when, and which level says so.

From the organisation through the teams, from the top down, and the objective to the
key result: each part of a cadence comes from the nearest level that says it; below a
locked level nobody says anything. What was said earlier keeps ruling its own days.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from objectives.models import KeyResult
from progress.cadence import DueDates, Move, Workdays
from progress.due import Schedule
from progress.free_days import FreeDays
from progress.models.cadence import (
    BEGINNING,
    OF_ORGANISATION,
    CadencePolicy,
    ClosedDay,
    WorkCalendar,
    days_of,
    usual,
)

Level = tuple[str, int]  # ("team", 4): which kind of level, and its id
ORGANISATION: Level = ("organisation", 0)
MANY = 500  # of so many key results on, what all of them say is read at once


@dataclass(frozen=True)
class Ruling:
    """What rules on a day: for each part, the policy that says it.

    `locked_by` is the highest locked policy; what is said below it does not count.
    """

    rhythm: CadencePolicy
    grace: CadencePolicy
    remind: CadencePolicy
    move: CadencePolicy
    locked_by: CadencePolicy | None = None

    def due_dates(self, workdays: Workdays) -> DueDates:
        return DueDates(
            self.rhythm.rule,
            self.grace.grace_days,
            Move(self.move.move),
            workdays,
            self.remind.remind_days,
        )


def ruling_of(policies: Iterable[CadencePolicy]) -> Ruling:
    """Of the policies in force on the way down; the first is the organisation's."""
    parts: dict[str, CadencePolicy] = {}
    for policy in policies:
        parts.update(dict.fromkeys(said_by(policy), policy))
        if policy.is_locked:
            return Ruling(**parts, locked_by=policy)
    return Ruling(**parts)


def said_by(policy: CadencePolicy) -> list[str]:
    """The parts that this policy does not leave to the level above."""
    said = {
        "rhythm": bool(policy.kind),
        "grace": policy.grace_days is not None,
        "remind": policy.remind_days is not None,
        "move": bool(policy.move),
    }
    return [part for part, is_said in said.items() if is_said]


class Calendar:
    """The organisation's working days, as they were and are. 2 queries."""

    def __init__(self) -> None:
        self.versions = list(WorkCalendar.objects.order_by("effective_from", "pk"))
        self.closed = dict(ClosedDay.objects.values_list("day", "name"))

    @property
    def days(self) -> set[datetime.date]:
        """The days from which on it was another."""
        return {version.effective_from for version in self.versions}

    @property
    def latest(self) -> WorkCalendar:
        """What is said last; an unsaved one without days off before the first."""
        return self.versions[-1] if self.versions else WorkCalendar()

    def on(self, day: datetime.date) -> Workdays:
        version = last_said(self.versions, day) or WorkCalendar()
        weekend = frozenset(days_of(version.weekend))
        return Workdays(weekend, FreeDays(version.country, self.closed))


def last_said(versions: Sequence, day: datetime.date):
    """The version in force on that day; None before the first."""
    return next((v for v in reversed(versions) if v.effective_from <= day), None)


Way = tuple[Level, ...]  # the levels that may say something, from the top down


def way_to_team(path: str | None) -> Way:
    """The organisation, then the teams of a path such as "/1/4/" from the top down."""
    teams = (path or "").strip("/").split("/")
    return (ORGANISATION, *(("team", int(pk)) for pk in teams if pk))


def way(path: str | None, objective_id: int, key_result_id: int) -> Way:
    """All levels that may say something about a key result."""
    above = way_to_team(path)
    return (*above, ("objective", objective_id), ("key_result", key_result_id))


def way_to(key_result: KeyResult) -> Way:
    team = key_result.objective.team
    return way(team and team.path, key_result.objective_id, key_result.pk)


class Cadences:
    """Answers for any number of key results in 3 queries; 1 more for new ones.

    Ways are told apart by the levels on them that ever said something, and those are
    few: so thousands of key results share a handful of schedules.
    """

    def __init__(self) -> None:
        self.ways: dict[int, Way] = {}
        self.policies: dict[Level, list[CadencePolicy]] = defaultdict(list)
        self.schedules: dict[Way, Schedule] = {}
        self.is_general_known = False

    @classmethod
    def for_key_results(cls, ids: Iterable[int]) -> Cadences:
        """Knows these key results; 1 query more, for the teams they belong to."""
        found = cls()
        wanted = KeyResult.objects.filter(pk__in=set(ids))
        found.learn(list(wanted.select_related("objective__team")))
        return found

    @classmethod
    def everywhere(cls) -> Cadences:
        """Knows what every level says, for ways that are built with `way_to_team`."""
        found = cls()
        found._read(Q())
        return found

    def with_policy(self, policy: CadencePolicy) -> Cadences:
        """What would be known if this policy were saved."""
        other = Cadences()
        other.policies = defaultdict(list, self.policies)
        other.policies[policy.key] = [*self.said(policy.key), policy]
        other.calendar, other.is_general_known = self.calendar, True
        return other

    def learn(self, key_results: Sequence[KeyResult]) -> None:
        """Read what is said about these; pass them with their objective and team."""
        new = [kr for kr in key_results if kr.pk not in self.ways]
        if new:
            self.ways |= {kr.pk: way_to(kr) for kr in new}
            self._read(self._about(new))

    def _about(self, key_results: Sequence[KeyResult]) -> Q:
        objective, key_result = Q(objective__isnull=False), Q(key_result__isnull=False)
        if len(key_results) <= MANY:
            objective = Q(objective__in={kr.objective_id for kr in key_results})
            key_result = Q(key_result__in=[kr.pk for kr in key_results])
        general = Q(team__isnull=False) | OF_ORGANISATION
        if self.is_general_known:
            return objective | key_result
        return objective | key_result | general

    def _read(self, wanted: Q) -> None:
        rows: QuerySet = CadencePolicy.objects.filter(wanted).in_order()
        found = defaultdict(list)
        named = rows.select_related(
            "team__parent",
            "objective__team",
            "objective__cycle",
            "key_result__objective__team",
            "key_result__objective__cycle",
        )
        for policy in named:
            found[policy.key].append(policy)
        self.policies.update(found)
        self.is_general_known = True

    def schedule(self, key_result_id: int) -> Schedule:
        return self.schedule_on(self.ways[key_result_id])

    def ruling(self, key_result_id: int, day: datetime.date) -> Ruling:
        return self.ruling_on(self.ways[key_result_id], day)

    def schedule_on(self, way: Way) -> Schedule:
        """Of whatever lies at the end of this way."""
        said = tuple(level for level in way if self.policies.get(level))
        if said not in self.schedules:
            self.schedules[said] = self._schedule(said)
        return self.schedules[said]

    def ruling_on(self, way: Way, day: datetime.date) -> Ruling:
        if not self.is_general_known:
            self._read(Q(team__isnull=False) | OF_ORGANISATION)
        in_force = (last_said(self.policies.get(level, ()), day) for level in way)
        first, *below = in_force
        return ruling_of([first or usual(), *filter(None, below)])

    def _schedule(self, said: Way) -> Schedule:
        way = (ORGANISATION, *(level for level in said if level != ORGANISATION))
        policies = [policy for level in way for policy in self.said(level)]
        changes = {policy.effective_from for policy in policies}
        days = sorted({BEGINNING, *changes, *self.calendar.days})
        return Schedule(tuple((day, self.due_dates_on(way, day)) for day in days))

    def due_dates_on(self, way: Way, day: datetime.date) -> DueDates:
        return self.ruling_on(way, day).due_dates(self.calendar.on(day))

    def said(self, level: Level) -> list[CadencePolicy]:
        return self.policies.get(level, [])

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar()
