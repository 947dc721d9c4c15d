"""The ledger of one key result as its page shows it: newest first, nothing hidden."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives import clock
from objectives.models import KeyResult
from progress import measure
from progress.day import Day
from progress.deciding import Decided, decided
from progress.drawing_chart import Measured, ValueChart
from progress.models import CheckIn, Comment
from progress.readings import (
    KeyResultReading,
    expected_of,
)


@dataclass(frozen=True)
class LedgerRow:
    """An effective entry, as it stood among the earlier ones.

    `replaced` are the entries it corrects, the oldest first: shown struck through.
    """

    reading: KeyResultReading
    entry: CheckIn
    replaced: tuple[CheckIn, ...]
    due_on: datetime.date  # of the period that it was measured in
    decided: Decided | None = None  # where it left the key result behind its pace
    comments: int = 0

    @property
    def expected(self) -> int | None:
        """Expected progress on the day it was measured, in millionths."""
        if not self.reading.has_pace:
            return None
        key_result, cycle = self.reading.key_result, self.reading.cycle
        return measure.to_figure(expected_of(key_result, cycle, self.entry.measured_on))

    @property
    def names_author(self) -> bool:
        """Said where it is not what a reader would expect."""
        owner = self.reading.key_result.owner_id
        return bool(self.replaced) or self.entry.author_id != owner

    @property
    def entered(self) -> str:
        if self.replaced:
            return _("Revised")
        owner = self.reading.key_result.owner
        entered_on = clock.day_in(owner.time_zone, self.entry.created_at)
        days = (entered_on - self.due_on).days
        if days > 0:
            late = ngettext("Late, %(days)s day", "Late, %(days)s days", days)
            return late % {"days": days}
        if entered_on > self.entry.measured_on:
            return _("Entered later")
        return _("On time")


def ledger_of(key_result: KeyResult, day: Day) -> tuple[KeyResultReading, list]:
    """The reading and all ledger rows, newest first. 7 queries."""
    day.learn([key_result])
    entries = CheckIn.objects.filter(key_result=key_result).in_order()
    found = list(entries.select_related("author"))
    replaced = {entry.corrects_id for entry in found}
    effective = tuple(entry for entry in found if entry.pk not in replaced)
    reading = KeyResultReading(key_result, effective, day)
    by_id = {entry.pk: entry for entry in found}
    rows = list(_rows(reading, by_id))
    answers = decided(reading, _effective(rows))
    said = comments_on(key_result)
    rows = [
        replace(
            row, decided=answers.get(row.entry.pk), comments=said.get(row.entry.pk, 0)
        )
        for row in rows
    ]
    return reading, rows[::-1]


def comments_on(key_result: KeyResult) -> dict[int, int]:
    """How many comments each of its check-ins has, by id; 1 query."""
    rows = Comment.objects.filter(check_in__key_result=key_result, withdrawn_at=None)
    return dict(rows.order_by().values_list("check_in").annotate(Count("pk")))


def _effective(rows: Sequence[LedgerRow]) -> dict[int, int]:
    """From each entry to the effective one that stands in its place."""
    return {old.pk: row.entry.pk for row in rows for old in (*row.replaced, row.entry)}


def _rows(reading: KeyResultReading, by_id: dict[int, CheckIn]) -> Iterator[LedgerRow]:
    schedule = reading.day.cadences.schedule(reading.key_result.pk)
    for count, entry in enumerate(reading.entries, start=1):
        then = replace(reading, entries=reading.entries[:count])
        chain = tuple(_replaced_by(entry, by_id))[::-1]
        due = schedule.due_on_or_after(entry.measured_on)
        yield LedgerRow(then, entry, chain, min(due, reading.cycle.ends_on))


def _replaced_by(entry: CheckIn, by_id: dict[int, CheckIn]) -> Iterator[CheckIn]:
    while entry.corrects_id is not None:
        entry = by_id[entry.corrects_id]
        yield entry


def chart_of(reading: KeyResultReading) -> ValueChart:
    key_result, cycle = reading.key_result, reading.cycle
    return ValueChart(
        name=key_result.content,
        kind=key_result.kind,
        unit=key_result.unit,
        places=reading.places,
        start=key_result.start_value,
        target=key_result.target_value,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        today=reading.today,
        measured=[Measured(e.measured_on, e.value) for e in reading.entries],
        missing=missing(reading),
    )


def missing(reading: KeyResultReading) -> Sequence[datetime.date]:
    """The due date whose update is late; empty where nothing is overdue."""
    return [reading.due.on] if reading.due_group == "overdue" and reading.due else []
