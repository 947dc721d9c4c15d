"""Compares the rows of a file with what is stored; changes nothing.

Two steps for each table: what a row says, cell by cell, and what follows from all rows
together. A column that the file lacks leaves things as they are; an empty cell of one
that it has empties them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from objectives.models import Cycle, Objective, User
from progress.exchange import planning_check_ins, planning_key_results, planning_tree
from progress.exchange.columns import OKRS
from progress.exchange.known import Known
from progress.exchange.planning_names import Dates, Names
from progress.exchange.plans import NewObjective, Plan
from progress.exchange.problems import Problem
from progress.exchange.reading import Row, Tables
from progress.exchange.row_cells import RowCells, same

# What rows of one objective must agree on.
OF_OBJECTIVES = [
    *("parent_id", "parent_key_result_id", "cycle", "cycle_start", "cycle_end"),
    *("description", "owner", "team", "alignment_weight", "derivation_note"),
    *("private", "objective_dropped_at", "objective_drop_reason"),
]
MOST_PROBLEMS = 5_000  # a file with more is wrong altogether


@dataclass(frozen=True)
class Options:
    """`current`: whether a current value becomes a check-in. `lock`: hold what is
    read, because it is written next; the rows are used up then."""

    by: User
    current: bool = True
    lock: bool = False


@dataclass
class Draft:
    """An objective that the file names: the first row that does, and what it says."""

    key: str
    cells: RowCells
    stored: Objective | None
    title: str
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def cycle(self) -> str:
        """The name of the cycle that it is in afterwards."""
        return self.said.get("cycle") or (self.stored.cycle.name if self.stored else "")


class Planner:
    """One file, or two, against the database. `drafts` are objectives by their key."""

    def __init__(self, tables: Tables, options: Options) -> None:
        self.tables, self.options = tables, options
        self.plan = Plan()
        self.language = get_language() or "en"
        self.known = Known.everywhere()
        self.names = Names(self.known, self.plan, options.by)
        self.drafts: dict[str, Draft] = {}
        self.of_row: dict[int, Draft] = {}
        self.titles: dict[tuple[str, str], str] = {}  # keys by title and cycle
        self.listed = {str(row["objective_id"]) for row in self.rows(OKRS)}

    def make(self) -> Plan:
        self.read_what_is_named()
        for row in self.rows(OKRS):
            self.draft(row)
        planning_tree.find_parents(self)
        for draft in self.drafts.values():
            self.compare(draft)
        planning_key_results.plan(self)
        planning_check_ins.plan(self)
        self.plan.problems.sort(key=lambda p: (p.table != OKRS, p.row))
        self.drafts.clear()  # each leads back here, and would keep all of it
        return self.plan

    def rows(self, table: str) -> list[Row]:
        found = self.tables.okrs if table == OKRS else self.tables.check_ins
        return found.rows if found else []

    def taken(self, table: str) -> Iterator[Row]:
        """The rows for the last time: of what is written next, none is kept."""
        rows = self.rows(table)
        if not self.options.lock:
            yield from rows
            return
        rows.reverse()
        while rows:
            yield rows.pop()

    def read_what_is_named(self) -> None:
        okrs, check_ins = self.rows(OKRS), self.rows("check_ins")
        named = [row[name] for row in okrs for name in ("objective_id", "parent_id")]
        titles = [row["objective"] for row in okrs if not row["objective_id"]]
        key_results = [
            row[name]
            for row in okrs
            for name in ("key_result_id", "parent_key_result_id")
        ]
        key_results += [row["key_result_id"] for row in check_ins]
        self.known.read_objectives(
            map(str, filter(None, named)), map(str, [*titles, *filter(None, named)])
        )
        if self.options.lock:
            self.known.hold()
        self.known.read_key_results(map(str, filter(None, key_results)))

    def report(self, problem: Problem) -> None:
        if len(self.plan.problems) < MOST_PROBLEMS:
            self.plan.problems.append(problem)

    def cells_of(self, table: str, row: Row, what: str = "") -> RowCells:
        return RowCells(table, row, self.language, self.report, what)

    # Objectives, row by row

    def draft(self, row: Row) -> None:
        cells = self.cells_of(OKRS, row, row["key_result"] or row["objective"])
        title = cells.text("objective", 1000, required=True)
        if not title:
            return
        key, stored = self.identify(cells, title)
        if key in self.drafts:
            self.of_row[row.number] = self.drafts[key]
            self.compare_rows(self.drafts[key], cells, title)
            return
        draft = Draft(key, cells, stored, title)
        self.drafts[key] = self.of_row[row.number] = draft
        self.read(draft)
        self.titles.setdefault((title, draft.cycle), key)

    def identify(self, cells: RowCells, title: str) -> tuple[str, Objective | None]:
        """By its id; without one by its title and cycle, here or in the file."""
        key = cells.text("objective_id", 100)
        if key:
            return key, self.known.objectives.get(key)
        cycle = cells.row["cycle"]
        alike = [
            objective
            for objective in self.known.titles.get(title, [])
            if cycle in ("", objective.cycle.name)
        ]
        if len(alike) > 1:
            cells.problem("objective", "doubled_title")
        if alike:
            return alike[0].external_id, alike[0]
        for (other, its_cycle), known in self.titles.items() if not cycle else ():
            if other == title and its_cycle:
                return known, None
        return self.titles.get((title, cycle), f"#{cells.row.number}"), None

    def compare_rows(self, draft: Draft, cells: RowCells, title: str) -> None:
        first = draft.cells.row
        if title != draft.title:
            cells.problem("objective", "other_row", row=first.number)
        for name in OF_OBJECTIVES:
            if name == "owner" and not cells.row.has("key_result_owner"):
                continue  # then it is the key result's in each row
            if cells.row[name] and cells.row[name] != first[name]:
                cells.problem(name, "other_row", row=first.number)

    def read(self, draft: Draft) -> None:
        """What its first row says, without its parent."""
        cells, said, row = draft.cells, draft.said, draft.cells.row
        said["title"] = draft.title
        if row.has("cycle") or draft.stored is None:
            otherwise = draft.stored.cycle.name if draft.stored else ""
            said["cycle"] = self.names.cycle(cells, otherwise)
        readers: dict[str, tuple[str, Callable[[], Any]]] = {
            "description": ("description", lambda: cells.text("description", 10_000)),
            "team": ("team", lambda: self.names.team(cells)),
            "owner": ("owner", lambda: self.owner(draft)),
            "derivation_note": (
                "derivation_note",
                lambda: cells.text("derivation_note", 1000),
            ),
            "alignment_weight": (
                "alignment_weight",
                lambda: cells.whole("alignment_weight"),
            ),
            "private": ("is_private", lambda: cells.flag("private")),
            "objective_dropped_at": (
                "dropped_at",
                lambda: cells.moment("objective_dropped_at"),
            ),
            "objective_drop_reason": (
                "drop_reason",
                lambda: cells.text("objective_drop_reason", 1000),
            ),
        }
        for column, (name, read) in readers.items():
            if row.has(column) or (name == "owner" and draft.stored is None):
                said[name] = read()

    def owner(self, draft: Draft) -> str:
        """Nobody is left without an owner: it stays whose it was, or is yours."""
        found = self.names.person(draft.cells, "owner")
        if found or draft.cells.row["owner"]:
            return found
        if draft.stored:
            return self.address_of(draft.stored.owner_id)
        draft.cells.problem("owner", "no_owner")
        return self.options.by.email.lower()

    def address_of(self, pk: int) -> str:
        addresses = self.__dict__.get("_addresses")
        if addresses is None:
            addresses = {user.pk: email for email, user in self.known.people.items()}
            self._addresses = addresses
        return addresses[pk]

    # Objectives, all together

    def compare(self, draft: Draft) -> None:
        """Into the plan go new ones, and of those that are there what differs."""
        if draft.stored is None:
            self.refuse_closed(draft, "cycle")
            self.plan.objectives.append(self.new_objective(draft, dict(draft.said)))
            return
        stored = self.stored_values(draft.stored)
        changed = {
            name: value
            for name, value in draft.said.items()
            if not same(stored[name], value)
        }
        if not changed:
            self.plan.left["objectives"] = self.plan.left.get("objectives", 0) + 1
            return
        self.refuse_closed(draft, "objective")
        if "cycle" in changed:
            self.refuse_measured(draft)
        self.plan.objectives.append(self.new_objective(draft, changed))

    def new_objective(self, draft: Draft, values: dict[str, Any]) -> NewObjective:
        pk = draft.stored.pk if draft.stored else None
        number = draft.cells.row.number
        return NewObjective(draft.key, number, pk, draft.title, values)

    def stored_values(self, stored: Objective) -> dict[str, Any]:
        return {
            "title": stored.title,
            "cycle": stored.cycle.name,
            "description": stored.description,
            "team": self.known.team_paths.get(stored.team_id, ""),
            "owner": self.address_of(stored.owner_id),
            "derivation_note": stored.derivation_note,
            "alignment_weight": stored.alignment_weight,
            "is_private": stored.is_private,
            "dropped_at": stored.dropped_at,
            "drop_reason": stored.drop_reason,
            "parent": self.parent_keys.get(stored.parent_id),
            "parent_key_result": self.key_result_keys.get(stored.parent_key_result_id),
        }

    def refuse_closed(self, draft: Draft, column: str) -> None:
        for name in {draft.cycle, draft.stored.cycle.name if draft.stored else ""}:
            cycle = self.names.cycles.get(name)
            if cycle and cycle.state == Cycle.State.CLOSED:
                draft.cells.problem(column, "closed", cycle=name)

    def refuse_measured(self, draft: Draft) -> None:
        if draft.stored.check_ins.exists():
            draft.cells.problem("cycle", "measured")

    def dates_of(self, draft: Draft) -> Dates | None:
        return self.names.cycles.get(draft.cycle)


def make_plan(tables: Tables, options: Options) -> Plan:
    """What importing these tables would do now. Raises nothing for what they hold."""
    return Planner(tables, options).make()
