"""What the alignment map says: from the objectives of a drawing to cards and text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from objectives.models import Objective
from progress.alignment_map import AlignmentMap, Node
from progress.drawing import objective_label
from progress.drawing_map import Facts, MapDrawing, isolated, more_words
from progress.map_layout import Cell, lay_out
from progress.selection import Selection
from progress.words import gap_mark, parent_words, status_mark


@dataclass(frozen=True)
class Card:
    """One objective of the text; `facts` are phrases. `more` is said of the rest."""

    objective: Objective
    facts: list[str]
    cards: list[Card]
    more: str
    more_url: str


def cards_of(
    nodes: Iterable[Node], read: AlignmentMap, selection: Selection
) -> list[Card]:
    return [
        Card(
            objective=node.objective,
            facts=[*facts_in_words(node), *notes_on(node)],
            cards=cards_of(node.children, read, selection),
            more=more_words(node.hidden) if node.hidden else "",
            more_url=more_url(node, read, selection),
        )
        for node in nodes
    ]


def drawing_of(
    read: AlignmentMap, selection: Selection, link: Callable[[str], str] = str
) -> MapDrawing:
    """The drawing; `link` makes the addresses in it whole where it leaves the site."""
    nodes = list(read.nodes())
    layout = lay_out(list(cells_of(read.roots)))
    first = len(read.path) or 1
    return MapDrawing(
        layout=layout,
        facts={node.key: facts_of(node, link) for node in nodes},
        more_urls={node.key: link(more_url(node, read, selection)) for node in nodes},
        headings=[
            _("Level %(number)s") % {"number": first + column}
            for column in range(layout.columns)
        ],
    )


def cells_of(nodes: Iterable[Node]) -> Iterator[Cell]:
    """The tree in its order; what is hidden stands behind the children that are not."""
    for node in nodes:
        yield Cell(node.key, node.depth)
        yield from cells_of(node.children)
        if node.hidden:
            yield Cell(node.key, node.depth + 1, node.hidden)


def more_url(node: Node, read: AlignmentMap, selection: Selection) -> str:
    """The branch alone; where it is drawn alone already, what follows in it."""
    after = None
    if read.path and node.above is None and node.children:
        last = node.children[-1].objective
        after = f"{last.tree_id}-{last.lft}"
    return selection.query(root=node.key, after=after)


def path_of(read: AlignmentMap, selection: Selection) -> list[tuple[str, str]]:
    """(text, address) of the whole map and of each branch around the part drawn."""
    whole = [(_("Whole map"), selection.query(after=None))]
    around = read.path if selection.after else read.path[:-1]
    return whole + [
        (objective.title, selection.query(root=objective.pk, after=None))
        for objective in around
    ]


def facts_of(node: Node, link: Callable[[str], str]) -> Facts:
    reading = node.reading
    return Facts(
        title=node.objective.title,
        url=link(node.objective.get_absolute_url()),
        words=sentences(node),
        status=status_mark(reading.status),
        own=reading.progress,
        mean=reading.mean,
        expected=reading.expected,
        is_path=node.is_path,
        note=_("private") if node.objective.is_private else "",
    )


def sentences(node: Node) -> str:
    """ "TITLE. OWNER. Own progress 67%, …; ahead of children by 24 pts; On track." """
    objective = node.objective
    names = [isolated(objective.title), isolated(objective.owner.name)]
    told = [*facts_in_words(node), *notes_on(node)]
    return ". ".join([*names, _("; ").join(told)])


def facts_in_words(node: Node) -> Iterator[str]:
    """Progress, gap, status, how it stands against its parent."""
    reading = node.reading
    yield objective_label(reading.progress, reading.mean, reading.expected)
    if node.has_children:
        yield gap_mark(reading.gap, has_children=True).text
    yield status_mark(reading.status).text
    if node.above:
        yield parent_words(node.difference)


def notes_on(node: Node) -> Iterator[str]:
    """What is special about a card."""
    if node.objective.is_private:
        yield _("private")
    if node.is_path:
        yield _("only leads to what was asked for")
