"""What a check-in means: of its key result and of the objective, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from objectives.models import KeyResult
from progress import figures
from progress.day import Day
from progress.models import CheckIn
from progress.readings import (
    KeyResultReading,
    read_key_results,
)


@dataclass(frozen=True)
class Outcome:
    """Progress in millionths; `reading` ends with the entry in question.

    Before is the moment before it was entered: of a correction, with the entry that
    it replaces. `is_current` is False for an entry that was measured before another
    one: the key result's value and the objective's progress stay as they are.
    """

    reading: KeyResultReading
    progress_before: int | None
    progress_after: int | None
    objective_before: int | None
    objective_after: int | None
    is_current: bool = True

    @property
    def entry(self) -> CheckIn:
        return self.reading.entries[-1]


def recorded(entries: Sequence[CheckIn], day: Day) -> list[Outcome]:
    """Outcomes of stored entries, as their authors were told. 1 query.

    Pass entries with key_result, its objective and cycle, and what they correct; an
    entry that has been corrected since is left out.
    """
    readings = read_key_results([entry.key_result for entry in entries], day)
    return [
        _recorded(reading, entry)
        for reading, entry in zip(readings, entries, strict=True)
        if entry in reading.entries
    ]


def _recorded(whole: KeyResultReading, entry: CheckIn) -> Outcome:
    known = [other for other in whole.entries if other.pk < entry.pk]
    replaced = [entry.corrects] if entry.corrects else []
    before, after = _ordered(known + replaced), _ordered([*known, entry])
    return Outcome(
        reading=whole.up_to(entry),
        progress_before=replace(whole, entries=before).progress,
        progress_after=replace(whole, entries=after).progress,
        objective_before=entry.objective_before,
        objective_after=entry.objective_after,
        is_current=after[-1] == entry,
    )


def _ordered(entries: Iterable[CheckIn]) -> tuple[CheckIn, ...]:
    """As in the ledger: the last one is current."""
    order = attrgetter("measured_on", "created_at", "pk")
    return tuple(sorted(entries, key=order))


def proposed(whole: KeyResultReading, value: Decimal, measured_on) -> Outcome:
    """What this value would mean if it were saved; 1 query, writes nothing."""
    key_result = whole.key_result
    reading = whole.after(value, measured_on)
    later = whole.latest and whole.latest.measured_on > measured_on
    key_results = list(figures.key_results_of(key_result.objective_id))
    before = figures.own_progress(key_results)
    if not later:
        _own(key_results, key_result).figures.current = value
    return Outcome(
        reading=reading,
        progress_before=whole.progress,
        progress_after=whole.progress if later else reading.progress,
        objective_before=before,
        objective_after=figures.own_progress(key_results),
        is_current=not later,
    )


def _own(key_results: Sequence[KeyResult], wanted: KeyResult) -> KeyResult:
    return next(own for own in key_results if own.pk == wanted.pk)
