"""Pages about the actions of a whole organisation, among many against among few.

Every third key result has one. They are written into copies, for the other sections
build by hand what pages show where nobody acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.copies import copied
from tests.bench.pages import QUICK, THOROUGH, Pair, Readers, page_lines
from tests.bench.places import Place
from tests.bench.report import Line
from tests.bench.subjects import databases_of, sizes_of, subjects_of


def measure(places: dict[tuple[str, int], Place], *, quick: bool) -> Iterator[Line]:
    pace = QUICK if quick else THOROUGH
    for database in databases_of(places):
        few, *_between, many = sizes_of(places, database)
        with ExitStack() as stack:
            small, large = (
                stack.enter_context(copied(places[database, size], "acting"))
                for size in (few, many)
            )
            ones, others = (
                subjects_of(place, "inside.acting") for place in (small, large)
            )
            floor, subject = (stack.enter_context(p.served()) for p in (small, large))
            readers = Readers(floor), Readers(subject)
            for name in ones:
                pair = Pair(ones[name], others[name], *readers)
                name = f"actions: {name}"
                yield from page_lines(name, pair, pace, f"(at {few})", large.name)
