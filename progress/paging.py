"""A list of objectives in the order of their tree, read part by part both ways.

A page deep in a list costs what the first one does: it begins at a place that an index
has, and no row before that is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from objectives import keyset
from objectives.models import Objective
from progress.selection import position

ORDER = "tree_id", "lft"


@dataclass(frozen=True)
class Part:
    """Some of the list; to go on `before` and `after` these places, "" at its ends."""

    objectives: list[Objective]
    before: str
    after: str


def part_of(rows: QuerySet[Objective], asked: QueryDict, most: int) -> Part:
    """What lies behind `?after=` or before `?before=`, so many at most. 1 query.

    Nonsense, and what has nothing behind it, are the first part. Whether anything comes
    before a part behind a place is not looked up: that place did.
    """
    after, before = (position(asked.get(name, "")) for name in ("after", "before"))
    if after:
        further = rows.filter(keyset.behind(ORDER, after))
        found = list(further.order_by(*ORDER)[: most + 1])
        if found:
            return part(found[:most], has_before=True, has_after=len(found) > most)
    elif before:
        nearer = rows.filter(keyset.ahead_of(ORDER, before))
        found = list(nearer.order_by("-tree_id", "-lft")[: most + 1])
        if len(found) > most:
            return part(found[:most][::-1], has_before=True, has_after=True)
    found = list(rows.order_by(*ORDER)[: most + 1])
    return part(found[:most], has_before=False, has_after=len(found) > most)


def part(objectives: list[Objective], *, has_before: bool, has_after: bool) -> Part:
    return Part(
        objectives,
        place_of(objectives[0]) if has_before else "",
        place_of(objectives[-1]) if has_after else "",
    )


def place_of(objective: Objective) -> str:
    return f"{objective.tree_id}-{objective.lft}"
