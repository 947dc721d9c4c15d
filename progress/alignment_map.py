"""The alignment map: which part of the tree one drawing shows.

Without a filter it is read level by level: the children of an objective are drawn all
or none, as far as there is room, and the rest is counted. With a filter, what fits
is drawn with the path that leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from objectives.models import Objective, User
from progress import branches, measure
from progress.outline import capped, readings
from progress.readings import ObjectiveReading
from progress.selection import Selection

CARDS = 72  # on one drawing
ROOTS = 24
COLUMNS = 4  # fit beside each other on a desk


@dataclass
class Node:
    """An objective on the map; `hidden` children are counted but not drawn.

    `is_path` is one that does not fit the filter, but leads to one that does.
    """

    reading: ObjectiveReading
    above: Node | None
    is_path: bool = False
    hidden: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def objective(self) -> Objective:
        return self.reading.objective

    @property
    def key(self) -> int:
        return self.objective.pk

    @property
    def depth(self) -> int:
        return self.above.depth + 1 if self.above else 0

    @property
    def difference(self) -> int | None:
        """Its progress minus that of the one above it, in millionths."""
        above = self.above and self.above.reading.progress
        return measure.link_gap(self.reading.progress, above)

    @property
    def has_children(self) -> bool:
        return bool(self.children or self.hidden)


@dataclass(frozen=True)
class AlignmentMap:
    """What is drawn. Of a branch, `path` leads down to its one root, root included.

    `fitting` is how many fit the filters, of `total` in the cycle or the branch; both
    end at selection.COUNTED. `next` is the query of what follows, "" at the end.
    """

    roots: Sequence[Node]
    path: Sequence[Objective]
    fitting: int
    total: int
    next: str

    def nodes(self) -> Iterator[Node]:
        """All that is drawn, each before those under it."""
        return walk(self.roots)

    @property
    def shown(self) -> int:
        return sum(1 for _ in self.nodes())

    @property
    def has_path_cards(self) -> bool:
        return any(node.is_path for node in self.nodes())


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node.children)


def read_map(
    selection: Selection, user: User, root: Objective | None = None
) -> AlignmentMap:
    """What one drawing shows, of the whole cycle or of the branch under `root`."""
    seen = selection.seen(user)
    path = path_to(seen, root) if root else []
    if selection.narrows:
        return _fitting(selection, user, path)
    if root:
        return _branch(selection, seen, path)
    return _whole(selection, seen)


def path_to(seen: QuerySet, objective: Objective) -> list[Objective]:
    """From the highest one that is shown above it down to itself. 2 queries."""
    above = branches.paths_to(seen, [objective])
    return [*branches.in_order(above), objective]


def lies_within(root: Objective) -> Q:
    return Q(tree_id=root.tree_id, lft__gte=root.lft, rght__lte=root.rght)


def _whole(selection: Selection, seen: QuerySet) -> AlignmentMap:
    """A page of trees. 6 queries at most."""
    found = branches.tops(counted(seen, seen), selection.after, ROOTS + 1)
    page = found[:ROOTS]
    more = selection.page_after(page[-1]) if found[ROOTS:] else ""
    rows = [*page, *_levels_below(seen, page, CARDS - len(page))]
    total = capped(seen)
    return AlignmentMap(hung(rows, selection), [], total, total, more)


def _branch(
    selection: Selection, seen: QuerySet, path: list[Objective]
) -> AlignmentMap:
    """One objective with its children, those behind `selection.after` where it says so.

    Of more children than there is room for, the first ones are drawn. 6 queries at
    most.
    """
    [root] = path[-1:]
    within = seen.filter(lies_within(root))
    below = within.filter(lft__gt=selection.after[1] if selection.after else root.lft)
    top = list(counted(within.filter(pk=root.pk), below))
    children = list(counted(below.filter(parent=root), below)[: CARDS - 1])
    room = CARDS - 1 - len(children)
    deeper = _levels_below(below, children, room, levels=COLUMNS - 2)
    roots = hung([*top, *children, *deeper], selection)
    total = capped(within)
    return AlignmentMap(roots, path, total, total, "")


def _fitting(selection: Selection, user: User, path: list[Objective]) -> AlignmentMap:
    """A page of what fits, with the path to each. 7 queries.

    Where a branch is asked for, the path begins with its root.
    """
    within = [lies_within(root) for root in path[-1:]]
    seen = selection.seen(user).filter(*within)
    fitting = selection.matches(user).filter(*within)
    listed = selection.listed(user, selection.few_that_fit(user)).filter(*within)
    found = list(branches.with_names(listed)[: CARDS + 1])
    drawn, last = _with_paths(found, branches.paths_to(seen, found))
    # What leads to one may fit, too, and have been drawn on a page before.
    fits = set(fitting.filter(pk__in=drawn).values_list("pk", flat=True))
    more = selection.page_after(last) if last and last != found[-1] else ""
    roots = hung(drawn.values(), selection, fits)
    return AlignmentMap(
        roots, path, len(selection.some_of(fitting)), capped(seen), more
    )


def _with_paths(
    found: Sequence[Objective], above: Iterable[Objective]
) -> tuple[dict[int, Objective], Objective | None]:
    """By id, as many of those found as there is room for, and the last of them.

    Each comes with what lies above it; the first one always finds room.
    """
    rows = {row.pk: row for row in above}
    drawn: dict[int, Objective] = {}
    last = None
    for row in found:
        path = {each.pk: each for each in _upwards(row, rows)}
        if drawn and len(drawn | path) > CARDS:
            break
        drawn |= path
        last = row
    return drawn, last


def _upwards(
    objective: Objective | None, rows: dict[int, Objective]
) -> Iterator[Objective]:
    while objective:
        yield objective
        objective = rows.get(objective.parent_id)


def counted(rows: QuerySet, seen: QuerySet) -> QuerySet:
    """With how many of `seen` lie directly under each, as `below`; in their order."""
    children = seen.order_by().filter(parent=OuterRef("pk")).values("parent")
    number = Subquery(children.annotate(number=Count("pk")).values("number"))
    rows = rows.annotate(below=Coalesce(number, 0))
    return branches.with_names(rows).order_by("tree_id", "lft")


def _levels_below(
    seen: QuerySet, above: Sequence[Objective], room: int, levels: int = COLUMNS - 1
) -> list[Objective]:
    """Children all or none, as many as there is room for; 1 query for each level."""
    rows: list[Objective] = []
    for _ in range(levels):
        above = list(_that_fit(above, room - len(rows)))
        above = list(counted(seen.filter(parent__in=above), seen)) if above else []
        rows += above
    return rows


def _that_fit(above: Iterable[Objective], room: int) -> Iterator[Objective]:
    """Those whose children find room, the first ones first."""
    for row in above:
        if 0 < row.below <= room:
            room -= row.below
            yield row


def hung(
    rows: Iterable[Objective], selection: Selection, fits: set[int] | None = None
) -> list[Node]:
    """Rows as a tree; returns its roots. 1 query.

    With `fits` the others are the path to them, and nothing is counted as hidden.
    """
    nodes: dict[int, Node] = {}
    for reading in readings(branches.in_order(rows), selection):
        objective = reading.objective
        node = Node(reading, nodes.get(objective.parent_id))
        node.is_path = fits is not None and node.key not in fits
        node.hidden = getattr(objective, "below", 0)
        nodes[node.key] = node
        if node.above:
            node.above.children.append(node)
            node.above.hidden -= fits is None
    return [node for node in nodes.values() if node.above is None]
