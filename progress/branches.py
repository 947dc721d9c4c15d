"""Rows of the tree, fetched part by part: its top, the levels below, a path up.

Each part costs what it brings, however wide or deep the tree is. `seen` is what
exists for the reader, of one cycle; rows come in the order of the tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from objectives import tree
from objectives.keyset import behind
from objectives.models import Objective

Place = tuple[int, int]  # tree and left number


def with_names(rows: QuerySet) -> QuerySet:
    """With all that a row shows of others; they are all of one cycle."""
    return rows.select_related("owner", "team__parent", "figures")


def tops(seen: QuerySet, after: Place | None, most: int) -> list[Objective]:
    """Those whose parent is not shown to the reader, from behind a place. 1 query."""
    above = seen.order_by().filter(pk=OuterRef("parent"))
    # Most have no parent: of the others it is asked one by one.
    rows = seen.filter(Q(parent=None) | ~Exists(above), at_top=True)
    if after:
        rows = rows.filter(behind(("tree_id", "lft"), after))
    return list(with_names(rows).order_by("tree_id", "lft")[:most])


def levels_below(
    seen: QuerySet, rows: Sequence[Objective], *, levels: int, room: int
) -> list[Objective]:
    """The levels below these rows, each as a whole, as long as there is room.

    1 query for each level that is there.
    """
    found: list[Objective] = []
    for _ in range(levels):
        rows = _children(seen, rows, room - len(found))
        if not rows or len(found) + len(rows) > room:
            break
        found += rows
    return found


def everything_below(
    seen: QuerySet, rows: Sequence[Objective], *, room: int
) -> list[Objective]:
    """All levels below; of the last that has room, the branches that fit whole."""
    found: list[Objective] = []
    while rows and len(found) < room:
        left = room - len(found)
        rows = whole_branches(_children(seen, rows, left), left)
        found += rows
    return found


def branches_of(seen: QuerySet, pks: Iterable[int], *, room: int) -> list[Objective]:
    """The children of each of these, where all of them fit. 1 query."""
    rows = _children(seen, list(pks), room)
    return whole_branches(rows, room)


def whole_branches(rows: list[Objective], room: int) -> list[Objective]:
    """Without the last parent's children where rows beyond `room` were found."""
    if len(rows) <= room:
        return rows
    cut = rows[-1].parent_id
    return list(takewhile(lambda row: row.parent_id != cut, rows))


def _children(seen: QuerySet, parents: Sequence, room: int) -> list[Objective]:
    """One more than there is room for, to tell that they do not fit."""
    rows = with_names(seen.filter(parent__in=parents))
    return list(rows.order_by("tree_id", "lft")[: room + 1])


def paths_to(seen: QuerySet, rows: Sequence[Objective]) -> list[Objective]:
    """What lies above these rows, up to the first that the reader may not see.

    2 queries, however deep they lie.
    """
    known = {row.pk: row for row in rows}
    above = seen.filter(pk__in=tree.above(known))
    found = {row.pk: row for row in with_names(above)}
    path: dict[int, Objective] = {}
    for row in rows:
        parent = found.get(row.parent_id)
        while parent and parent.pk not in path:
            path[parent.pk] = parent
            parent = found.get(parent.parent_id)
    return [row for pk, row in path.items() if pk not in known]


def in_order(rows: Iterable[Objective]) -> list[Objective]:
    return sorted(rows, key=lambda row: (row.tree_id, row.lft))


def children_counted(seen: QuerySet, pks: Iterable[int]) -> Counter[int]:
    """How many children each of these has for the reader. 1 query."""
    below = seen.order_by().filter(parent__in=list(pks)).values_list("parent")
    return Counter(dict(below.annotate(count=Count("pk"))))
