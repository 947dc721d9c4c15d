"""The sample's check-ins, recorded one by one in the order they were entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from objectives.models import KeyResult
from progress import ledger
from progress.demo.plan import DAY, Calendar, Goal, Measured, Reading
from progress.ledger import Entry

MORNING = time(8, 58)
APART = timedelta(minutes=7)  # between the entries of one day
ROUND = 60  # so many of them, then from the morning again


@dataclass(frozen=True)
class Step:
    """Something entered at a moment; `mends` when it corrects that day's entry."""

    key_result: KeyResult
    entry: Entry
    mends: bool = False


@dataclass
class Ledger:
    """Collects what is to be entered, then records it from the first to the last."""

    calendars: dict[str, Calendar]  # by the path of the team
    steps: list[Step] = field(default_factory=list)
    planned: int = 0
    recorded: dict[tuple[int, date], int] = field(default_factory=dict)

    def plan(self, goal: Goal, plan: Measured, key_result: KeyResult) -> None:
        cycle = key_result.objective.cycle
        last = (plan.last or goal.last)(self.calendars[goal.team])
        dated = plan.dated(min(last, cycle.ends_on), cycle.starts_on + DAY)
        for day, reading in dated:
            self.steps += self.steps_of(plan, key_result, day, reading)
        self.planned += 1

    def steps_of(
        self, plan: Measured, key_result: KeyResult, day: date, reading: Reading
    ) -> Iterator[Step]:
        entered_at = self.moment(day + DAY * reading.days_late)
        entry = Entry(
            value=reading.value,
            measured_on=day,
            confidence=plan.confidence,
            note=reading.note,
            entered_at=entered_at,
        )
        if reading.mistaken is None:
            yield Step(key_result, entry)
            return
        yield Step(key_result, replace(entry, value=reading.mistaken))
        mended = replace(entry, reason=reading.reason, entered_at=entered_at + DAY)
        yield Step(key_result, mended, mends=True)

    def moment(self, day: date) -> datetime:
        """A time of that day, a little later for each key result; never to come."""
        wanted = datetime.combine(day, MORNING) + self.planned % ROUND * APART
        here = timezone.get_default_timezone()
        return min(timezone.make_aware(wanted, here), timezone.now())

    def record(self, before: datetime | None = None) -> None:
        """All that was entered before that moment, else all that is left."""
        steps = sorted(self.steps, key=lambda step: step.entry.entered_at)
        due = [s for s in steps if before is None or s.entry.entered_at < before]
        self.steps = steps[len(due) :]
        for step in due:
            entry, subject = step.entry, (step.key_result.pk, step.entry.measured_on)
            if step.mends:
                entry = replace(entry, corrects=self.recorded[subject])
            check_in = ledger.record(
                key_result=step.key_result, author=step.key_result.owner, entry=entry
            )
            self.recorded[subject] = check_in.pk
