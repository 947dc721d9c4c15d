"""Where things stand on the map: whatever the tree, nothing overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.map_layout import (
    COLUMN,
    HEIGHT,
    ROW,
    WIDTH,
    Cell,
    Layout,
    lay_out,
)


@st.composite
def forests(draw):
    """Cells of any tree; some stand for several that are not drawn."""
    cells, deepest = [], 0
    for key in range(draw(st.integers(0, 40))):
        depth = draw(st.integers(0, deepest))
        more = draw(st.sampled_from([0, 0, 0, 0, 9])) if depth else 0
        cells.append(Cell(key, depth, more))
        deepest = depth - 1 if more else depth + 1
    return cells


def parents(cells):
    """The key of each cell's parent, None for a root."""
    path = []
    for cell in cells:
        del path[cell.depth :]
        yield path[-1] if path else None
        path.append(cell.key)


@given(forests())
def test_no_two_stand_in_one_place(cells):
    places = lay_out(cells).places
    spots = {(place.x, place.y) for place in places}
    assert len(spots) == len(places) == len(cells)
    assert all((x - 1) % COLUMN == 0 and (y - 38) % ROW == 0 for x, y in spots)
    assert COLUMN > WIDTH
    assert ROW > HEIGHT


@given(forests())
def test_the_order_of_the_tree_is_kept_from_top_to_bottom(cells):
    layout = lay_out(cells)
    assert [place.cell for place in layout.places] == cells
    for depth in range(layout.columns):
        heights = [place.y for place in layout.places if place.cell.depth == depth]
        assert heights == sorted(set(heights))


@given(forests())
def test_every_link_is_drawn_from_parent_to_child(cells):
    layout = lay_out(cells)
    wanted = [
        (above, place.cell)
        for above, place in zip(parents(cells), layout.places, strict=True)
        if above is not None and not place.stands_alone
    ]
    assert [(link.above, link.place.cell) for link in layout.links] == wanted

    by_key = {place.cell.key: place for place in layout.places}
    trunks = {(trunk.x, trunk.y): trunk for trunk in layout.trunks}
    for link in layout.links:
        parent = by_key[link.above]
        trunk = trunks[parent.right, parent.middle]
        assert trunk.x + 22 == link.start < link.end == link.place.x
        assert trunk.y <= link.y <= trunk.bottom
    assert len(trunks) == len({link.above for link in layout.links})


@given(forests())
def test_a_parent_stands_level_with_its_first_child_and_left_of_all(cells):
    layout = lay_out(cells)
    by_key = {place.cell.key: place for place in layout.places}
    first = {}
    for link in layout.links:
        first.setdefault(link.above, link.place)
        assert by_key[link.above].right < link.place.x
    assert all(by_key[key].y == place.y for key, place in first.items())


@given(forests())
def test_everything_lies_inside_the_drawing(cells):
    layout = lay_out(cells)
    assert all(place.right < layout.width for place in layout.cards)
    assert all(place.words_x + 90 < layout.width for place in layout.remainders)
    assert all(place.y + HEIGHT < layout.height for place in layout.places)


def test_a_company_of_four_is_drawn_like_this():
    layout = lay_out([Cell(1, 0), Cell(2, 1), Cell(2, 2, more=4), Cell(3, 1)])

    assert [(place.x, place.y) for place in layout.cards] == [
        (1, 38),
        (347, 38),
        (347, 124),
    ]
    [words] = layout.remainders
    assert (words.x, words.y, words.cell.more, words.stands_alone) == (693, 38, 4, True)
    [trunk] = layout.trunks
    assert (trunk.x, trunk.y, trunk.bottom) == (263, 74, 160)
    first, second = layout.links
    assert (first.start, first.center, first.end, first.y) == (285, 316, 347, 74)
    assert (second.place.cell.key, second.y) == (3, 160)
    assert (layout.width, layout.height) == (1302, 214)


def test_words_for_the_rest_have_a_line_where_others_are_drawn():
    layout = lay_out([Cell(1, 0), Cell(2, 1), Cell(1, 1, more=9)])
    assert [link.place.cell.more for link in layout.links] == [0, 9]
    assert not layout.remainders[0].stands_alone


def test_nothing_is_a_drawing_too():
    assert lay_out([]) == Layout([], [], [])
    assert (lay_out([]).width, lay_out([]).height) == (1302, 128)


@pytest.mark.parametrize(
    "cells",
    [
        [Cell(1, 1)],
        [Cell(1, 0), Cell(2, 2)],
        [Cell(1, -1)],
        [Cell(1, 0), Cell(1, 1, more=2), Cell(2, 2)],
        [Cell(1, 0), Cell(1, 1, more=2), Cell(2, 1)],
    ],
)
def test_cells_without_a_parent_are_refused(cells):
    with pytest.raises(ValueError, match="not placed"):
        lay_out(cells)
