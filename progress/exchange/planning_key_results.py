"""Key results: what each row says of one, and what differs from what is stored."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from objectives.models import Cycle, KeyResult
from progress.exchange.columns import OKRS
from progress.exchange.plans import NewKeyResult
from progress.exchange.reading import Row
from progress.exchange.row_cells import NOT_READ, RowCells, is_read, same

if TYPE_CHECKING:
    from progress.exchange.planning import Draft, Planner

Kind = KeyResult.Kind
KINDS = {kind.value: kind.value for kind in Kind} | {
    **{"达到": "reach", "達到": "reach", "不低于": "at_least", "不低於": "at_least"},
    **{"不高于": "at_most", "不高於": "at_most", "里程碑": "milestone"},
    **{">=": "at_least", "<=": "at_most", "≥": "at_least", "≤": "at_most"},
}
OF_KEY_RESULTS = ["key_result_id", "kind", "start", "target", "unit", "weight"]
OF_KEY_RESULTS += ["key_result_owner", "due_on", "current"]
ONE = Decimal(1)


def plan(planner: Planner) -> None:
    """Adds them to the plan; `planner.standards` are all that the file names."""
    planner.standards = {}
    by_content = {
        (kr.objective_id, kr.content): kr for kr in planner.known.key_results.values()
    }
    for row in planner.rows(OKRS):
        draft = planner.of_row.get(row.number)
        if draft is not None:
            plan_row(planner, draft, row, by_content)


def plan_row(planner: Planner, draft: Draft, row: Row, by_content: dict) -> None:
    cells = planner.cells_of(OKRS, row, row["key_result"] or row["objective"])
    content = cells.text("key_result", 1000)
    if not content:
        if any(row[name] for name in OF_KEY_RESULTS):
            cells.problem("key_result", "no_content")
        return
    key, stored = identify(planner, draft, cells, content, by_content)
    if key in planner.standards:
        first = planner.standards[key].row
        cells.problem("key_result_id", "doubled_id", row=first)
        return
    if stored and stored.objective_id != (draft.stored and draft.stored.pk):
        cells.problem("key_result_id", "elsewhere")
        return
    said = read(planner, draft, cells, content, stored)
    compare(planner, draft, cells, key, stored, said)


def identify(
    planner: Planner, draft: Draft, cells: RowCells, content: str, by_content: dict
) -> tuple[str, KeyResult | None]:
    """By its id; without one by its words among those of the objective."""
    key = cells.text("key_result_id", 100)
    if key:
        return key, planner.known.key_results.get(key)
    stored = draft.stored and by_content.get((draft.stored.pk, content))
    if stored:
        return stored.external_id, stored
    return f"#{draft.key}#{content}", None


def read(planner, draft, cells: RowCells, content: str, stored) -> dict[str, Any]:
    row, said = cells.row, {"content": content}
    said["kind"] = kind = kind_of(cells, stored)
    said |= numbers(cells, kind, stored)
    readers: dict[str, tuple[str, Callable[[], Any]]] = {
        "weight": ("weight", lambda: weight(cells)),
        "due_on": ("due_on", lambda: due_on(planner, draft, cells, kind)),
        "key_result_owner": ("owner", lambda: owner(planner, draft, cells, stored)),
        "owner": ("owner", lambda: owner(planner, draft, cells, stored)),
        "key_result_dropped_at": (
            "dropped_at",
            lambda: cells.moment("key_result_dropped_at"),
        ),
        "key_result_drop_reason": (
            "drop_reason",
            lambda: cells.text("key_result_drop_reason", 1000),
        ),
    }
    for column, (name, value) in readers.items():
        wanted = row.has(column) or (name == "owner" and stored is None)
        if wanted and name not in said:
            said[name] = value()
    return said


def kind_of(cells: RowCells, stored: KeyResult | None) -> str:
    """What is said, what it was, or what the numbers suggest."""
    kind = cells.choice("kind", KINDS, "kind")
    if kind or cells.row["kind"]:
        return kind or Kind.REACH
    if stored:
        return stored.kind
    if cells.row["target"] or cells.row["start"]:
        return Kind.REACH
    cells.problem("target", "no_target")
    return Kind.MILESTONE


def numbers(cells: RowCells, kind: str, stored: KeyResult | None) -> dict[str, Any]:
    """Start, target and unit; of a milestone they are fixed."""
    unit = cells.text("unit", 40)
    if not cells.row.has("unit") and stored:
        unit = stored.unit
    start = cells.number("start", unit=unit)
    target = cells.number("target", unit=unit)
    if kind == Kind.MILESTONE:
        if unit or start not in (None, 0) or target not in (None, 1):
            cells.problem("kind", "milestone_numbers")
        return {"start_value": Decimal(0), "target_value": ONE, "unit": ""}
    if stored and start is None and not cells.row.has("start"):
        start = stored.start_value
    if stored and target is None and not cells.row.has("target"):
        target = stored.target_value
    if target is None:
        cells.problem("target", "required")
        target = NOT_READ
    if start is None:
        start = Decimal(0) if kind == Kind.REACH else target
    warn(cells, kind, start, target)
    return {"start_value": start, "target_value": target, "unit": unit}


def warn(cells: RowCells, kind: str, start: Any, target: Any) -> None:
    if kind != Kind.REACH or not is_read(start, target):
        return
    if start == target:
        cells.problem("target", "same_values")
    elif target < start and not cells.row["kind"]:
        cells.problem("start", "falling")


def weight(cells: RowCells) -> Any:
    said = cells.number("weight", unit="%")
    if said is None:
        return ONE
    if is_read(said) and said <= 0:
        return cells.problem("weight", "weight")
    return said


def due_on(planner: Planner, draft: Draft, cells: RowCells, kind: str) -> Any:
    day, cycle = cells.day("due_on"), planner.dates_of(draft)
    if day and kind != Kind.MILESTONE:
        cells.problem("due_on", "due_kind")
    elif day and cycle and not cycle.holds(day):
        dates = {"first": str(cycle.first), "last": str(cycle.last)}
        cells.problem("due_on", "outside_cycle", **dates)
    return day


def owner(planner: Planner, draft: Draft, cells: RowCells, stored) -> str:
    """Whose it is said to be, else whose it was, else the objective's owner's."""
    column = "key_result_owner" if cells.row.has("key_result_owner") else "owner"
    found = planner.names.person(cells, column)
    if found or cells.row[column]:
        return found
    if stored:
        return planner.address_of(stored.owner_id)
    if draft.stored and not draft.said.get("owner"):
        return planner.address_of(draft.stored.owner_id)
    return draft.said.get("owner", "")


def compare(planner, draft, cells: RowCells, key: str, stored, said) -> None:
    number = cells.row.number
    pk = stored.pk if stored else None
    standard = NewKeyResult(key, number, pk, draft.key, said["content"], said)
    planner.standards[key] = standard
    planner.stored_standards = getattr(planner, "stored_standards", {})
    planner.stored_standards[key] = stored
    if stored is None:
        refuse_closed(planner, draft, cells)
        planner.plan.key_results.append(standard)
        return
    before = {name: getattr(stored, name) for name in said if name != "owner"}
    before["owner"] = planner.address_of(stored.owner_id)
    changed = {n: value for n, value in said.items() if not same(before[n], value)}
    if not changed:
        left = planner.plan.left
        left["key_results"] = left.get("key_results", 0) + 1
        return
    refuse_closed(planner, draft, cells)
    refuse_measured(cells, stored, changed)
    change = NewKeyResult(key, number, pk, draft.key, said["content"], changed)
    planner.plan.key_results.append(change)


def refuse_closed(planner: Planner, draft: Draft, cells: RowCells) -> None:
    cycle = planner.dates_of(draft)
    if cycle and cycle.state == Cycle.State.CLOSED:
        cells.problem("key_result", "closed", cycle=cycle.name)


def refuse_measured(cells: RowCells, stored: KeyResult, changed: dict) -> None:
    kinds = {stored.kind, changed.get("kind", stored.kind)}
    becomes = len(kinds) > 1 and Kind.MILESTONE in kinds
    if becomes and stored.check_ins.exists():
        cells.problem("kind", "measured_kind")
