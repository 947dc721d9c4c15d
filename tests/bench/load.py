"""Requests per second and 95th percentile, with 1, 8 and 32 clients.

The clients run on the same cores as the server and its database, so the numbers are
those of a machine that does all three. Each client is a thread with a connection of
its own and asks for a list of pages round and round, beginning somewhere else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, cycle, islice, takewhile

from tests.bench.places import Place, Site
from tests.bench.report import Line
from tests.bench.subjects import Subject, databases_of, sizes_of, subjects_of
from tests.bench.visitor import Visitor

CLIENTS = (1, 8, 32)
WARMING = 4  # clients who ask for every page before anything is measured
SECONDS, QUICK_SECONDS = 10, 2
# What people open, the frequent ones more than once.
MIX = (
    *("updates", "outline", "objective", "branch", "key_result", "updates"),
    *("list by gap", "objective", "list by one owner", "key_result", "person"),
    *("team", "objective_activity", "check_in_preview", "list by status"),
)

Cookies = dict[int, dict[str, str]]  # of each person whose pages are asked for
Walk = Iterator[Subject]


@dataclass(frozen=True)
class Taken:
    """Seconds that each answered request took, and how many were refused."""

    answered: list[float]
    refused: int
    lasted: float

    @property
    def rate(self) -> float:
        return len(self.answered) / self.lasted

    @property
    def p95(self) -> float:
        return sorted(self.answered)[int(len(self.answered) * 0.95)]


def measure(places: dict[tuple[str, int], Place], *, quick: bool) -> Iterator[Line]:
    lasting = QUICK_SECONDS if quick else SECONDS
    for database in databases_of(places):
        sizes = sizes_of(places, database)
        for size in dict.fromkeys([sizes[0], sizes[-1]]):
            yield from under_load(places[database, size], lasting)


def under_load(place: Place, lasting: float) -> Iterator[Line]:
    subjects = mixed(place)
    with place.served() as site:
        people = signed_in(site, subjects)
        rounds(site, subjects, people, WARMING, WARMING * len(subjects))
        for clients in CLIENTS:
            yield line(place, clients, visits(site, subjects, people, clients, lasting))


def mixed(place: Place) -> list[Subject]:
    known = subjects_of(place)
    return [known[name] for name in MIX]


def signed_in(site: Site, subjects: Sequence[Subject]) -> Cookies:
    people = {subject.person for subject in subjects}
    return {person: Visitor(site, person).cookies for person in people}


def line(place: Place, clients: int, taken: Taken) -> Line:
    what = f"{place.name}: mixed pages, {clients} client{'s'[: clients > 1]}"
    refused = f", {taken.refused} refused" if taken.refused else ""
    measured = f"{taken.rate:.0f}/s  p95 {taken.p95 * 1000:.0f} ms{refused}"
    return Line("", what, measured)


def visits(
    site: Site,
    subjects: Sequence[Subject],
    people: Cookies,
    clients: int,
    lasting: float,
) -> Taken:
    """Every client goes round and round until it is time."""
    until = time.perf_counter() + lasting

    def in_time(walk: Walk) -> Walk:
        return takewhile(lambda _: time.perf_counter() < until, walk)

    return crowd(site, subjects, people, clients, in_time)


def rounds(
    site: Site,
    subjects: Sequence[Subject],
    people: Cookies,
    clients: int,
    requests: int,
) -> Taken:
    """So many requests, shared among the clients; at least one each."""
    each = max(1, requests // clients)
    return crowd(site, subjects, people, clients, lambda walk: islice(walk, each))


def crowd(
    site: Site,
    subjects: Sequence[Subject],
    people: Cookies,
    clients: int,
    ends: Callable[[Walk], Walk],
) -> Taken:
    def client(number: int) -> tuple[list[float], int]:
        first = number % len(subjects)
        turned = chain(subjects[first:], subjects[:first])
        return walked(site, ends(cycle(turned)), people)

    begin = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(client, range(clients)))
    lasted = time.perf_counter() - begin
    answered = [seconds for some, _ in found for seconds in some]
    return Taken(answered, sum(refused for _, refused in found), lasted)


def walked(site: Site, walk: Walk, people: Cookies) -> tuple[list[float], int]:
    """What one client was answered: the seconds of each page, and how many refusals."""
    visitor, taken, refused = Visitor(site), [], 0
    for subject in walk:
        visitor.cookies = people[subject.person]
        begin = time.perf_counter()
        answer = visitor.ask_for(subject)
        if answer.status == 200:
            taken.append(time.perf_counter() - begin)
        else:
            refused += 1
    visitor.connection.close()
    return taken, refused
