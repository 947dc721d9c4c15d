"""Check-ins on the days that the cadence asks for, some of them corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from uuid import UUID

from django.utils import timezone

from objectives.models import Cycle, KeyResult
from progress import measure
from progress.cadences import Cadences, way_to_team
from progress.generate import wording
from progress.generate.company import BATCH
from progress.models import CheckIn, Confidence

NEVER, MISSED, MISTAKEN, NOTED = 0.05, 0.1, 0.02, 0.1
MORNING, EVENING = time(9), time(17)
PARTS = 100  # values go in so many steps from the start to the target


@dataclass
class Calendar:
    """The days before today on which check-ins were due, by cycle."""

    today: date

    def __post_init__(self) -> None:
        self.schedule = Cadences.everywhere().schedule_on(way_to_team(None))
        self.known: dict[int, list[date]] = {}

    def due(self, cycle: Cycle) -> list[date]:
        if cycle.pk not in self.known:
            self.known[cycle.pk] = list(self._due(cycle))
        return self.known[cycle.pk]

    def _due(self, cycle: Cycle) -> Iterator[date]:
        day = self.schedule.due_on_or_after(cycle.starts_on + timedelta(days=1))
        while day <= cycle.ends_on and day < self.today:
            yield day
            day = self.schedule.due_on_or_after(day + timedelta(days=1))


def add_check_ins(
    key_results: list[KeyResult], calendar: Calendar, random: Random
) -> int:
    """Write the ledger of these, a family of key results at a time; how many rows."""
    families: dict[int, list[KeyResult]] = defaultdict(list)
    for row in key_results:
        if row.dropped_at is None and row.objective.dropped_at is None:
            families[row.objective_id].append(row)
    entries = [
        entry
        for family in families.values()
        for entry in ledger(family, calendar, random)
    ]
    first = [entry for entry in entries if entry.corrects is None]
    CheckIn.objects.bulk_create(first, BATCH)
    second = [entry for entry in entries if entry.corrects is not None]
    for entry in second:
        entry.corrects = entry.corrects  # takes the id it has got by now
    CheckIn.objects.bulk_create(second, BATCH)
    return len(entries)


def ledger(
    family: list[KeyResult], calendar: Calendar, random: Random
) -> list[CheckIn]:
    """All entries of one objective, with what its people were shown at each."""
    entries = [entry for row in family for entry in course(row, calendar, random)]
    entries.sort(key=lambda entry: entry.created_at)
    stood = {row: reached(row, None) for row in family}
    before = together(stood)
    for entry in entries:
        row = entry.key_result
        stood[row] = reached(row, entry.value)
        entry.progress = measure.to_figure(stood[row])
        entry.objective_before = before
        before = entry.objective_after = together(stood)
    return entries


def reached(row: KeyResult, value: Decimal | None) -> Fraction | None:
    return measure.key_result_progress(
        kind=row.kind, start=row.start_value, target=row.target_value, value=value
    )


def together(stood: dict[KeyResult, Fraction | None]) -> int | None:
    parts = [(row.weight, progress) for row, progress in stood.items()]
    return measure.to_figure(measure.objective_progress(parts))


def course(row: KeyResult, calendar: Calendar, random: Random) -> Iterator[CheckIn]:
    """From the start towards an end of its own, with some days left out."""
    if random.random() < NEVER:
        return
    days = calendar.due(row.objective.cycle)
    end = random.randrange(10, 110)
    for index, day in enumerate(days, 1):
        if random.random() < MISSED:
            continue
        part = end * index // len(days) + random.randrange(-4, 5)
        entry = reading(row, day, valued(row, part), random)
        if random.random() < MISTAKEN:
            yield from corrected(entry, random)
        else:
            yield entry


def valued(row: KeyResult, part: int) -> Decimal:
    if row.kind == KeyResult.Kind.MILESTONE:
        return Decimal(part >= PARTS * 3 // 4)
    way = row.target_value - row.start_value
    return row.start_value + way * Decimal(part) / PARTS


def reading(row: KeyResult, day: date, value: Decimal, random: Random) -> CheckIn:
    return CheckIn(
        key_result=row,
        objective=row.objective,
        value=value,
        measured_on=day,
        created_at=moment(day, MORNING, row.position),
        author=row.owner,
        confidence=random.choice(Confidence.values),
        note=random.choice(wording.NOTES) if random.random() < NOTED else "",
        key=UUID(int=random.getrandbits(128), version=4),
    )


def moment(day: date, hour: time, minutes: int) -> datetime:
    here = datetime.combine(day, hour) + timedelta(minutes=minutes)
    return timezone.make_aware(here)


def corrected(right: CheckIn, random: Random) -> Iterator[CheckIn]:
    """What was entered by mistake, then the right entry on the same evening."""
    row, day = right.key_result, right.measured_on
    wrong = reading(row, day, valued(row, random.randrange(PARTS)), random)
    right.corrects, right.reason = wrong, random.choice(wording.MISTAKES)
    right.created_at = moment(day, EVENING, row.position)
    yield wrong
    yield right
