"""Cycles, teams and people that rows name: found, or to be made beforehand."""

from __future__ import annotations

import datetime
import difflib
import re
import sys
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from objectives import clock
from objectives.models import Cycle, User
from objectives.models.cycle import LONGEST
from progress.exchange.known import Known
from progress.exchange.plans import Plan
from progress.exchange.row_cells import RowCells
from progress.exchange.team_paths import divided, joined

NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]+)>")
NEAR = 0.85  # how alike two addresses are that somebody may have mistyped
MOST_PEOPLE = 2_000  # beyond that many nobody is told who else was meant


@dataclass(frozen=True)
class Dates:
    """A cycle as rows need it, there or not yet."""

    name: str
    first: datetime.date
    last: datetime.date
    state: str

    @classmethod
    def of(cls, cycle: Cycle) -> Dates:
        return cls(cycle.name, cycle.starts_on, cycle.ends_on, cycle.state)

    def overlaps(self, other: Dates) -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


def state_of_new(first: datetime.date, today: datetime.date) -> str:
    """A cycle that has begun takes check-ins; one to come is being planned."""
    return Cycle.State.OPEN if first <= today else Cycle.State.PLANNING


class Names:
    """Looks up what a row names, and notes in the plan what is to be made."""

    def __init__(self, known: Known, plan: Plan, by: User) -> None:
        self.known, self.plan, self.by = known, plan, by
        self.today = clock.today()
        self.cycles = {name: Dates.of(c) for name, c in known.cycles.items()}
        self.by_team_name: dict[str, list[str]] = {}
        for path in known.teams:
            self.by_team_name.setdefault(divided(path)[-1], []).append(path)
        self.by_person_name: dict[str, list[str]] = {}
        for email, user in known.people.items():
            self.by_person_name.setdefault(user.name, []).append(email)

    def cycle(self, cells: RowCells, otherwise: str) -> str:
        """Its name, "" where there is none; `otherwise` is taken for an empty cell."""
        name = cells.text("cycle", 100)
        if not name:
            return self.cycle_instead(cells, otherwise)
        first, last = cells.day("cycle_start"), cells.day("cycle_end")
        if name in self.cycles:
            self.compare_dates(cells, self.cycles[name], first, last)
            return name
        return self.new_cycle(cells, name, first, last)

    def cycle_instead(self, cells: RowCells, otherwise: str) -> str:
        if otherwise:
            return otherwise
        current = Cycle.objects.current(self.today)
        if current is None:
            cells.problem("cycle", "no_cycle")
            return ""
        cells.problem("cycle", "current_cycle", cycle=current.name)
        return current.name

    def compare_dates(self, cells: RowCells, cycle: Dates, first, last) -> None:
        for column, said, stored in (
            ("cycle_start", first, cycle.first),
            ("cycle_end", last, cycle.last),
        ):
            if said is not None and said != stored:
                dates = {"first": str(cycle.first), "last": str(cycle.last)}
                cells.problem(column, "other_dates", **dates)

    def new_cycle(self, cells: RowCells, name: str, first, last) -> str:
        if first is None or last is None:
            cells.problem("cycle", "cycle_dates")
            return ""
        if not datetime.timedelta(0) < last - first <= LONGEST:
            cells.problem("cycle_end", "cycle_order")
            return ""
        self.cycles[name] = Dates(name, first, last, state_of_new(first, self.today))
        self.plan.cycles[name] = (first, last)
        return name

    def team(self, cells: RowCells) -> str:
        """Its path, "" for none. A name alone is that of the one team called so."""
        text = cells.text("team", 2_000)
        if not text or text in self.known.teams or text in self.plan.teams:
            return text
        names = divided(text)
        called = self.by_team_name.get(names[0], []) if len(names) == 1 else []
        if len(called) == 1:
            return called[0]
        if called:
            cells.problem("team", "several_teams")
            return ""
        if not all(names) or any(len(name) > 200 for name in names):
            cells.problem("team", "too_long", most=200)
            return ""
        for depth in range(1, len(names) + 1):
            path = joined(names[:depth])
            if path not in self.known.teams:
                self.plan.teams[path] = None
        return joined(names)

    def person(self, cells: RowCells, column: str) -> str:
        """An address in small letters, "" for none or for one that cannot be."""
        text = cells.text(column, 460)
        if not text:
            return ""
        address = sys.intern(text.lower())  # one text for all rows of a person
        if address in self.known.people:
            return address
        named = self.by_person_name.get(text, [])
        if len(named) == 1:
            return named[0]
        if named:
            cells.problem(column, "several_people")
            return ""
        return self.new_person(cells, column, text)

    def new_person(self, cells: RowCells, column: str, text: str) -> str:
        found = NAMED.fullmatch(text)
        name, email = (found["name"], found["email"]) if found else ("", text)
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            cells.problem(column, "email")
            return ""
        if email in self.known.people:
            return email
        if email not in self.plan.people:
            self.warn_of_likeness(cells, column, email)
            self.plan.people[email] = name.strip()[:200] or email.partition("@")[0]
        return email

    def warn_of_likeness(self, cells: RowCells, column: str, email: str) -> None:
        if len(self.known.people) > MOST_PEOPLE:
            return
        close = difflib.get_close_matches(email, self.known.people, n=1, cutoff=NEAR)
        if close:
            cells.problem(column, "alike", known=close[0])
