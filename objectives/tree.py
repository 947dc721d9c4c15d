"""The one gate to the alignment tree: every move goes through it, and its proof.

django-mptt's own writes are neither atomic nor safe against each other, so each
structural write here takes one lock before it reads a node, reads the nodes
afresh, and is one transaction. Creating and deleting take the same lock in the
model (`Objective.save`, `Objective.delete`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from objectives import bookkeeping
from objectives.locks import structure_lock
from objectives.models import KeyResult, Objective, User
from objectives.models.objective import DEEPEST, TREE_FIELDS
from objectives.plan import refuse_stale
from objectives.tops import is_at_top

BATCH = 500  # rows that one statement writes


@dataclass(frozen=True)
class Link:
    """How an objective serves its new parent; nothing of it at the top."""

    key_result: KeyResult | None = None
    note: str = ""
    weight: int = 1


def move(
    *,
    pk: int,
    parent_pk: int | None,
    by: User | None = None,
    seen: int | None = None,
    link: Link | None = None,
) -> Objective:
    """Put an objective, with all below it, under another parent or at the top.

    Without a `link` the note and the weight stay; a key result of the old parent is
    never served under the new one. Raises ValidationError, with the reason at
    "parent", for a loop, too deep a tree, or cycles that are closed or do not overlap;
    at "parent_key_result" for one that cannot be served; and Stale where the objective
    is no longer in the revision that was `seen`. Nothing is changed then.
    """
    with structure_lock():
        objective = _fresh(pk)
        refuse_stale(objective, seen)
        if objective.parent_id == parent_pk and link is None:
            return objective
        _hang(objective, parent_pk, link)
        objective.revision += 1
        objective._history_user = by
        objective.place()
        bookkeeping.objectives_changed(pk)
        return objective


def plant(objectives: Sequence[Objective], *, by: User | None = None) -> None:
    """Create many at once, as trees of their own behind all others.

    They name each other as parents, every parent before its children; whoever calls
    has made sure that their cycles overlap. Numbered here and inserted a level at a
    time, tens of times faster than one by one. Raises ValidationError for too deep
    a tree; nothing is created then.
    """
    with structure_lock():
        levels = _number(objectives)
        if max(levels, default=0) > DEEPEST:
            raise ValidationError(
                _("An objective can have at most 20 levels above it.")
            )
        for level in sorted(levels):
            for objective in levels[level]:
                objective.parent = objective.parent  # takes the id it has got by now
            QuerySet(Objective).bulk_create(levels[level], BATCH)
        Objective.history.bulk_history_create(objectives, BATCH, default_user=by)
        bookkeeping.many_changed([objective.pk for objective in objectives])


def _number(objectives: Sequence[Objective]) -> dict[int, list[Objective]]:
    """Give new objectives their numbers; returns them by level."""
    place = {id(objective): index for index, objective in enumerate(objectives)}
    children: dict[int, list[int]] = {}
    for index, objective in enumerate(objectives):
        objective.at_top = is_at_top(objective)
        if objective.parent:
            children.setdefault(place[id(objective.parent)], []).append(index)
    tree = Objective.objects.aggregate(last=Max("tree_id"))["last"] or 0
    levels: dict[int, list[Objective]] = {}
    for index, objective in enumerate(objectives):
        if not objective.parent:
            tree += 1
            for node in numbered(index, tree, children, set()):
                levels.setdefault(node.level, []).append(objectives[node.pk])
                _place(objectives[node.pk], node)
    return levels


def _place(objective: Objective, node: Node) -> None:
    objective.tree_id, objective.level = node.tree, node.level
    objective.lft, objective.rght = node.left, node.right


def _hang(objective: Objective, parent_pk: int | None, link: Link | None) -> None:
    """Set the parent and the link, or raise; nothing is written yet."""
    if reason := objective.leaving_refusal():
        raise ValidationError({"parent": reason})
    parent = None if parent_pk is None else _fresh(parent_pk)
    if parent:
        objective.refuse_parent(parent)
    objective.parent = parent
    objective.parent_key_result = None
    if link:
        objective.refuse_key_result(link.key_result)
        objective.parent_key_result = link.key_result
        objective.derivation_note = link.note
        objective.alignment_weight = link.weight


def _fresh(pk: int) -> Objective:
    return Objective.objects.select_related("cycle", "parent__cycle").get(pk=pk)


PATH = """
    WITH RECURSIVE path(id) AS (
        SELECT parent_id FROM {table} WHERE id IN ({pks})
        UNION
        SELECT {table}.parent_id FROM {table} JOIN path ON {table}.id = path.id
    )
    SELECT id FROM path WHERE id IS NOT NULL
"""


def above(pks: Collection[int]) -> list[int]:
    """Ids of all objectives above these, whoever may see them. 1 query.

    By their parents: the tree's numbers would find them only among all rows that
    stand before them in their tree.
    """
    if not pks:
        return []
    marks = ", ".join(["%s"] * len(pks))
    sql = PATH.format(table=Objective._meta.db_table, pks=marks)
    with connection.cursor() as cursor:
        cursor.execute(sql, list(pks))
        return [pk for (pk,) in cursor.fetchall()]


@dataclass(frozen=True)
class Node:
    """One row of the tree as stored; the order of the fields is the query's."""

    pk: int
    parent: int | None
    tree: int
    left: int
    right: int
    level: int


