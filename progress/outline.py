"""The alignment outline: what exists for a reader, and fits the filters, in rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from objectives.models import Cycle, Objective, User
from progress import branches
from progress.day import Day
from progress.opened import Opened
from progress.readings import (
    ObjectiveReading,
    read_objectives,
    with_overdue,
)
from progress.selection import COUNTED, Selection

ROOTS = 50  # trees, or matches, of a page
ROWS = 200  # of a page, and of a branch
EXPANDED = 500  # rows of a page that was expanded
LEVELS = 3  # below the roots, where there is room


@dataclass
class Node:
    """One row of the outline, with the part of its branch that was loaded."""

    reading: ObjectiveReading
    depth: int = 0
    children: list[Node] = field(default_factory=list)
    below: int = 0  # children that exist for the reader
    hidden_children: int = 0  # of these, how many are to be loaded
    is_open: bool = True
    is_path: bool = False  # fits no filter, but leads to what does
    parent: Objective | None = None  # where rows do not stand under their parents
    may_move: bool = False  # by this reader

    @property
    def objective(self) -> Objective:
        return self.reading.objective

    @property
    def drawn_depth(self) -> int:
        """Deeper levels keep the indent of the eighth."""
        return min(self.depth, 7)

    @property
    def depth_below(self) -> int:
        return min(self.depth + 1, 7)


@dataclass(frozen=True)
class Outline:
    """A page of it. Counts end at COUNTED, which stands for that many or more."""

    roots: list[Node]
    shown: int  # rows
    fitting: int  # objectives that fit the filters
    total: int  # all that exist for the reader in the cycle
    attention: int  # of those that fit, how many need it
    next: str  # query of the next page, "" on the last
    lacks: bool  # whether not all of what was to be expanded is here


def outline(user: User, selection: Selection, day: Day) -> Outline:
    """A page of what was asked for; the same queries however many rows there are."""
    seen, few = selection.seen(user), None
    if selection.fits_all:
        fitting = capped(seen)
    else:
        few = selection.few_that_fit(user)
        fitting = COUNTED + 1 if few is None else len(few)
    if selection.fits_all:
        nodes, more = whole(seen, selection)
    elif selection.in_place:
        nodes, more = with_paths(seen, *page_of(user, selection, few), selection)
    else:
        nodes, more = as_list(seen, *page_of(user, selection, few), selection)
    count_below(seen, nodes, loads=selection.fits_all)
    mark_movable(user, nodes, selection)
    mark_overdue(nodes, day)
    return Outline(
        roots=[node for node in nodes.values() if node.depth == 0],
        shown=len(nodes),
        fitting=fitting,
        total=fitting if selection.fits_all else capped(seen),
        attention=selection.attention_count(user, few),
        next=more,
        lacks=selection.open.base == "all"
        and any(node.hidden_children for node in nodes.values()),
    )


def capped(rows: QuerySet) -> int:
    return rows.order_by()[: COUNTED + 1].count()


def whole(seen: QuerySet, selection: Selection) -> tuple[dict[int, Node], str]:
    """A page of trees with the levels below them, and the branches opened there.

    An objective whose parent is not shown stands at the top: it lies in another
    cycle, was dropped, or does not exist for this reader.
    """
    found = branches.tops(seen, selection.after, ROOTS + 1)
    page = found[:ROOTS]
    if selection.open.base == "all":
        rows = branches.everything_below(seen, page, room=EXPANDED)
    else:
        rows = branches.levels_below(seen, page, levels=LEVELS, room=ROWS - len(page))
        rows += opened_below(seen, [*page, *rows], selection.open)
    nodes = hung(branches.in_order([*page, *rows]), selection)
    return nodes, selection.page_after(page[-1]) if found[ROOTS:] else ""


def opened_below(
    seen: QuerySet, rows: Sequence[Objective], opened: Opened
) -> list[Objective]:
    """The branches that the address opens and that are not there yet. 1 query."""
    there = {row.parent_id for row in rows}
    wanted = [pk for pk in opened.opened if pk not in there]
    if not wanted:
        return []
    shown = {row.pk for row in rows}
    found = []
    for row in branches.branches_of(seen, wanted, room=ROWS):
        # Parents come before their children; a branch nobody can see is left out.
        if row.parent_id in shown:
            shown.add(row.pk)
            found.append(row)
    return found


def with_paths(
    seen: QuerySet, page: Sequence[Objective], more: str, selection: Selection
) -> tuple[dict[int, Node], str]:
    """A page of matches in their places, with the path that leads to each."""
    path = branches.paths_to(seen, page)
    nodes = hung(branches.in_order([*page, *path]), selection)
    for row in path:
        nodes[row.pk].is_path = True
    return nodes, more


def as_list(
    seen: QuerySet, page: Sequence[Objective], more: str, selection: Selection
) -> tuple[dict[int, Node], str]:
    """A page of matches in the order asked for, each naming its parent."""
    parents = seen.filter(pk__in={row.parent_id for row in page if row.parent_id})
    named = parents.only("title").in_bulk()
    return {
        reading.objective.pk: Node(
            reading, parent=named.get(reading.objective.parent_id)
        )
        for reading in readings(page, selection)
    }, more


def page_of(
    user: User, selection: Selection, few: Sequence[int] | None
) -> tuple[list[Objective], str]:
    rows = branches.with_names(selection.listed(user, few))
    found = list(rows[: ROOTS + 1])
    more = selection.page_after(found[ROOTS - 1]) if found[ROOTS:] else ""
    return found[:ROOTS], more


def readings(rows: Iterable[Objective], selection: Selection) -> list[ObjectiveReading]:
    rows = list(rows)
    for row in rows:
        row.cycle = selection.cycle
    return read_objectives(rows, selection.today)


def hung(rows: Sequence[Objective], selection: Selection) -> dict[int, Node]:
    """Nodes by id, hung under their parents; rows come in the order of the tree."""
    nodes: dict[int, Node] = {}
    for reading in readings(rows, selection):
        pk, parent = reading.objective.pk, nodes.get(reading.objective.parent_id)
        node = Node(reading, is_open=selection.open.shows(pk))
        if parent:
            node.depth = parent.depth + 1
            parent.children.append(node)
        nodes[pk] = node
    return nodes


def count_below(seen: QuerySet, nodes: dict[int, Node], *, loads: bool) -> None:
    """How many children each node has, and whether they can be loaded. 1 query."""
    counts = branches.children_counted(seen, nodes)
    for pk, node in nodes.items():
        node.below = counts[pk]
        if loads and not node.children:
            node.hidden_children = node.below


def mark_movable(user: User, nodes: dict[int, Node], selection: Selection) -> None:
    """Which rows this reader may move; none in a closed cycle. 1 query."""
    if selection.cycle.state == Cycle.State.CLOSED:
        return
    own = Objective.objects.editable_by(user).filter(pk__in=nodes)
    for pk in own.order_by().values_list("pk", flat=True):
        nodes[pk].may_move = True


def mark_overdue(nodes: dict[int, Node], day: Day) -> None:
    """Which rows have updates that are late or missed. 4 queries."""
    readings = with_overdue([node.reading for node in nodes.values()], day)
    for node, reading in zip(nodes.values(), readings, strict=True):
        node.reading = reading


@dataclass(frozen=True)
class Branch:
    nodes: list[Node]
    next: int  # the place behind which the rest begins, 0 at the end


def branch(
    user: User,
    parent: Objective,
    depth: int,
    selection: Selection,
    day: Day,
    after: int = 0,
) -> Branch:
    """A part of an objective's visible children, each with the count below it.

    It begins behind the child whose `lft` is `after`.
    """
    seen = selection.seen(user)
    rows = branches.with_names(seen.filter(parent=parent, lft__gt=after))
    found = list(rows.order_by("lft")[: ROWS + 1])
    nodes = hung(found[:ROWS], selection)
    for node in nodes.values():
        node.depth = depth
    count_below(seen, nodes, loads=True)
    mark_movable(user, nodes, selection)
    mark_overdue(nodes, day)
    return Branch(list(nodes.values()), found[ROWS - 1].lft if found[ROWS:] else 0)
