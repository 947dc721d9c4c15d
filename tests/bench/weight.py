"""What a first visit weighs, and what a worker holds after thousands of requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from statistics import median
from urllib.parse import urljoin, urlsplit

from tests.bench.load import mixed, rounds, signed_in
from tests.bench.places import Place, Site
from tests.bench.report import Line
from tests.bench.subjects import databases_of, sizes_of, subjects_of
from tests.bench.visitor import Answer, Visitor

REQUESTS, QUICK_REQUESTS = 10_000, 500
SAMPLES = 50  # of the memory, in one run
CLIENTS = 8  # so that all threads of all workers have something to do
KILOBYTES, ASSETS = 80, 6  # of a first visit
MEGABYTES, GROWTH = 150, 0.05  # of a worker
AS_BROWSERS_DO = {"Accept-Encoding": "gzip, deflate, br"}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
IN_STYLES = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s;]+)""")


class Assets(HTMLParser):
    """The addresses that a page has a browser fetch at once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "link" and FETCHED_LINKS & set((known.get("rel") or "").split()):
            self.found.append(known["href"])
        if tag in {"script", "img"} and known.get("src"):
            self.found.append(known["src"])


def measure(places: dict[tuple[str, int], Place], *, quick: bool) -> Iterator[Line]:
    requests = QUICK_REQUESTS if quick else REQUESTS
    for database in databases_of(places):
        place = places[database, sizes_of(places, database)[-1]]
        with place.served() as site:
            yield from first_visit(place, site)
        with place.served(recycled=False) as site:
            yield from memory_lines(place, memory(place, site, requests), requests)


def first_visit(place: Place, site: Site) -> Iterator[Line]:
    """Of My updates, with nothing in the browser's cache; bytes as they arrived."""
    bodies = fetched(place, site)
    total = sum(len(answer.body) for answer in bodies) / 1000
    what = f"{place.name}: first visit of My updates"
    measured = f"{total:.1f} kB in {len(bodies)} requests"
    met = total <= KILOBYTES and len(bodies) <= ASSETS
    wanted = f"<= {KILOBYTES}, {ASSETS}"
    yield Line("P14", what, measured, wanted, met)


def fetched(place: Place, site: Site) -> list[Answer]:
    """The page, and what it has a browser fetch, each address once."""
    subject = subjects_of(place)["updates"]
    visitor = Visitor(site, subject.person)
    page = visitor.get(subject.path, **AS_BROWSERS_DO)
    plain = visitor.get(subject.path).text
    named = [found for found in Assets(plain).found if not found.startswith("data:")]
    asked = [urljoin(subject.path, found) for found in named]
    return [page, *with_imports(visitor, list(dict.fromkeys(asked)))]


def with_imports(visitor: Visitor, addresses: list[str]) -> Iterator[Answer]:
    """What lies at these addresses, and the stylesheets that they import."""
    for address in addresses:
        path = urlsplit(address).path
        yield visitor.get(path, **AS_BROWSERS_DO)
        if path.endswith(".css"):
            imported = IN_STYLES.findall(visitor.get(path).text)
            yield from with_imports(visitor, [urljoin(path, each) for each in imported])


def memory(place: Place, site: Site, requests: int) -> list[list[int]]:
    """Bytes of each worker, so many times while the requests are answered.

    The workers are not replaced after two thousand requests, as they else would be:
    that would hide what they do not give back.
    """
    subjects = mixed(place)
    people = signed_in(site, subjects)
    samples = []
    for _ in range(SAMPLES):
        rounds(site, subjects, people, CLIENTS, requests // SAMPLES)
        samples.append(site.workers())
    return samples


def memory_lines(
    place: Place, samples: list[list[int]], requests: int
) -> Iterator[Line]:
    """The largest worker, and how much more all hold at the end than half way."""
    what = f"{place.name}: memory of a worker after {requests} requests"
    largest = max(samples[-1]) / 1e6
    met = largest <= MEGABYTES
    yield Line("P14", what, f"{largest:.0f} MB", f"<= {MEGABYTES} MB", met)
    sums = [sum(sample) for sample in samples]
    half = len(sums) // 2
    # The medians of a few samples: a single one may lie in the middle of a request.
    growth = median(sums[-3:]) / median(sums[half - 1 : half + 2]) - 1
    what = f"{place.name}: growth of all workers in the second half"
    met = growth <= GROWTH
    yield Line("P14", what, f"{growth:+.1%}", f"<= {GROWTH:.0%}", met)
