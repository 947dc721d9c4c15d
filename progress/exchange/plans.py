"""What an import would do: new and changed rows, and what stands in its way.

Rows refer to each other, and to cycles, teams and people, by the keys of the file:
much of what they name is not there yet.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from progress.exchange.problems import Problem

Values = dict[str, Any]


@dataclass(slots=True)
class NewObjective:
    """`pk` is None for one that is not there; `values` is then all of it, else what
    becomes another. Cycle, team and owner are a name, a path and an address."""

    key: str
    row: int
    pk: int | None
    title: str
    values: Values


@dataclass(slots=True)
class NewKeyResult:
    key: str
    row: int
    pk: int | None
    objective: str
    content: str
    values: Values


@dataclass(slots=True)
class NewEntry:
    """A check-in that the ledger does not hold. `corrects` is another one's id."""

    row: int
    key_result: str
    measured_on: datetime.date
    value: Decimal
    confidence: str = ""
    note: str = ""
    author: str = ""  # an address; "" is whoever imports
    key: uuid.UUID | None = None
    entered_at: datetime.datetime | None = None
    corrects: uuid.UUID | None = None
    reason: str = ""


@dataclass
class Plan:
    """`left` counts rows that are what they were, by what they are."""

    cycles: dict[str, tuple[datetime.date, datetime.date]] = field(default_factory=dict)
    teams: dict[str, None] = field(default_factory=dict)  # paths, those above first
    people: dict[str, str] = field(default_factory=dict)  # names by address
    objectives: list[NewObjective] = field(default_factory=list)
    key_results: list[NewKeyResult] = field(default_factory=list)
    entries: list[NewEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_warning]

    @property
    def changes_nothing(self) -> bool:
        return not (
            self.cycles
            or self.teams
            or self.people
            or self.objectives
            or self.key_results
            or self.entries
        )

    def counts(self) -> dict[str, int]:
        """How many of each are new, changed and left as they are."""
        numbers = {
            "cycles_new": len(self.cycles),
            "teams_new": len(self.teams),
            "people_new": len(self.people),
            "check_ins_new": len(self.entries),
            "check_ins_left": self.left.get("check_ins", 0),
        }
        for name, rows in (
            ("objectives", self.objectives),
            ("key_results", self.key_results),
        ):
            new = sum(1 for row in rows if row.pk is None)
            numbers[f"{name}_new"] = new
            numbers[f"{name}_changed"] = len(rows) - new
            numbers[f"{name}_left"] = self.left.get(name, 0)
        return numbers

    def digest(self) -> str:
        """The same for the same effect: what was shown is told from what would be."""
        told = (
            self.cycles,
            list(self.teams),
            self.people,
            [(row.key, row.pk, row.values) for row in self.objectives],
            [(row.key, row.pk, row.objective, row.values) for row in self.key_results],
            self.entries,
            self.left,
        )
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()
