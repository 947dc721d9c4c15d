"""The tree: changed by many at once, and moved about while others check in."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from statistics import median

from tests.bench.checkins import (
    Places,
    errors_of,
    let_check_in,
    subjects,
    wrong_figures,
)
from tests.bench.clerks import clerks
from tests.bench.copies import copied
from tests.bench.crowd import Tally, let, none_line, rate_line, rates, work
from tests.bench.places import HERE, Place, Site
from tests.bench.planners import Mover, Planner
from tests.bench.report import Line, ratio_line
from tests.bench.timing import Ratio

SIZE = 10_000  # objectives; fewer where there is no such place
TURNS = 5
CLERKS = 8
TOGETHER, DISTURBED, SLOWER = 0.75, 0.6, 3.0  # goals P7 and P8


def measure(places: Places, *, quick: bool) -> Iterator[Line]:
    for place in subjects(places, SIZE):
        yield from many_plan(place, quick)
        yield from one_moves(place, quick)


# Many who plan


def many_plan(place: Place, quick: bool) -> Iterator[Line]:
    """In one tree for a minute, and one alone before and after; another program
    deletes what they have dropped."""
    seconds = 6 if quick else 60
    with copied(place, "planned") as copy:
        told = copy.inside("inside.one_tree")
        with copy.served() as site:
            people = [Planner(site, told, **each) for each in told["people"]]
            calm = [plan(copy, people[:1], seconds / 6) for _ in range(2)]
            busy = plan(copy, people, seconds)
            calm += [plan(copy, people[:1], seconds / 6) for _ in range(2)]
        what = f"{len(people)} clients plan in a tree: of the rate of 1, {copy.name}"
        ratio = Ratio(tuple(tally.rate for tally in calm), (busy.rate,))
        yield rate_line("P7", what, ratio, TOGETHER)
        yield from faults(copy, "P7", errors_of([busy, *calm]))


def plan(copy: Place, people: list[Planner], seconds: float) -> Tally:
    with deleting(copy, seconds) as program:
        tally = let([person.act for person in people], seconds)
    if program.returncode:
        tally.errors.append("the program that deletes has failed")
    return tally


@contextlib.contextmanager
def deleting(copy: Place, seconds: float) -> Iterator[subprocess.Popen]:
    program = subprocess.Popen(
        copy.command("-m", "tests.bench.inside.deleting", str(seconds)),
        cwd=HERE,
        env=copy.surroundings,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield program
    finally:
        program.wait()


def faults(copy: Place, goal: str, errors: list[str]) -> Iterator[Line]:
    yield none_line(goal, f"faults of the tree, {copy.name}", tree_faults(copy))
    yield none_line(goal, f"wrong figures, {copy.name}", wrong_figures(copy))
    yield none_line(goal, f"errors, {copy.name}", errors)


def tree_faults(place: Place) -> list[str]:
    try:
        place.manage("checktree")
    except subprocess.CalledProcessError as found:
        return found.stdout.splitlines()
    return []


# One who moves while others check in


def one_moves(place: Place, quick: bool) -> Iterator[Line]:
    """Branches of 85 objectives, between roots that were hung under one."""
    seconds = 2 if quick else 8
    with copied(place, "moved") as copy:
        told = copy.inside("inside.one_tree", "joined")
        workload = copy.inside("inside.workload", str(CLERKS))
        with copy.served() as site:
            yield from disturbed(copy, site, told, workload, seconds)


def disturbed(
    copy: Place, site: Site, told: dict, workload: list[dict], seconds: int
) -> Iterator[Line]:
    people = clerks(site, workload)
    mover = Mover(site, told, **told["people"][0])
    calm: list[Tally] = []
    moves = Tally(0)

    def undisturbed() -> Tally:
        calm.append(let_check_in(people, seconds))
        return calm[-1]

    def beside_moves() -> Tally:
        with going_on(mover.act, moves):
            return let_check_in(people, seconds)

    ratio, busy = rates(undisturbed, beside_moves, TURNS)
    name = f"a tree of {told['size']} re-parented, {copy.name}"
    yield rate_line("P8", f"check-ins while {name}", ratio, DISTURBED)
    slowest = Ratio(tuple(t.p95 for t in calm), tuple(t.p95 for t in busy))
    yield ratio_line("P8", f"their p95 while {name}", slowest, SLOWER)
    yield moves_line(copy, moves)
    yield from faults(copy, "P8", errors_of([moves, *calm, *busy]))


def moves_line(copy: Place, moves: Tally) -> Line:
    taken = median(moves.taken) * 1000 if moves.taken else 0.0
    told = f"{len(moves.taken)}  ({taken:.0f} ms)"
    return Line("", f"moves meanwhile, {copy.name}", told)


@contextlib.contextmanager
def going_on(deed: Callable[[], object], tally: Tally) -> Iterator[None]:
    """Somebody does the deed again and again until the block ends."""
    over = threading.Event()
    thread = threading.Thread(target=work, args=(deed, tally, over.is_set))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
