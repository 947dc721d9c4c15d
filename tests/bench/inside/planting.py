"""Grafts so many objectives, in turns with a bulk insert of rows that have numbers.

Prints the seconds of both as JSON. Needs a person (`found` makes one and no more).
"""

from __future__ import annotations

import datetime
import json
import sys
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from objectives.grafting import graft
from objectives.models import Cycle, Objective, User
from objectives.models.objective import TREE_FIELDS
from objectives.tree import BATCH
from progress.generate.goals import BRANCHES, TREE

FOUNDER = "founder@generated.example"
NUMBERS = [*TREE_FIELDS, "at_top"]


def found() -> None:
    """An administrator, in whose name an import is done."""
    role = User.Role.ADMINISTRATOR
    User.objects.create(email=FOUNDER, name="Founder", role=role)


def hung(size: int, cycle: Cycle, owner: User) -> list:
    """Objectives with their parents, in trees as generated ones."""
    pairs: list = []
    for index in range(size):
        place = index % TREE
        above = pairs[index - place + (place - 1) // BRANCHES][0] if place else None
        row = Objective(cycle=cycle, owner=owner, title=f"Objective {index}")
        pairs.append((row, above))
    return pairs


def insert_numbered(pairs: list, numbers: list[tuple]) -> None:
    """A level at a time, for parents must have ids; nothing is numbered."""
    levels: dict[int, list[Objective]] = {}
    for (row, parent), values in zip(pairs, numbers, strict=True):
        for name, value in zip(NUMBERS, values, strict=True):
            setattr(row, name, value)
        row.parent = parent
        levels.setdefault(row.level, []).append(row)
    for level in sorted(levels):
        for row in levels[level]:
            row.parent = row.parent  # takes the id it has got by now
        QuerySet(Objective).bulk_create(levels[level], BATCH)


def taken_back(write: Callable[[], object]) -> float:
    """Seconds of a write that leaves nothing behind."""
    with transaction.atomic():
        begin = time.perf_counter()
        write()
        taken = time.perf_counter() - begin
        transaction.set_rollback(True)
    return taken


def main(size: int, turns: int) -> None:
    day = datetime.date(2026, 1, 1)
    cycle = Cycle(name="Planted", starts_on=day, ends_on=day.replace(month=3))
    cycle.save()
    owner = User.objects.get(email=FOUNDER)
    first = hung(size, cycle, owner)
    taken_back(lambda: graft(first, []))
    numbers = [tuple(getattr(row, name) for name in NUMBERS) for row, _ in first]
    floors, subjects = [], []
    for _ in range(turns):
        numbered, planted = hung(size, cycle, owner), hung(size, cycle, owner)
        floors.append(taken_back(lambda n=numbered: insert_numbered(n, numbers)))
        subjects.append(taken_back(lambda p=planted: graft(p, [])))
    cycle.delete()
    print(json.dumps({"floors": floors, "subjects": subjects}))


if __name__ == "__main__":
    if sys.argv[1:] == ["found"]:
        found()
    else:
        main(int(sys.argv[1]), int(sys.argv[2]))
