"""Many rows at once: a new site, an import, an export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.checkins import Places, subjects
from tests.bench.copies import bare, copied, emptied
from tests.bench.downloads import exports
from tests.bench.inside.planting import FOUNDER
from tests.bench.places import DATABASES, SEED, Place
from tests.bench.report import Line, ratio_line
from tests.bench.timing import Ratio, seconds

SMALL, LARGE = 1_000, 10_000  # objectives
TURNS = 3  # of what takes half a minute and more
MEBIBYTE = 1024**2
NEW_SITE, GROWTH, TREE_PART, MORE = 2.0, 11.0, 1.2, 150  # goals P11 and P12


def measure(places: Places, *, quick: bool) -> Iterator[Line]:
    for database in DATABASES:
        if (database, SMALL) in places:
            yield new_site(places[database, SMALL], 1 if quick else TURNS)
    for place in subjects(places, LARGE):
        if (place.database, SMALL) not in places:
            continue
        with emptied(place, "empty") as empty:
            empty.run("-m", "tests.bench.inside.planting", "found")
            yield from imports(places, place, empty, quick)
            yield tree_part(empty, place.size, 3 if quick else 7)
    yield from exports(places, quick=quick)


# A new site


def new_site(place: Place, turns: int) -> Line:
    """`generate` writes what the demo does, for as many objectives as asked."""
    pairs = [(inserted(place), generated(place)) for _ in range(turns)]
    floors, subjects = zip(*pairs, strict=True)
    what = f"migrate, generate: of migrate, bulk insert, {place.name}"
    return ratio_line("P11", what, Ratio(floors, subjects), NEW_SITE)


def inserted(place: Place) -> float:
    """Seconds of a migration, and of inserting the place's rows afterwards."""
    with bare(place, "inserted") as copy:
        migrated = seconds(lambda: copy.manage("migrate", "--verbosity=0"))
        return migrated + copy.inside("inside.same_rows", place.url)["seconds"]


def generated(place: Place) -> float:
    with bare(place, "generated") as copy:
        migrated = seconds(lambda: copy.manage("migrate", "--verbosity=0"))
        size, seed = f"--objectives={place.size}", f"--seed={SEED}"
        return migrated + copy.inside("inside.peak", "generate", size, seed)["seconds"]


# An import


def imports(places: Places, place: Place, empty: Place, quick: bool) -> Iterator[Line]:
    """Of the file of objectives and key results that another site has exported; once
    more with its ledger, which is several times as large."""
    idle = empty.inside("inside.peak", "check")["peak"]
    okrs, ledger = exported(place, empty.folder)
    few = places[place.database, SMALL] if place.size > SMALL else place
    fewer, _ledger = exported(few, empty.folder)
    pairs = [
        (imported(empty, [fewer]), imported(empty, [okrs]))
        for _ in range(1 if quick else TURNS)
    ]
    yield growth(place, pairs)
    more = (max(large["peak"] for _small, large in pairs) - idle) / MEBIBYTE
    what = f"memory of an import beyond an idle program, {place.name}"
    yield Line("P12", what, f"{more:.0f} MiB", f"<= {MORE} MiB", more <= MORE)
    yield with_ledger(place, imported(empty, [okrs, ledger]), idle)


def growth(place: Place, pairs: list[tuple[dict, dict]]) -> Line:
    ratio = Ratio(
        tuple(small["seconds"] for small, _large in pairs),
        tuple(large["seconds"] for _small, large in pairs),
    )
    what = f"import of {place.size}: of an import of {SMALL}, {place.name}"
    return ratio_line("P12", what, ratio, GROWTH)


def with_ledger(place: Place, told: dict, idle: int) -> Line:
    more = (told["peak"] - idle) / MEBIBYTE
    what = f"an import with all check-ins: seconds, memory, {place.name}"
    return Line("", what, f"{told['seconds']:.0f} s, {more:.0f} MiB")


def exported(place: Place, folder: Path) -> list[str]:
    okrs = folder / f"okrs-{place.size}.csv"
    place.manage("exportokrs", str(okrs), "--verbosity=0")
    return [str(okrs), str(okrs.with_suffix(".check_ins.csv"))]


def imported(empty: Place, files: list[str]) -> dict:
    """Seconds and bytes of importing them into a site without objectives."""
    with copied(empty, "imported") as copy:
        return copy.inside("inside.peak", "importokrs", *files, f"--by={FOUNDER}")


def tree_part(empty: Place, size: int, turns: int) -> Line:
    told = empty.inside("inside.planting", str(size), str(turns))
    ratio = Ratio(tuple(told["floors"]), tuple(told["subjects"]))
    what = f"grafting {size}: of inserting numbered rows, {empty.name}"
    return ratio_line("P12", what, ratio, TREE_PART)
