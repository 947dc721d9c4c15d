"""Many objectives at once, new and moved, anywhere in the tree: the gate's bulk half.

What an import does. The trees that are touched are read once, numbered here, and only
the rows whose numbers changed are written; nothing is renumbered row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from objectives.locks import structure_lock
from objectives.models import Objective
from objectives.models.objective import DEEPEST, TREE_FIELDS
from objectives.tops import is_at_top, wrong_tops
from objectives.tree import BATCH, Node, numbered, row_of

# Objectives, each with the parent it gets; None stands at the top.
Hung = Sequence[tuple[Objective, Objective | None]]
Moved = Mapping[int, Objective | None]


@dataclass
class Forest:
    """The touched trees as they become. New objectives have ids below 0 until they
    are inserted: -1 is the first of them."""

    new: Sequence[Objective]
    stored: dict[int, Node] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    roots: list[int] = field(default_factory=list)

    def number(self, tree: int) -> Iterator[Node]:
        """Every node with its numbers; new trees are counted on from `tree`."""
        placed: set[int] = set()
        for root in self.roots:
            before = self.stored.get(root)
            keeps = before is not None and before.parent is None
            tree += not keeps
            number = before.tree if keeps else tree
            yield from numbered(root, number, self.children, placed)


def graft(planted: Hung, moved: Hung) -> None:
    """Insert the new ones, and hang those that are there elsewhere.

    Whoever calls has made sure that there is no loop and that cycles fit, and tells
    the bookkeeping. Raises ValidationError for too deep a tree; nothing is written
    then.
    """
    with structure_lock():
        for objective, parent in planted:
            objective.parent = parent
        new = [objective for objective, _parent in planted]
        forest = _forest(new, {objective.pk: parent for objective, parent in moved})
        last = Objective.objects.aggregate(last=Max("tree_id"))["last"] or 0
        nodes = list(forest.number(last))
        if any(node.level > DEEPEST for node in nodes):
            raise ValidationError(
                _("An objective can have at most 20 levels above it.")
            )
        _insert(new, [node for node in nodes if node.pk < 0])
        _renumber(new, forest, [node for node in nodes if node.pk > 0])
        for objective, parent in moved:
            objective.parent = parent


def _forest(new: Sequence[Objective], moved: Moved) -> Forest:
    forest = Forest(new)
    places = {id(objective): -index - 1 for index, objective in enumerate(new)}
    for node in _touched(new, moved, places):
        forest.stored[node.pk] = node
        forest.parents[node.pk] = node.parent
    for pk, parent in moved.items():
        forest.parents.pop(pk, None)  # moved ones stand behind their new siblings
        forest.parents[pk] = _place_of(parent, places)
    for objective in new:
        place = _place_of(objective.parent, places)
        forest.parents[places[id(objective)]] = place
    for pk, parent in forest.parents.items():
        if parent is None:
            forest.roots.append(pk)
        else:
            forest.children.setdefault(parent, []).append(pk)
    return forest


def _place_of(parent: Objective | None, places: dict[int, int]) -> int | None:
    if parent is None:
        return None
    return places.get(id(parent), parent.pk)


def _touched(new, moved: Moved, places: dict[int, int]) -> Iterator[Node]:
    """All of the trees that anything leaves or enters, in the order of the tree."""
    stored = {o.parent.pk for o in new if o.parent and id(o.parent) not in places}
    stored |= {p.pk for p in moved.values() if p and id(p) not in places}
    stored |= set(moved)
    trees: set[int] = set()
    for some in _batches(list(stored)):
        rows = Objective.objects.filter(pk__in=some).order_by()
        trees.update(rows.values_list("tree_id", flat=True))
    for some in _batches(sorted(trees)):
        rows = Objective.objects.filter(tree_id__in=some).order_by("tree_id", "lft")
        for row in rows.values_list("pk", "parent_id", *_NUMBERS):
            yield Node(*row)


_NUMBERS = ("tree_id", "lft", "rght", "level")


def _batches(values: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _insert(new: Sequence[Objective], nodes: list[Node]) -> None:
    levels: dict[int, list[Objective]] = {}
    for node in nodes:
        objective = new[-node.pk - 1]
        objective.tree_id, objective.level = node.tree, node.level
        objective.lft, objective.rght = node.left, node.right
        objective.at_top = is_at_top(objective)
        levels.setdefault(node.level, []).append(objective)
    for level in sorted(levels):
        for objective in levels[level]:
            objective.parent = objective.parent  # takes the id it has got by now
        QuerySet(Objective).bulk_create(levels[level], BATCH)


def _renumber(new: Sequence[Objective], forest: Forest, nodes: list[Node]) -> None:
    """Write what changed of those that were there; a new parent has its id by now."""
    changed = []
    for node in nodes:
        parent = node.parent
        if parent is not None and parent < 0:
            parent = new[-parent - 1].pk
        node = Node(node.pk, parent, node.tree, node.left, node.right, node.level)
        if node != forest.stored[node.pk]:
            changed.append(row_of(node))
    QuerySet(Objective).bulk_update(changed, ["parent", *TREE_FIELDS], BATCH)


def write_fields(objectives: Sequence[Objective], fields: Sequence[str]) -> None:
    """Write these fields, which are not of the structure, of very many."""
    if not objectives or not fields:
        return
    if {"parent", *TREE_FIELDS} & set(fields):
        raise TypeError("graft() changes the parent")
    QuerySet(Objective).bulk_update(objectives, fields, BATCH)


def write_tops(pks: Sequence[int]) -> None:
    """Whether these and their children may stand at the top, as it now is."""
    for some in _batches(list(pks)):
        for name in ("pk__in", "parent__in"):
            wrong = dict(wrong_tops(Objective.objects.filter(**{name: some})))
            for at_top in set(wrong.values()):
                found = [pk for pk, value in wrong.items() if value == at_top]
                Objective.objects.filter(pk__in=found).update(at_top=at_top)
