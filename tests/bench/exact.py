"""Every figure of the same organisation in both databases, against exact fractions.

The figures are read where people read them: in the rows of the outline and in the
exported file. What they should be is computed from the definitions and the ledger in
inside/fractions.py, which shares no line with the program's own arithmetic.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

from tests.bench.places import POSTGRESQL, SQLITE, Place, Site
from tests.bench.report import Line
from tests.bench.subjects import sizes_of
from tests.bench.visitor import Visitor

SIZE = 10_000
ADMINISTRATOR = 0  # who sees everything
STATUSES = (
    *("not_started", "too_early", "on_track", "at_risk", "off_track"),
    *("achieved", "not_achieved"),
)
NODE = re.compile(
    r'<li class="node"[^>]* id="o-(\d+)".*?(?=<li class="node|</ul>)', re.S
)
NEXT = re.compile(r'rel="next" href="([^"]*)"')
SHOWN = re.compile(r'<div class="node-track figure-row"><b>([^<]*)</b>')
COLUMNS = ("objective_progress", "children_progress", "target_gap")
OF_KEY_RESULT = "key_result_progress"

Figures = dict[str, list[int | None]]  # of each objective and key result, by its id


def measure(places: dict[tuple[str, int], Place], *, quick: bool) -> Iterator[Line]:
    size = size_compared(places)
    found = {
        database: reading
        for database in (SQLITE, POSTGRESQL)
        if (database, size) in places
        for reading in [Reading(places[database, size])]
    }
    for database, reading in found.items():
        yield from against_fractions(f"{database} {size}", reading)
    if len(found) == 2:
        yield from between(found[SQLITE], found[POSTGRESQL], size)


def size_compared(places: dict[tuple[str, int], Place]) -> int:
    sizes = {
        size for database in (SQLITE, POSTGRESQL) for size in sizes_of(places, database)
    }
    return SIZE if SIZE in sizes else min(sizes)


class Reading:
    """What one place shows: its outline's rows by id, its file, and exact fractions."""

    def __init__(self, place: Place) -> None:
        with place.served() as site:
            self.rows = outline_rows(site)
            self.file = Visitor(site, ADMINISTRATOR).get("/export/?format=csv").text
        self.figures = exported(self.file)
        exact = place.inside("inside.fractions")
        self.exact: Figures = exact["figures"]
        self.numbers: dict[str, str] = exact["numbers"]  # external ids, by id


def outline_rows(site: Site) -> dict[str, str]:
    """The row of every objective of the running cycle, by its id.

    Each has one status, so the lists by status together have them all.
    """
    visitor = Visitor(site, ADMINISTRATOR)
    found: dict[str, str] = {}
    for status in STATUSES:
        address = f"/alignment/?status={status}"
        while address:
            page = visitor.get(address).text
            found |= {match[1]: match[0] for match in NODE.finditer(page)}
            address = following(page)
    return found


def following(page: str) -> str:
    """The address of the next page of a list; "" on the last."""
    found = NEXT.search(page)
    return f"/alignment/{unescape(found[1])}" if found else ""


def exported(file: str) -> Figures:
    """The figures of the file, in millionths."""
    found: Figures = {}
    for row in csv.DictReader(io.StringIO(file)):
        found[row["objective_id"]] = [millionths(row[name]) for name in COLUMNS]
        if row["key_result_id"]:
            found[row["key_result_id"]] = [millionths(row[OF_KEY_RESULT])]
    return found


def millionths(percentage: str) -> int | None:
    return int(Decimal(percentage).scaleb(4)) if percentage else None


def against_fractions(name: str, reading: Reading) -> Iterator[Line]:
    figures, exact = reading.figures, reading.exact
    wrong = sum(figures.get(key) != value for key, value in exact.items())
    wrong += len(figures.keys() - exact.keys())
    yield zero(f"{name}: {len(exact)} rows of the file, against fractions", wrong)
    wrong = sum(
        shown_percent(exact[reading.numbers[pk]][0]) != SHOWN.search(row)[1]
        for pk, row in reading.rows.items()
    )
    what = f"{name}: {len(reading.rows)} rows of the outline, against fractions"
    yield zero(what, wrong)


def shown_percent(figure: int | None) -> str:
    """Half up; 100% only when reached, 0% only when nothing moved."""
    if figure is None:
        return "–"
    if 0 < figure < 1_000_000:
        return f"{min(max((figure + 5_000) // 10_000, 1), 99)}%"
    return f"{figure // 10_000}%"


def between(one: Reading, other: Reading, size: int) -> Iterator[Line]:
    """Rows and figures that differ from one database to the other."""
    differing = different(one.figures, other.figures)
    yield zero(f"{size}: rows of the file that differ between databases", differing)
    differing = different(one.rows, other.rows)
    yield zero(f"{size}: rows of the outline that differ between databases", differing)


def different(one: dict, other: dict) -> int:
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())


def zero(what: str, count: int) -> Line:
    return Line("P9", what, str(count), "0", count == 0)
