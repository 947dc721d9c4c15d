"""Prints as JSON a tree of the running cycle to plan in, and people who do.

With `joined` all trees of the cycle are hung under the first before; then `parents`
are those that were roots, and `branches` what hangs under them.
"""

from __future__ import annotations

import json
import sys

from objectives import clock, tree
from objectives.models import Cycle, Objective, User
from progress.generate.company import email
from tests.bench.inside.choose import ADMINISTRATOR
from tests.bench.inside.workload import OTHERS
from tests.bench.places import SEED

PEOPLE = 8
ROOM = 5  # levels within which parents stand


def running() -> Cycle:
    return Cycle.objects.current(clock.today())


def people(numbers: list[int]) -> list[dict[str, int]]:
    found = {number: email(SEED, number) for number in numbers}
    return [
        {"person": number, "owner": User.objects.get(email=address).pk}
        for number, address in found.items()
    ]


def one() -> dict:
    rows = Objective.objects.in_cycle(running()).live().filter(is_private=False)
    root = rows.filter(parent=None).order_by("tree_id").first()
    inside = rows.filter(tree_id=root.tree_id, level__lt=ROOM).order_by("lft")
    return {
        "cycle": root.cycle_id,
        "parents": list(inside.values_list("pk", flat=True)),
        "people": people(list(range(OTHERS, OTHERS + PEOPLE))),
    }


def joined() -> dict:
    rows = Objective.objects.in_cycle(running()).live()
    first, *others = rows.filter(parent=None).order_by("tree_id")
    for other in others:
        tree.move(pk=other.pk, parent_pk=first.pk)
    parents = [row.pk for row in others]
    branches = rows.filter(parent__in=parents).order_by("lft")
    return {
        "cycle": first.cycle_id,
        "parents": parents,
        "branches": list(branches.values("pk", "revision")),
        "people": people([ADMINISTRATOR]),
        "size": Objective.objects.get(pk=first.pk).get_descendant_count() + 1,
    }


if __name__ == "__main__":
    print(json.dumps(joined() if "joined" in sys.argv else one()))
