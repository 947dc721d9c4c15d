"""Measures what Plumbline costs and prints a line for each thing measured.

    python -m tests.bench [--sizes 1000,10000,100000] [--databases sqlite,postgresql]
                          [--only P1,P5] [--quick] [--fresh]

`--only` takes goals ("P5") and sections ("pages"); `--quick` shortens every section,
which shows that it runs: its numbers say little. docs/performance.md has the method.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import platform
import sqlite3
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from importlib import import_module

import django
import psycopg

from tests.bench.pages import trees_of
from tests.bench.places import DATABASES, FOLDER, POSTGRESQL, Place, postgres, written
from tests.bench.report import Line, heading
from tests.postgres import Server

SIZES = (1_000, 10_000, 100_000)
QUICK_SIZES = (1_000, 10_000)
SHOWN = 32  # characters of an error, in a column
# Each with the goals that it measures, in the order in which they run.
SECTIONS = {
    "pages": {"P1", "P2", "P3", "P10"},
    "acting": set(),
    "byhand": {"P4"},
    "load": set(),
    "exact": {"P9"},
    "weight": {"P14"},
    "checkins": {"P5", "P6"},
    "structure": {"P7", "P8"},
    "bulk": {"P11", "P12", "P13"},
    "first_run": {"P15"},
}


def main(arguments: Sequence[str]) -> int:
    """Whatever was found is a result: a goal that is not met is no failure."""
    asked = parsed(arguments)
    databases = asked.databases.split(",")
    sizes = sizes_asked(asked)
    with alone(), server_for(databases) as server:
        print(header(server, asked.quick), flush=True)
        places = all_places(databases, sizes, server, fresh=asked.fresh)
        lines = []
        for line in measured(places, wanted(asked.only), quick=asked.quick):
            lines.append(line)
            print(line, flush=True)
    print(summary(lines))
    return 0


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", default="")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


def sizes_asked(asked: argparse.Namespace) -> list[int]:
    if asked.sizes:
        return sorted(int(size) for size in asked.sizes.split(","))
    return list(QUICK_SIZES if asked.quick else SIZES)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two at once would measure each other, and start the same PostgreSQL twice."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another benchmark runs in {FOLDER}.")
        yield


@contextlib.contextmanager
def server_for(databases: Sequence[str]) -> Iterator[Server | None]:
    with postgres() if POSTGRESQL in databases else contextlib.nullcontext() as server:
        yield server


def all_places(
    databases: Sequence[str], sizes: Sequence[int], server: Server | None, fresh: bool
) -> dict[tuple[str, int], Place]:
    """The sizes asked for, and what the outline of the largest is compared with."""
    return {
        (database, size): written(database, size, server, fresh=fresh)
        for database in databases
        for size in [*trees_of(max(sizes)), *sizes]
    }


def wanted(only: str) -> list[str]:
    """The sections that were asked for by their name, or by a goal of theirs."""
    names = set(only.split(",")) if only else None
    return [
        section
        for section, goals in SECTIONS.items()
        if names is None or names & {section, *goals}
    ]


def measured(
    places: dict[tuple[str, int], Place], sections: Sequence[str], *, quick: bool
) -> Iterator[Line]:
    for name in sections:
        section = import_module(f"tests.bench.{name}")
        print(f"\n# {section.__doc__.splitlines()[0]}", flush=True)
        begin = time.monotonic()
        try:
            yield from section.measure(places, quick=quick)
        except Exception as error:  # what the other sections measure is not lost
            traceback.print_exc()
            yield Line("", f"{name} broke off", repr(error)[:SHOWN], "none", False)
        print(f"({time.monotonic() - begin:.0f} s)", flush=True)


def header(server: Server | None, quick: bool) -> str:
    """What the numbers were measured with, and what the columns are."""
    versions = [
        f"Python {platform.python_version()}",
        f"Django {django.get_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    if server:
        versions.append(f"PostgreSQL {postgresql_version(server)}")
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    note = "\nQuick: to see that it runs. These numbers say little." if quick else ""
    return f"{', '.join(versions)}; {machine}{note}\n\n{heading()}"


def postgresql_version(server: Server) -> str:
    with psycopg.connect(server.url) as connection:
        return connection.execute("SHOW server_version").fetchone()[0]


def summary(lines: Sequence[Line]) -> str:
    met = sum(line.met is True for line in lines)
    missed = sorted({line.goal or line.what for line in lines if line.met is False})
    named = f", not met: {', '.join(missed)}" if missed else ""
    return f"\n{len(lines)} lines; {met} goals' lines met{named}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
