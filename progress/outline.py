"""The alignment outline: what a reader may see of the tree, a few levels deep."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from objectives.models import Cycle, Objective, User
from progress.readings import ObjectiveReading, read_objectives
from progress.selection import shown_to

ROOTS = 50
ROWS = 200
LEVELS = 3  # below the roots, where there is room


@dataclass
class Node:
    """One row of the outline; `hidden_children` are counted but not loaded."""

    reading: ObjectiveReading
    depth: int
    children: list[Node] = field(default_factory=list)
    hidden_children: int = 0

    @property
    def objective(self) -> Objective:
        return self.reading.objective

    @property
    def has_children(self) -> bool:
        return bool(self.children or self.hidden_children)

    @property
    def drawn_depth(self) -> int:
        """Deeper levels keep the indent of the eighth."""
        return min(self.depth, 7)

    @property
    def depth_below(self) -> int:
        return min(self.depth + 1, 7)


@dataclass(frozen=True)
class Outline:
    roots: list[Node]
    shown: int
    total: int
    next: str  # query of the next page, "" on the last


def outline(
    user: User, cycle: Cycle, today: datetime.date, after: tuple[int, int] | None
) -> Outline:
    """A page of roots with the levels below them; 5 queries, however many there are.

    An objective whose parent is not shown stands at the top: it lies in another
    cycle, was dropped, or does not exist for this reader.
    """
    seen = shown_to(user, cycle)
    roots = list(_roots(seen, after)[: ROOTS + 1])
    page, more = roots[:ROOTS], len(roots) > ROOTS
    rows = _with_levels_below(seen, page)
    nodes = _nodes(rows, page, today)
    _count_hidden(seen, nodes)
    following = f"?cycle={cycle.pk}&after={_place(page[-1])}" if more else ""
    return Outline(
        [nodes[root.pk] for root in page], len(nodes), seen.count(), following
    )


def _place(objective: Objective) -> str:
    return f"{objective.tree_id}-{objective.lft}"


def _roots(seen: QuerySet, after: tuple[int, int] | None) -> QuerySet:
    above = seen.order_by().filter(pk=OuterRef("parent"))
    roots = seen.filter(~Exists(above)).order_by("tree_id", "lft")
    if after:
        tree, left = after
        roots = roots.filter(Q(tree_id__gt=tree) | Q(tree_id=tree, lft__gt=left))
    return roots


def _with_levels_below(seen: QuerySet, roots: Sequence[Objective]) -> list[Objective]:
    """The roots' trees as deep as fits on a page, in the order of the tree."""
    trees = {root.tree_id for root in roots}
    inside = seen.filter(tree_id__in=trees, level__lte=LEVELS)
    deepest = _deepest_that_fits(inside, len(roots))
    wanted = Q(level__lte=deepest) | Q(pk__in=[root.pk for root in roots])
    rows = seen.filter(tree_id__in=trees).filter(wanted)
    rows = rows.select_related("cycle", "owner", "team__parent", "figures")
    return list(rows.order_by("tree_id", "lft"))


def _deepest_that_fits(inside: QuerySet, roots: int) -> int:
    counts = dict(inside.order_by().values_list("level").annotate(count=Count("pk")))
    total, deepest = 0, 0
    for level in range(LEVELS + 1):
        total += counts.get(level, 0)
        if total > max(ROWS, roots):
            break
        deepest = level
    return deepest


def _nodes(
    rows: Sequence[Objective], roots: Sequence[Objective], today: datetime.date
) -> dict[int, Node]:
    """Nodes by id, hung under their parents; rows come in the order of the tree."""
    wanted = {root.pk for root in roots}
    nodes: dict[int, Node] = {}
    for reading in read_objectives(rows, today):
        pk, parent = reading.objective.pk, nodes.get(reading.objective.parent_id)
        if parent:
            nodes[pk] = Node(reading, parent.depth + 1)
            parent.children.append(nodes[pk])
        elif pk in wanted:
            nodes[pk] = Node(reading, 0)
    return nodes


def _count_hidden(seen: QuerySet, nodes: dict[int, Node]) -> None:
    """How many visible children each node has that were not loaded. 1 query."""
    leaves = [pk for pk, node in nodes.items() if not node.children]
    below = seen.order_by().filter(parent__in=leaves).values_list("parent")
    for parent, count in below.annotate(count=Count("pk")):
        nodes[parent].hidden_children = count


@dataclass(frozen=True)
class Branch:
    nodes: list[Node]
    next: str  # query of what follows, "" at the end


def branch(
    user: User, parent: Objective, depth: int, today: datetime.date, after: int = 0
) -> Branch:
    """A part of an objective's visible children, each with the count below it.

    It begins behind the child whose `lft` is `after`.
    """
    seen = shown_to(user, parent.cycle)
    rows = seen.filter(parent=parent, lft__gt=after).order_by("lft")[: ROWS + 1]
    found = list(rows.select_related("cycle", "owner", "team__parent", "figures"))
    nodes = {
        reading.objective.pk: Node(reading, depth)
        for reading in read_objectives(found[:ROWS], today)
    }
    _count_hidden(seen, nodes)
    more = f"?depth={depth}&after={found[ROWS - 1].lft}" if found[ROWS:] else ""
    return Branch(list(nodes.values()), more)