@dataclass(frozen=True)
class Fault:
    pk: int
    text: str


def faults() -> list[Fault]:
    """What is wrong with the stored tree; empty when it is sound. 2 queries."""
    nodes = _nodes()
    found = [fault for node in nodes.values() for fault in _faults_of(node, nodes)]
    numbers = [*_shared_numbers(nodes.values()), *_wrong_widths(nodes)]
    return [*found, *numbers, *_served_elsewhere()]


def _served_elsewhere() -> Iterator[Fault]:
    for pk in _serving_elsewhere().values_list("pk", flat=True):
        yield Fault(pk, _("it serves a key result that is not its parent’s"))


def _serving_elsewhere():
    serving = Objective.objects.exclude(parent_key_result=None).order_by("pk")
    right = Q(parent=F("parent_key_result__objective"))
    return serving.exclude(right & Q(parent__isnull=False))


def _nodes() -> dict[int, Node]:
    rows = Objective.objects.order_by("tree_id", "lft", "pk").values_list(
        "pk", "parent_id", "tree_id", "lft", "rght", "level"
    )
    return {row[0]: Node(*row) for row in rows}


def _faults_of(node: Node, nodes: dict[int, Node]) -> Iterator[Fault]:
    if not node.left < node.right:
        yield Fault(node.pk, _("its left number is not below its right one"))
    if node.parent is None:
        if (node.left, node.level) != (1, 0):
            yield Fault(node.pk, _("it stands at the top but is numbered as if below"))
        return
    parent = nodes.get(node.parent)
    if parent is None:
        yield Fault(node.pk, _("its parent does not exist"))
    elif node.tree != parent.tree or node.level != parent.level + 1:
        yield Fault(
            node.pk, _("it is numbered in another tree or level than its parent")
        )
    elif not parent.left < node.left < node.right < parent.right:
        yield Fault(node.pk, _("its numbers do not lie within its parent’s"))


def _shared_numbers(nodes) -> Iterator[Fault]:
    """Two nodes with one number, or two roots in one tree."""
    seen: dict[tuple[int, int], int] = {}
    for node in nodes:
        for number in {node.left, node.right}:
            if (node.tree, number) in seen:
                yield Fault(node.pk, _("another objective has the same tree number"))
            seen[node.tree, number] = node.pk


def _wrong_widths(nodes: dict[int, Node]) -> Iterator[Fault]:
    """Numbers that leave more or less room than those below it take up.

    With the other proofs this finds siblings that overlap, and holes.
    """
    below = dict.fromkeys(nodes, 0)
    for node in sorted(nodes.values(), key=lambda node: -node.level):
        if node.parent in nodes:
            below[node.parent] += below[node.pk] + 1
    for node in nodes.values():
        if node.right - node.left != 2 * below[node.pk] + 1:
            yield Fault(node.pk, _("its numbers do not fit how many lie under it"))


def repair() -> int:
    """Number the whole tree anew from the parents; returns how many rows changed.

    An objective in a loop of parents, or under one that is gone, becomes a root.
    """
    with structure_lock():
        nodes = _nodes()
        changed = [node for node in _renumbered(nodes) if node != nodes[node.pk]]
        Objective.objects.bulk_update(
            [row_of(node) for node in changed], ["parent", *TREE_FIELDS], BATCH
        )
        bookkeeping.objectives_changed(*(node.pk for node in changed))
        return len(changed) + _serving_elsewhere().update(parent_key_result=None)


def row_of(node: Node) -> Objective:
    """Its place in the tree, as an unsaved row to write these columns from."""
    return Objective(
        pk=node.pk,
        parent_id=node.parent,
        tree_id=node.tree,
        lft=node.left,
        rght=node.right,
        level=node.level,
    )


def _renumbered(nodes: dict[int, Node]) -> Iterator[Node]:
    """Every node with its right numbers, a tree at a time, without recursion."""
    children: dict[int, list[int]] = {}
    for node in nodes.values():
        if node.parent in nodes:
            children.setdefault(node.parent, []).append(node.pk)
    roots = [pk for pk, node in nodes.items() if node.parent not in nodes]
    placed: set[int] = set()
    tree = 0
    for candidate in [*roots, *nodes]:
        if candidate not in placed:
            tree += 1
            yield from numbered(candidate, tree, children, placed)


def numbered(root: int, tree: int, children, placed: set[int]) -> Iterator[Node]:
    number, left, stack = 0, {}, [(root, None, 0, False)]
    while stack:
        pk, parent, level, leaving = stack.pop()
        number += 1
        if leaving:
            yield Node(pk, parent, tree, left[pk], number, level)
            continue
        placed.add(pk)
        left[pk] = number
        stack.append((pk, parent, level, True))
        below = [child for child in children.get(pk, ()) if child not in placed]
        stack += [(child, pk, level + 1, False) for child in reversed(below)]
