"""What somebody is to be told of on a day, and whether any of it is news.

A key result is named while it falls due soon, is due today or is late. A reminder goes
only when one of them has changed since the day up to which its reader was told: so each
due date is told of when it comes near, when it is there and when it has passed, and
days on which nobody sent anything end in one reminder.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from objectives import access
from objectives.models import Absence, KeyResult, User
from progress.absences import stood_in_for
from progress.cadence import Span
from progress.day import Day, group_of
from progress.due import Due, Freshness
from progress.mentions import mentions_between
from progress.models import Mention, ReminderPreference, Snooze
from progress.owed_actions import DueActions, due_actions
from progress.readings import (
    shown_key_results,
)


def clock_of(person: User, moment: datetime.datetime) -> datetime.datetime:
    """The moment on this person's clock; on the site's for who chose none."""
    zone = ZoneInfo(person.time_zone) if person.time_zone else None
    return timezone.localtime(moment, zone or timezone.get_default_timezone())


def today_of(person: User) -> datetime.date:
    """Which day it is where this person is: what a mail to them calls today."""
    return clock_of(person, timezone.now()).date()


class Kind(StrEnum):
    """Why a key result is named."""

    COMING = "coming"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True)
class Item:
    """One key result with what is owed for it, and what was owed when last told."""

    key_result: KeyResult
    due: Due
    today: datetime.date
    before: Due | None
    since: datetime.date
    remind_days: int = 1  # before its due date it is said to be coming; 0 for never

    @property
    def kind(self) -> Kind | None:
        return kind_of(self.due, self.today, self.remind_days)

    @property
    def is_news(self) -> bool:
        if self.kind is None:
            return False
        days = self.remind_days
        now, then = (self.due, self.today, days), (self.before, self.since, days)
        return state_of(*now) != state_of(*then)

    @property
    def is_just_missed(self) -> bool:
        """Whether its days of grace have ended since."""
        return missed(self.due) != missed(self.before) and missed(self.due) is not None


@dataclass(frozen=True)
class Told:
    """Everything that one person is told on one day.

    `standing_in` are the items of people who are away, by their absence; `missed` those
    of the teams led that have just passed their days of grace. `woken` are the ids of
    key results that were put off until now. `actions` are the person's own, where due;
    `mentions` are of comments that named them.
    """

    person: User
    day: datetime.date
    own: Sequence[Item]
    standing_in: Sequence[tuple[Absence, Sequence[Item]]]
    missed: Sequence[Item]
    woken: set[int]
    actions: DueActions
    mentions: Sequence[Mention]

    @property
    def is_news(self) -> bool:
        lent = [item for _, items in self.standing_in for item in items]
        news = any(item.is_news for item in [*self.own, *lent])
        news = news or bool(self.missed) or self.is_anything_woken
        return news or self.actions.is_news or bool(self.mentions)

    @property
    def is_anything_woken(self) -> bool:
        return any(item.key_result.pk in self.woken for item in self.own)

    def of_kind(self, kind: Kind) -> list[Item]:
        return [item for item in self.own if item.kind == kind]


def told(person: User, day: datetime.date, since: datetime.date) -> Told:
    """What there is to tell, as far as this person wants it told; 7 to 11 queries."""
    preference = ReminderPreference.of(person)
    reader = Reader(Day(day), since)
    put_off = put_off_after(person, since)
    snoozed = {pk for pk, until in put_off.items() if until > day}
    own = reader.items(KeyResult.objects.filter(owner=person))
    return Told(
        person=person,
        day=day,
        own=wanted(own, preference, snoozed),
        standing_in=[
            (absence, wanted(items, preference, snoozed))
            for absence, items in lent_to(person, reader)
        ],
        missed=missed_in_teams(person, reader) if preference.team else [],
        woken=put_off.keys() - snoozed,
        actions=due_actions(person, day, since, preference),
        mentions=mentions_between(person, since, day) if preference.mentions else [],
    )


@dataclass(frozen=True)
class Reader:
    """Reads key results as they stand on a day and stood on an earlier one."""

    day: Day
    since: datetime.date

    def items(self, key_results: QuerySet, *, excused: bool = True) -> list[Item]:
        """The open ones with a due date; 5 queries at first, then 2 or 3.

        Without `excused` what falls due on days away is told too, to who stands in for
        the owner: as due, since nothing is late on these days.
        """
        rows = list(
            shown_key_results(key_results.open()).order_by("objective_id", "pk")
        )
        self.day.learn(rows)
        found = (self.item(row, None if excused else ()) for row in rows)
        return sorted(filter(None, found), key=lambda item: item.due.on)

    def item(self, row: KeyResult, away: Sequence[Span] | None) -> Item | None:
        today = self.day.today
        due = self.due(row, today, away)
        if due is None:
            return None
        before = self.due(row, self.since, away)
        cadence = self.day.cadences.schedule(row.pk).on(due.on)
        return Item(row, due, today, before, self.since, cadence.remind_days)

    def due(
        self, row: KeyResult, today: datetime.date, away: Sequence[Span] | None
    ) -> Due | None:
        measured_on = row.figures.measured_on
        due = self.day.due(row, measured_on, today=today, away=away)
        if away is None or group_of(due) != "overdue":
            return due
        excused = self.day.due(row, measured_on, today=today)
        if group_of(excused) == "overdue":
            return excused  # it was late before its owner left
        return due and replace(due, freshness=Freshness.DUE, days_over=0)


def kind_of(due: Due, today: datetime.date, remind_days: int) -> Kind | None:
    if due.freshness == Freshness.UP_TO_DATE:
        return None
    if due.freshness != Freshness.DUE:
        return Kind.LATE
    days = (due.on - today).days
    if days <= 0:  # below 0 where somebody stands in: nothing is late meanwhile
        return Kind.DUE
    return Kind.COMING if days <= remind_days else None


def state_of(due: Due | None, today: datetime.date, remind_days: int) -> tuple | None:
    """What is told again when it changes: further due dates passing change it, too."""
    if due is None:
        return None
    kind = kind_of(due, today, remind_days)
    return kind, due.on, due.next_on if kind == Kind.LATE else None


def missed(due: Due | None) -> datetime.date | None:
    """The due date whose days of grace are over."""
    return due.on if due and due.freshness == Freshness.MISSED else None


def wanted(
    items: Iterable[Item], preference: ReminderPreference, snoozed: set[int]
) -> list[Item]:
    return [
        item
        for item in items
        if item.kind
        and getattr(preference, item.kind)
        and item.key_result.pk not in snoozed
    ]


def put_off_after(person: User, day: datetime.date) -> dict[int, datetime.date]:
    """Until when this person wanted to hear nothing of a key result, by its id."""
    snoozes = Snooze.objects.filter(person=person, until__gt=day)
    return dict(snoozes.values_list("key_result", "until"))


def lent_to(person: User, reader: Reader) -> list[tuple[Absence, list[Item]]]:
    """What falls due for people who are away and have this person stand in."""
    absences = stood_in_for(person, reader.day.today)
    if not absences:
        return []
    given = access.delegated_key_results(person).exclude(owner=person)
    items = reader.items(given, excused=False)
    return [
        (absence, [item for item in items if item.key_result.owner_id == absent])
        for absent, absence in absences.items()
    ]


def missed_in_teams(person: User, reader: Reader) -> list[Item]:
    """Updates of the teams led that have passed their days of grace since last told."""
    teams = list(access.led_teams(person).values_list("pk", flat=True))
    if not teams:
        return []
    theirs = KeyResult.objects.filter(objective__team__in=teams).exclude(owner=person)
    return [item for item in reader.items(theirs) if item.is_just_missed]
