"""Appending very many check-ins at once: what an import or a new site brings along.

The same entries as progress/ledger.py records one by one, with the same figures kept
in each, in a few statements for every 500. Whoever calls has applied the ledger's
rules, holds the figures' locks, and has the stored figures written anew afterwards.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from objectives.models import KeyResult
from progress import figures, measure
from progress.models import CheckIn
from progress.upsert import batches

Progress = Callable[[int], None]


@dataclass(slots=True, eq=False)
class Entered:
    """A check-in before it is stored: a row of the model takes five times as much.

    `corrects` is stored already or another of those that are entered together.
    """

    key_result_id: int
    objective_id: int
    author_id: int
    value: Decimal
    measured_on: datetime.date
    created_at: datetime.datetime
    confidence: str = ""
    note: str = ""
    corrects: CheckIn | Entered | None = None
    reason: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    progress: int | None = None
    objective_before: int | None = None
    objective_after: int | None = None
    pk: int | None = None

    def row(self) -> CheckIn:
        names = (name for name in self.__slots__ if name not in ("corrects", "pk"))
        values = {name: getattr(self, name) for name in names}
        return CheckIn(corrects_id=self.corrects and self.corrects.pk, **values)


def append_many(
    entries: Sequence[Entered], told: Progress = lambda count: None
) -> None:
    """Append these, which are not stored yet, in the order in which they were entered.

    An entry's `corrects` may be another one of them. `told` hears how many are done.
    """
    of_objective: dict[int, list[Entered]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.created_at):
        of_objective[entry.objective_id].append(entry)
    for some in batches(list(of_objective)):
        read = Course.read(some)
        for objective_id in some:
            for entry in of_objective[objective_id]:
                read.enter(entry)
        told(sum(len(of_objective[pk]) for pk in some))
    for wave in waves(entries):
        for some in batches(wave):
            insert(some)


def insert(entries: Sequence[Entered]) -> None:
    rows = CheckIn.objects.bulk_create([entry.row() for entry in entries])
    for entry, row in zip(entries, rows, strict=True):
        entry.pk = row.pk


def waves(entries: Sequence[Entered]) -> Iterator[list[Entered]]:
    """First those that correct nothing of these, then those that correct the first,
    and so on: each names an entry that has its id by then. In the order entered."""
    rest = sorted(entries, key=lambda entry: entry.created_at)
    here = {id(entry) for entry in rest}
    while rest:
        ready = [e for e in rest if e.corrects is None or id(e.corrects) not in here]
        if not ready:
            raise ValueError("Two entries correct each other.")
        yield ready
        here -= {id(entry) for entry in ready}
        rest = [entry for entry in rest if id(entry) in here]


class Course:
    """How some objectives went, entry by entry, up to now."""

    def __init__(self) -> None:
        self.key_results: dict[int, list[KeyResult]] = defaultdict(list)
        self.by_pk: dict[int, KeyResult] = {}
        self.values: dict[int, object] = {}
        self.effective: dict[int, list[CheckIn | Entered]] = defaultdict(list)

    @classmethod
    def read(cls, objective_ids: Sequence[int]) -> Course:
        """As the ledger has it now. 2 queries."""
        course = cls()
        rows = KeyResult.objects.filter(objective__in=objective_ids).order_by("pk")
        for key_result in rows:
            course.by_pk[key_result.pk] = key_result
            course.key_results[key_result.objective_id].append(key_result)
        stored = CheckIn.objects.filter(objective__in=objective_ids).effective()
        for entry in stored.in_order():
            course.effective[entry.key_result_id].append(entry)
            course.values[entry.key_result_id] = entry.value
        return course

    def progress(self, objective_id: int) -> int | None:
        live = (kr for kr in self.key_results[objective_id] if not kr.dropped_at)
        return measure.to_figure(
            measure.objective_progress(
                (kr.weight, figures.progress_of(kr, self.values.get(kr.pk)))
                for kr in live
            )
        )

    def enter(self, entry: Entered) -> None:
        """Note in the entry what its author would have been shown."""
        key_result = self.by_pk[entry.key_result_id]
        entry.objective_before = self.progress(entry.objective_id)
        exact = figures.progress_of(key_result, entry.value)
        entry.progress = measure.to_figure(exact)
        self.make_current(entry)
        entry.objective_after = self.progress(entry.objective_id)

    def make_current(self, entry: Entered) -> None:
        entries = self.effective[entry.key_result_id]
        replaced = entry.corrects
        if replaced is not None:
            entries[:] = [e for e in entries if not is_same(e, replaced)]
        entries.append(entry)
        # Entries of one moment count in the order in which they are appended.
        last = max(
            enumerate(entries), key=lambda e: (e[1].measured_on, e[1].created_at, e[0])
        )
        self.values[entry.key_result_id] = last[1].value


def is_same(one: CheckIn | Entered, other: CheckIn | Entered) -> bool:
    """Rows read twice are the same by id; those without one only by being it."""
    return one is other or (one.pk is not None and one.pk == other.pk)
