"""Each page of the largest place against the same page of a small one.

Both through the real server, with one signed-in connection each, in turns. A page is
compared with one that shows as many rows, as far as the data has such a one; how many
there were stands in its line.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.places import Place, Site
from tests.bench.report import Line, ratio_line
from tests.bench.subjects import (
    ONE_TREE,
    ROW,
    Subject,
    databases_of,
    sizes_of,
    subjects_of,
)
from tests.bench.timing import TURNS, Ratio, alternate
from tests.bench.visitor import Visitor

TABLE_ROW = b"<tr>"
TREE = 341  # objectives of a whole tree, as they are generated


@dataclass(frozen=True)
class Goal:
    number: str
    at_most: float  # times the floor


LIST = Goal("P2", 1.5)
PAGE = Goal("P3", 1.2)
GOALS = {
    **dict.fromkeys(["list by owner", "list by team", "list by status"], LIST),
    **dict.fromkeys(["list by gap", "list by gap and status"], LIST),
    **dict.fromkeys(["branch", "updates", "objective", "key_result"], PAGE),
    "cycle": Goal("P10", 2.0),
}
FIRST_VIEW = Goal("P1", 1.3)
MOST_BYTES = 1.1  # times those of the small place
BRANCH_BYTES = 350  # a row
CHART_QUERIES = {"objective": 2, "cycle": 3}  # that read the ledger


class Readers:
    """Whoever is needed of a place's people, signed in once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known: dict[int, Visitor] = {}

    def of(self, subject: Subject) -> Visitor:
        person = subject.person
        if person not in self.known:
            self.known[person] = Visitor(self.site, person)
        return self.known[person]


@dataclass(frozen=True)
class Pace:
    """How often floor and subject take turns, and the requests of each turn."""

    turns: int
    requests: int


THOROUGH, QUICK = Pace(TURNS, 3), Pace(3, 1)
SLOW, AT_LEAST = Pace(5, 1), 2.0  # for pages that take so many seconds the first time


@dataclass(frozen=True)
class Pair:
    """The same page of two places that are served at the same time."""

    floor: Subject
    subject: Subject
    floors: Readers
    subjects: Readers

    def look(self) -> Looked:
        """Ask for both once, which warms them."""
        floor = self.floors.of(self.floor).see(self.floor).body
        visitor, begin = self.subjects.of(self.subject), time.perf_counter()
        subject = visitor.see(self.subject).body
        return Looked(floor, subject, time.perf_counter() - begin)

    def ratio(self, pace: Pace) -> Ratio:
        floor, subject = self.floors.of(self.floor), self.subjects.of(self.subject)
        return alternate(
            lambda: floor.see(self.floor),
            lambda: subject.see(self.subject),
            turns=pace.turns,
            repeats=pace.requests,
        )


@dataclass(frozen=True)
class Looked:
    """The page in the small place and in the large one, where it took so long."""

    floor: bytes
    subject: bytes
    takes: float

    @property
    def rows(self) -> str:
        """ ", 50 rows"; of both where they differ, and nothing without any.

        Rows of the outline, or else of tables where the two have not as many.
        """
        few, many = self.floor.count(ROW), self.subject.count(ROW)
        if not many:
            few, many = self.floor.count(TABLE_ROW), self.subject.count(TABLE_ROW)
        if not many or (few == many and ROW not in self.subject):
            return ""
        return f", {many} rows" if few == many else f", {many} against {few} rows"


def measure(places: dict[tuple[str, int], Place], *, quick: bool) -> Iterator[Line]:
    pace = QUICK if quick else THOROUGH
    for database in databases_of(places):
        largest = places[database, sizes_of(places, database)[-1]]
        alone = places[database, subjects_of(largest)[ONE_TREE].tree]
        yield from first_view(alone, largest, pace)
        small = places[database, sizes_of(places, database)[0]]
        yield from all_pages(small, largest, pace)


def first_view(tree: Place, largest: Place, pace: Pace) -> Iterator[Line]:
    """P1: a page of one tree, behind so many others and as the only one there is."""
    ones, others = subjects_of(tree), subjects_of(largest)
    with tree.served() as floor, largest.served() as subject:
        readers = Readers(floor), Readers(subject)
        alone = Pair(ones[ONE_TREE], others[ONE_TREE], *readers)
        yield from outline_lines(alone, largest.name, tree.size, pace)
        first = Pair(ones["outline"], others["outline"], *readers)
        looked = first.look()
        what = f"{largest.name}: outline as it opens{looked.rows} (at {tree.size})"
        yield ratio_line("", what, first.ratio(pace))


def outline_lines(pair: Pair, place: str, among: int, pace: Pace) -> Iterator[Line]:
    looked = pair.look()
    goal, most = FIRST_VIEW.number, FIRST_VIEW.at_most
    what = f"{place}: {ONE_TREE}{looked.rows} (at {among})"
    yield ratio_line(goal, what, pair.ratio(pace), most)
    few, many = len(looked.floor), len(looked.subject)
    measured = f"{many / few:.2f} x  ({many / 1000:.1f} kB)"
    met = many <= MOST_BYTES * few
    yield Line(goal, f"{what}: bytes", measured, f"<= {MOST_BYTES} x", met)
    few, many = pair.floor.queries, pair.subject.queries
    yield Line(
        goal, f"{what}: queries", f"{many} against {few}", "no more", many <= few
    )


def all_pages(small: Place, largest: Place, pace: Pace) -> Iterator[Line]:
    ones, others = subjects_of(small), subjects_of(largest)
    with small.served() as floor, largest.served() as subject:
        readers = Readers(floor), Readers(subject)
        for name in by_goal(others):
            pair = Pair(ones[name], others[name], *readers)
            yield from page_lines(name, pair, pace, f"(at {small.size})", largest.name)


def trees_of(size: int) -> set[int]:
    """How many objectives the last tree of a place may have: it may not be whole."""
    return {TREE, size % TREE or TREE}


def by_goal(names: dict[str, Subject]) -> list[str]:
    """Those with a goal first, in the order of the goals."""
    return [*GOALS, *(name for name in names if name not in {*GOALS, ONE_TREE})]


def page_lines(
    name: str, pair: Pair, pace: Pace, among: str, place: str
) -> Iterator[Line]:
    goal, looked = GOALS.get(name), pair.look()
    number, most = (goal.number, goal.at_most) if goal else ("", None)
    what = f"{place}: {name}{looked.rows} {among}"
    yield ratio_line(number, what, pair.ratio(fitting(pace, looked, goal)), most)
    if name == "branch":
        yield branch_line(looked.subject, place)
    if name in CHART_QUERIES:
        yield ledger_line(name, pair.subject.ledger, place)


def fitting(pace: Pace, looked: Looked, goal: Goal | None) -> Pace:
    """Slow pages get fewer turns; fewer still where no goal depends on them."""
    if looked.takes < AT_LEAST or pace is QUICK:
        return pace
    return SLOW if goal else QUICK


def branch_line(body: bytes, place: str) -> Line:
    rows = body.count(ROW)
    size, packed = len(body) / rows, len(gzip.compress(body, 6)) / rows
    wanted, met = f"<= {BRANCH_BYTES}", packed <= BRANCH_BYTES
    what = f"{place}: bytes of a row in a branch, compressed"
    return Line("P3", what, f"{packed:.0f}  ({size:.0f} in all)", wanted, met)


def ledger_line(name: str, count: int, place: str) -> Line:
    most = CHART_QUERIES[name]
    what = f"{place}: {name}, queries that read the course of check-ins"
    return Line("P10", what, str(count), f"<= {most}", count <= most)
