"""Pages against the same answer built by hand, in one process and without a server.

Three kinds of floor. *By hand* (P4): the outline's rows from raw SQL and joined
strings, written as one would who needs nothing else; the same bytes. *Its own
statements*: what a page asks of the database, sent again on a bare cursor and fetched,
and its finished lines joined; no code that asks the same can be faster. *Naive*: the
figures of the same rows, node by node through the ORM, which is the other way round:
the ratio says how much slower that is than the outline, read and drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.places import Place
from tests.bench.report import Line, ratio_line
from tests.bench.subjects import databases_of, sizes_of
from tests.bench.timing import TURNS, Ratio

OUTLINE, BY_HAND = "outline of 50 rows", 3.0
FEW_TURNS = 3


def measure(places: dict[tuple[str, int], Place], *, quick: bool) -> Iterator[Line]:
    turns = FEW_TURNS if quick else TURNS
    for database in databases_of(places):
        yield from of_place(places[database, sizes_of(places, database)[-1]], turns)


def of_place(place: Place, turns: int) -> Iterator[Line]:
    for name, ratio in place.inside("inside.by_hand", str(turns)).items():
        goal, most = ("P4", BY_HAND) if name == OUTLINE else ("", None)
        what = f"{place.name}: {name}, against by hand"
        yield ratio_line(goal, what, Ratio(**ratio), most)
    found = place.inside("inside.naive", str(turns))
    what = f"{place.name}: {found['rows']} rows node by node, against the outline"
    yield ratio_line("", what, Ratio(**found["ratio"]))
    for name, ratio in place.inside("inside.statements", str(turns)).items():
        what = f"{place.name}: {name}, against its own statements"
        yield ratio_line("", what, Ratio(**ratio))
