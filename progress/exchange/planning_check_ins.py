"""Check-ins: those that the ledger holds are left, the others are to be appended."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from objectives import clock
from objectives.models import Cycle, KeyResult
from progress.exchange.columns import CHECK_INS, OKRS
from progress.exchange.planning_names import Dates
from progress.exchange.plans import NewEntry, NewKeyResult
from progress.exchange.row_cells import RowCells, is_read
from progress.models import CheckIn

if TYPE_CHECKING:
    from progress.exchange.planning import Planner

CONFIDENCES = {"high": "high", "medium": "medium", "low": "low"}
CONFIDENCES |= {"高": "high", "中": "medium", "低": "low"}


@dataclass(frozen=True, slots=True)
class Standard:
    """A key result as its check-ins need it, stored or from the file."""

    key: str
    stored: KeyResult | None
    kind: str
    unit: str
    cycle: Dates | None
    zone: str
    is_dropped: bool


def plan(planner: Planner) -> None:
    standards = named(planner)
    stored = [s.stored.pk for s in standards.values() if s.stored]
    planner.known.read_entries(stored)
    ledger = Ledger(planner)
    measured = set()
    for row in planner.taken(CHECK_INS):
        cells = planner.cells_of(CHECK_INS, row, str(row["key_result_id"]))
        key = cells.text("key_result_id", 100, required=True)
        if standard := standards.get(key):
            measured.add(key)
            cells.what = content_of(planner, key, standard)
            ledger.read(cells, standard)
        elif key:
            cells.problem("key_result_id", "no_key_result")
    ledger.refuse_corrections()
    plan_current(planner, standards, measured)


def content_of(planner: Planner, key: str, standard: Standard) -> str:
    if key in planner.standards:
        return planner.standards[key].content
    return standard.stored.content if standard.stored else key


def named(planner: Planner) -> dict[str, Standard]:
    """By key: those of the file, and stored ones that check-ins name."""
    found = {
        key: of_file(planner, key, standard)
        for key, standard in planner.standards.items()
    }
    for row in planner.rows(CHECK_INS):
        key = str(row["key_result_id"])
        stored = planner.known.key_results.get(key)
        if stored and key not in found:
            found[key] = of_stored(planner, stored)
    return found


def of_file(planner: Planner, key: str, standard: NewKeyResult) -> Standard:
    stored = planner.stored_standards[key]
    draft = planner.drafts[standard.objective]
    said = standard.values
    owner = planner.known.people.get(said.get("owner", ""))
    dropped = bool(stored and (stored.dropped_at or stored.objective.dropped_at))
    return Standard(
        key=key,
        stored=stored,
        kind=said["kind"],
        unit=said["unit"],
        cycle=planner.dates_of(draft),
        zone=owner.time_zone if owner else "",
        is_dropped=dropped,
    )


def of_stored(planner: Planner, stored: KeyResult) -> Standard:
    owner = planner.known.people[planner.address_of(stored.owner_id)]
    return Standard(
        key=stored.external_id,
        stored=stored,
        kind=stored.kind,
        unit=stored.unit,
        cycle=Dates.of(stored.objective.cycle),
        zone=owner.time_zone,
        is_dropped=bool(stored.dropped_at or stored.objective.dropped_at),
    )


class Ledger:
    """Reads rows against the entries that are there, each of which is met once."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        entries = [e for of in planner.known.entries.values() for e in of]
        self.by_key = {entry.key: entry for entry in entries}
        self.met: dict[int, Counter] = {
            pk: Counter(map(content, of)) for pk, of in planner.known.entries.items()
        }
        self.replaced = {e.corrects_id for e in entries if e.corrects_id}
        self.new: dict[uuid.UUID, NewEntry] = {}
        self.corrections: list[tuple[RowCells, NewEntry, Standard]] = []

    def read(self, cells: RowCells, standard: Standard) -> None:
        entry = self.entry_of(cells, standard)
        if entry is None:
            return
        if self.holds(cells, standard, entry):
            left = self.planner.plan.left
            left["check_ins"] = left.get("check_ins", 0) + 1
            return
        refuse(cells, standard, entry)
        self.planner.plan.entries.append(entry)
        if entry.key:
            self.new[entry.key] = entry
        if entry.corrects:
            self.corrections.append((cells, entry, standard))

    def entry_of(self, cells: RowCells, standard: Standard) -> NewEntry | None:
        day = cells.day("measured_on")
        if day is None and not cells.row["measured_on"]:
            cells.problem("measured_on", "required")
        value = cells.number("value", unit=standard.unit)
        if value is None:
            cells.problem("value", "required")
        if day is None or value is None or not is_read(value):
            return None
        return NewEntry(
            row=cells.row.number,
            key_result=standard.key,
            measured_on=day,
            value=value,
            confidence=cells.choice("confidence", CONFIDENCES, "confidence"),
            note=cells.text("note", 2000),
            author=self.planner.names.person(cells, "author"),
            key=identifier(cells, "check_in_id"),
            entered_at=cells.moment("entered_at"),
            corrects=identifier(cells, "corrects"),
            reason=cells.text("reason", 1000),
        )

    def holds(self, cells: RowCells, standard: Standard, entry: NewEntry) -> bool:
        """Whether it is there: by its id, without one by all that it says."""
        if entry.key in self.new:
            cells.problem("check_in_id", "doubled_id", row=self.new[entry.key].row)
            return False
        if stored := entry.key and self.by_key.get(entry.key):
            if not self.is_same(stored, standard, entry):
                cells.problem("check_in_id", "ledger")
            return True
        if entry.key or standard.stored is None:
            return False
        met = self.met.get(standard.stored.pk, Counter())
        said = content(entry)
        if met[said] == 0:
            return False
        met[said] -= 1
        return True

    def is_same(self, stored: CheckIn, standard: Standard, entry: NewEntry) -> bool:
        own = standard.stored is not None and stored.key_result_id == standard.stored.pk
        return own and content(stored) == content(entry)

    def refuse_corrections(self) -> None:
        for cells, entry, standard in self.corrections:
            self.refuse_correction(cells, entry, standard)

    def refuse_correction(self, cells, entry: NewEntry, standard: Standard) -> None:
        if not entry.reason:
            cells.problem("reason", "no_reason")
        stored, new = self.by_key.get(entry.corrects), self.new.get(entry.corrects)
        own = standard.stored.pk if standard.stored else None
        if stored and stored.key_result_id == own:
            if stored.pk in self.replaced:
                cells.problem("corrects", "corrected")
            self.replaced.add(stored.pk)
        elif new and new.key_result == standard.key and new is not entry:
            if new.key in self.replaced:
                cells.problem("corrects", "corrected")
            self.replaced.add(new.key)
        else:
            cells.problem("corrects", "no_correction")


