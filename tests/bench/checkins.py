"""Check-ins: as fast as the databases allow, and right however many come at once."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from itertools import cycle

from tests.bench import bare
from tests.bench.clerks import Clerk, clerks
from tests.bench.copies import copied
from tests.bench.crowd import Tally, let, none_line, rate_line, rates
from tests.bench.places import DATABASES, Place
from tests.bench.report import Line, ratio_line
from tests.bench.timing import Ratio, alternate
from tests.bench.visitor import Visitor

SIZE = 10_000  # objectives; fewer where there is no such place
TURNS = 5
CLIENTS, CONNECTIONS, FEW, MANY = 8, 2, 2, 32
PART, STEADY = 1 / 3, 0.9  # goals P5 and P6
Places = dict[tuple[str, int], Place]


def measure(places: Places, *, quick: bool) -> Iterator[Line]:
    for place in subjects(places, SIZE):
        yield from against_bare(place, quick)
        yield from many_at_once(place, quick)


def subjects(places: Places, most: int) -> Iterator[Place]:
    """One place of each database: the largest of so many objectives or fewer."""
    for database in DATABASES:
        sizes = [size for name, size in places if name == database and 0 < size <= most]
        if sizes:
            yield places[database, max(sizes)]


# Against the least that a check-in can be


def against_bare(place: Place, quick: bool) -> Iterator[Line]:
    with copied(place, "bare") as floor, copied(place, "checked") as subject:
        workload = subject.inside("inside.workload", str(CLIENTS))
        rows = [row for each in workload for row in each["key_results"]]
        with subject.served() as site:
            people = clerks(site, workload)
            yield in_a_second(floor, rows, people, 1 if quick else 5)
            yield beside_bare_view(floor, rows, people[0], 10 if quick else 60)


def in_a_second(
    floor: Place, rows: list[dict], people: list[Clerk], seconds: int
) -> Line:
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(bare.writer(floor, rows[number::CONNECTIONS]))
            for number in range(CONNECTIONS)
        ]
        ratio, tallies = rates(
            lambda: let(writers, seconds),
            lambda: let([person.check_in for person in people], seconds),
            TURNS,
        )
    what = f"{CLIENTS} clients check in: of bare INSERT + UPDATE, {floor.name}"
    if errors := errors_of(tallies):
        return none_line("P5", what, errors)
    return rate_line("P5", what, ratio, PART)


def beside_bare_view(
    floor: Place, rows: list[dict], person: Clerk, repeats: int
) -> Line:
    """One client: how much longer a check-in takes than the view that only writes."""
    with bare.served(floor) as site:
        visitor = Visitor(site)
        fields = {name: str(rows[0][name]) for name in ("pk", "objective", "owner")}
        ratio = alternate(
            lambda: visitor.post("/", fields, ""), person.check_in, repeats=repeats
        )
    return ratio_line("", f"a check-in against a bare view, {floor.name}", ratio)


# Many at once


def many_at_once(place: Place, quick: bool) -> Iterator[Line]:
    """On five objectives of one parent, for a minute; before and after it, only two.

    There are thirty key results for the many, so that two pairs of them measure the
    same one: what the slower of two sends is answered with both versions, and sent
    again. The few go through all of them in turn.
    """
    seconds = 6 if quick else 60
    with copied(place, "siblings") as copy:
        told = copy.inside("inside.siblings")
        person, rows = told["person"], told["key_results"]
        with copy.served() as site:
            few = [Clerk(site, person, rows[number::FEW]) for number in range(FEW)]
            many = [
                # Those who come second know nothing of what the first have entered.
                Clerk(site, person, [row if number < len(rows) else dict(row)])
                for number, row in zip(range(MANY), cycle(rows), strict=False)
            ]
            calm = [let_check_in(few, seconds // 6) for _ in range(2)]
            busy = let_check_in(many, seconds)
            calm += [let_check_in(few, seconds // 6) for _ in range(2)]
        yield rate_of_many(copy, busy, calm)
        yield from faults_of_many(copy, rows, [*few, *many], [busy, *calm])


def let_check_in(people: list[Clerk], seconds: int) -> Tally:
    return let([person.check_in for person in people], seconds)


def rate_of_many(copy: Place, busy: Tally, calm: list[Tally]) -> Line:
    ratio = Ratio(tuple(tally.rate for tally in calm), (busy.rate,))
    what = f"{MANY} clients on 5 siblings: of the rate of {FEW}, {copy.name}"
    return rate_line("P6", what, ratio, STEADY)


def faults_of_many(
    copy: Place, rows: list[dict], people: list[Clerk], tallies: list[Tally]
) -> Iterator[Line]:
    """What was accepted and is not there, what is wrong, and what was not answered."""
    accepted = {key for person in people for key in person.keys}
    stored = copy.inside("inside.ledger", *(str(row["pk"]) for row in rows))
    lost = [*accepted.symmetric_difference(stored)]
    what = f"lost of {len(accepted)} check-ins, {copy.name}"
    yield none_line("P6", what, lost)
    yield none_line("P6", f"wrong figures, {copy.name}", wrong_figures(copy))
    yield none_line("P6", f"errors, {copy.name}", errors_of(tallies))
    conflicts = sum(person.tries.conflicts for person in people)
    yield Line("", f"answered with both versions, {copy.name}", str(conflicts))


def errors_of(tallies: list[Tally]) -> list[str]:
    return [error for tally in tallies for error in tally.errors]


def wrong_figures(place: Place) -> list[str]:
    """What `verify` finds; nothing where all is as the ledger says."""
    try:
        place.manage("verify")
    except subprocess.CalledProcessError as found:
        return found.stdout.splitlines()
    return []
