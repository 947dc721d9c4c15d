"""Where everything stands on the alignment map: columns from left to right.

Plain Python, in the drawing's own pixels. An objective stands level with the first
of those under it and one column to their left; each row of the drawing holds one
objective in each column at most, so that nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 262, 72  # of a card
COLUMN, ROW = 346, 86  # from one to the next
LEFT, TOP = 1, 38  # of the first card; the headings stand above
HEADING_Y = 22
BEND = 22  # from a card to the trunk of those under it
WORDS = 90  # is enough for "+ 999 more"
BELOW = 18  # what is left free under the last row
NARROWEST = 4  # columns that the drawing is wide at least


@dataclass(frozen=True)
class Cell:
    """What is to be placed, in the order of the tree: each before those under it.

    `key` names an objective; with `more` it stands for that many further ones which
    lie under it and are not drawn. A root has depth 0.
    """

    key: int
    depth: int
    more: int = 0


@dataclass(frozen=True)
class Place:
    """Of a card, or of the words that stand for several."""

    cell: Cell
    row: int
    is_level: bool = False  # with the objective above it, as its first or only one

    @property
    def x(self) -> int:
        return column_x(self.cell.depth)

    @property
    def words_x(self) -> int:
        """Where words begin: shortly behind the card that they stand beside alone."""
        return self.x - (COLUMN - WIDTH - 14) if self.stands_alone else self.x

    @property
    def stands_alone(self) -> bool:
        """For everything under an objective: words beside its card, without a line."""
        return self.is_level and self.cell.more > 0

    @property
    def y(self) -> int:
        return TOP + ROW * self.row

    @property
    def right(self) -> int:
        return self.x + WIDTH

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Trunk:
    """The line that all links from one objective share: out of its card, then down."""

    x: int
    y: int
    bottom: int


@dataclass(frozen=True)
class Link:
    """The last part of the line from an objective to one under it."""

    above: int  # the key of the parent
    place: Place  # where it leads

    @property
    def start(self) -> int:
        return self.end - (COLUMN - WIDTH - BEND)

    @property
    def end(self) -> int:
        return self.place.x

    @property
    def y(self) -> int:
        return self.place.middle

    @property
    def center(self) -> int:
        return (self.start + self.end) // 2


@dataclass(frozen=True)
class Layout:
    places: Sequence[Place]
    trunks: Sequence[Trunk]
    links: Sequence[Link]

    @property
    def cards(self) -> list[Place]:
        return [place for place in self.places if not place.cell.more]

    @property
    def remainders(self) -> list[Place]:
        """Where words stand for what is not drawn."""
        return [place for place in self.places if place.cell.more]

    @property
    def columns(self) -> int:
        """Of cards; words may stand right of the last one."""
        return 1 + max((place.cell.depth for place in self.cards), default=0)

    @property
    def width(self) -> int:
        """Four columns at least: a small tree is not blown up to the page's width."""
        columns = column_x(max(self.columns, NARROWEST) - 1) + WIDTH
        words = (place.words_x + WORDS for place in self.remainders)
        return max(columns, *words, 0) + LEFT

    @property
    def height(self) -> int:
        rows = 1 + max((place.row for place in self.places), default=0)
        return TOP + ROW * (rows - 1) + HEIGHT + BELOW


def column_x(column: int) -> int:
    return LEFT + COLUMN * column


def lay_out(cells: Sequence[Cell]) -> Layout:
    """Places, trunks and links; raises ValueError for cells that are not a tree."""
    places = list(_placed(cells))
    links = list(_linked(places))
    return Layout(places, _trunks(places, links), links)


def _placed(cells: Sequence[Cell]) -> Iterator[Place]:
    """Each starts a row of its own, save the first one under another: it stands level.

    Words for several count as one under it, too, and come last.
    """
    row, depth, deepest = -1, -1, 0
    for cell in cells:
        if not 0 <= cell.depth <= deepest:
            raise ValueError("A cell stands under one that was not placed.")
        is_level = cell.depth > depth >= 0
        row += not is_level
        depth = cell.depth
        deepest = depth - 1 if cell.more else depth + 1
        yield Place(cell, row, is_level)


def _linked(places: Sequence[Place]) -> Iterator[Link]:
    path: list[int] = []
    for place in places:
        del path[place.cell.depth :]
        if path and not place.stands_alone:
            yield Link(path[-1], place)
        path.append(place.cell.key)


def _trunks(places: Sequence[Place], links: Sequence[Link]) -> list[Trunk]:
    bottoms = {link.above: link.y for link in links}  # the last one stays
    return [
        Trunk(place.right, place.middle, bottoms[place.cell.key])
        for place in places
        if not place.cell.more and place.cell.key in bottoms
    ]