def content(entry: CheckIn | NewEntry) -> tuple[Any, ...]:
    """What an entry says, whoever wrote it."""
    value: Decimal = entry.value
    return entry.measured_on, value, entry.confidence, entry.note, entry.reason


def identifier(cells: RowCells, column: str) -> uuid.UUID | None:
    text = cells.cell(column)
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        cells.problem(column, "not_an_id")
        return None


def refuse(cells: RowCells, standard: Standard, entry: NewEntry) -> None:
    """The rules of the ledger, for an entry that is to be appended."""
    column = "value" if cells.table == CHECK_INS else "current"
    day_column = "measured_on" if cells.table == CHECK_INS else "current"
    cycle = standard.cycle
    if cycle and cycle.state != Cycle.State.OPEN:
        cells.problem(column, "not_open", cycle=cycle.name)
    if standard.is_dropped:
        cells.problem(column, "set_aside")
    if entry.measured_on > max(clock.today(), clock.today_in(standard.zone)):
        cells.problem(day_column, "in_future")
    elif cycle and not cycle.holds(entry.measured_on):
        dates = {"first": str(cycle.first), "last": str(cycle.last)}
        cells.problem(day_column, "outside_cycle", **dates)
    if standard.kind == KeyResult.Kind.MILESTONE and entry.value not in (0, 1):
        cells.problem(column, "milestone_value")


def plan_current(
    planner: Planner, standards: dict[str, Standard], measured: set[str]
) -> None:
    """A current value that is another than stored is a check-in of today.

    Where the same import brings check-ins of the key result, those say what is current.
    """
    if not planner.options.current:
        return
    rows = {row.number: row for row in planner.rows(OKRS)}
    for key, standard in planner.standards.items():
        row = rows[standard.row]
        if row["current"] and key not in measured:
            cells = planner.cells_of(OKRS, row, standard.content)
            read_current(planner, cells, standards[key])


def read_current(planner: Planner, cells: RowCells, standard: Standard) -> None:
    value = cells.number("current", unit=standard.unit)
    if not is_read(value) or value == stored_current(standard):
        return
    day = clock.today()
    if standard.cycle:
        day = max(min(day, standard.cycle.last), standard.cycle.first)
    entry = NewEntry(cells.row.number, standard.key, day, value)
    refuse(cells, standard, entry)
    planner.plan.entries.append(entry)


def stored_current(standard: Standard) -> Decimal | None:
    stored = standard.stored
    figures = getattr(stored, "figures", None) if stored else None
    return figures.current if figures else None
