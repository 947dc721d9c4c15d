"""A file of all objectives with their figures, written while it is sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.checkins import Places, subjects
from tests.bench.places import Place, Site
from tests.bench.report import Line, ratio_line
from tests.bench.timing import Ratio
from tests.bench.visitor import Visitor

LARGEST = 10**9  # objectives
MEGABYTE = 1_000_000
SLOWER, MORE, SOON = 4.0, 50, 0.25  # goals P13; SOON: of the time that all takes
ADMINISTRATOR = 0
PIECE = 64 * 1024  # bytes
PAUSE = 0.05  # seconds between two looks at the memory


def exports(places: Places, *, quick: bool) -> Iterator[Line]:
    for place in subjects(places, LARGEST):
        yield beside_cursor(place, 3 if quick else 5)
        more = place.inside("inside.exporting", "memory")["bytes"]
        yield memory_line(f"memory of a CSV file, {place.name}", more)
        with place.served() as site:
            sent = download(site)
        yield memory_line(f"memory of the server meanwhile, {place.name}", sent.more)
        yield streamed_line(place, sent)


def beside_cursor(place: Place, turns: int) -> Line:
    told = place.inside("inside.exporting", str(turns))
    ratio = Ratio(tuple(told["floors"]), tuple(told["subjects"]))
    what = f"CSV file: of its query on a raw cursor, {place.name}"
    return ratio_line("P13", what, ratio, SLOWER)


def memory_line(what: str, more: int) -> Line:
    told = f"{more / MEGABYTE:.0f} MB"
    return Line("P13", what, told, f"<= {MORE} MB", more <= MORE * MEGABYTE)


@dataclass(frozen=True)
class Sent:
    """Seconds until the first bytes and until the last; bytes, and of memory more."""

    first: float
    last: float
    size: int
    more: int


def streamed_line(place: Place, sent: Sent) -> Line:
    part = sent.first / sent.last
    told = f"{sent.first:.2f} s of {sent.last:.1f} s"
    what = f"first bytes of {sent.size / MEGABYTE:.0f} MB, {place.name}"
    return Line("P13", what, told, f"<= {SOON} of it", part <= SOON)


def download(site: Site) -> Sent:
    """The whole file, after a short answer from each worker has warmed it up."""
    visitor = Visitor(site, ADMINISTRATOR)
    visitor.get("/export/")
    before, seen, over = site.memory(), [0], threading.Event()
    watcher = threading.Thread(target=watch, args=(site, seen, over))
    watcher.start()
    begin = time.perf_counter()
    first, size = read(visitor, "/export/?format=csv&scope=all")
    last = time.perf_counter() - begin
    over.set()
    watcher.join()
    return Sent(first, last, size, max(seen) - before)


def watch(site: Site, seen: list[int], over: threading.Event) -> None:
    while not over.wait(PAUSE):
        seen.append(site.memory())


def read(visitor: Visitor, path: str) -> tuple[float, int]:
    """Seconds until something came, and how many bytes it was in the end."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    begin = time.perf_counter()
    visitor.connection.request("GET", path, headers={"Cookie": cookies})
    answer = visitor.connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - begin
    while piece := answer.read(PIECE):
        size += len(piece)
    assert answer.status == 200, answer.status
    return first, size
