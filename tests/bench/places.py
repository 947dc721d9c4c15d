"""The databases that are measured, and the programs that run on them.

They stay in var/bench from one run to the next, for the largest takes many minutes to
write; `--fresh` writes them anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.postgres import Server, program_folder

HERE = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("BENCH_DIR", HERE / "var" / "bench"))
SHARED = FOLDER / "shared"  # by all places: what is served, collected only once
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)
SEED = 1
START_SECONDS = 120
MOST_DAYS = 7  # after which rows are written anew: they lead up to the day of writing
# As PostgreSQL comes, but reached by its socket only: what is promised is on disk.
SERVER_OPTIONS = {"listen_addresses": "", "max_connections": "100"}


@dataclass(frozen=True)
class Place:
    """A database with so many objectives (0: only its tables), and its own folder."""

    database: str
    size: int
    url: str
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.database} {self.size}"

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of every program that runs on it."""
        known = {"DATABASE_URL": self.url, "DATA_DIR": str(SHARED)}
        return {
            **os.environ,
            **known,
            "API_REQUESTS_PER_MINUTE": "99999",
            "LOG_LEVEL": "ERROR",
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, *arguments]

    def manage(self, *arguments: str) -> str:
        """Run `manage.py …`; what it printed. Raises CalledProcessError."""
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self.command(*arguments),
            cwd=HERE,
            env=self.surroundings,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def inside(self, module: str, *arguments: str) -> dict:
        """What a module of the benchmark prints as JSON, run on this database."""
        return json.loads(self.run("-m", f"tests.bench.{module}", *arguments))

    @contextlib.contextmanager
    def served(self, *, workers: int = 2, recycled: bool = True) -> Iterator[Site]:
        """The real server, on a loopback port of its own, until the block ends.

        Its workers are replaced after 2000 requests, as always, unless told not to.
        """
        port = free_port()
        bind = f"127.0.0.1:{port}"
        command = ["manage.py", "serve", "--bind", bind, "--workers", str(workers)]
        if not recycled:
            command = ["-m", "tests.bench.inside.serve_on", bind, str(workers)]
        with self.running(port, *command) as site:
            yield site

    @contextlib.contextmanager
    def running(self, port: int, *arguments: str) -> Iterator[Site]:
        """A program that answers at this port, until the block ends."""
        program = subprocess.Popen(
            self.command(*arguments),
            cwd=HERE,
            env=self.surroundings,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(port, program)
            yield Site(port, program.pid)
        finally:
            program.terminate()
            program.wait()


@dataclass(frozen=True)
class Site:
    """A server that answers; `pid` is the process that its workers belong to."""

    port: int
    pid: int

    def memory(self) -> int:
        """Bytes that its workers hold: their resident sets' sum."""
        return sum(self.workers())

    def workers(self) -> list[int]:
        """The resident set of each worker, in bytes."""
        found = subprocess.run(
            ["ps", "-o", "rss=", "--ppid", str(self.pid)],
            stdout=subprocess.PIPE,
            text=True,
        )
        return [int(size) * 1024 for size in found.stdout.split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, program: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and program.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return
        time.sleep(0.1)
    sys.exit("The server did not start.")


@contextlib.contextmanager
def postgres() -> Iterator[Server]:
    """The benchmark's own server, on what earlier runs left in its folder."""
    folder = FOLDER / "postgresql"
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(program_folder(), folder, SERVER_OPTIONS)
    if not (folder / "data").is_dir():
        server.initialise()
    (folder / "data" / "postmaster.pid").unlink(missing_ok=True)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def place(database: str, size: int, server: Server | None) -> Place:
    """Where it lies, whether or not it was written yet."""
    folder = FOLDER / f"{database}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    if database == SQLITE:
        return Place(database, size, f"sqlite:///{folder / 'bench.sqlite3'}", folder)
    url = server.url.replace("/postgres?", f"/bench_{size}?")
    return Place(database, size, url, folder)


def written(
    database: str, size: int, server: Server | None, *, fresh: bool = False
) -> Place:
    """The place with its rows in it: from an earlier run, or written now."""
    found = place(database, size, server)
    stamp = found.folder / "written"
    if is_fresh(stamp) and not fresh:
        found.manage("migrate", "--verbosity=0")
        found.manage("countcycles")  # migrations may have asked for it
        return found
    print(f"Writing {found.name}", file=sys.stderr)
    clear(found, server)
    found.manage("compile_translations")
    found.manage("migrate", "--verbosity=0")
    if size:
        found.manage("generate", f"--objectives={size}", f"--seed={SEED}")
        found.manage("countcycles")  # as it is run every hour
    stamp.touch()
    return found


def is_fresh(stamp: Path) -> bool:
    return stamp.exists() and time.time() - stamp.stat().st_mtime < MOST_DAYS * 86_400


def clear(found: Place, server: Server | None) -> None:
    for path in found.folder.glob("bench.sqlite3*"):
        path.unlink()
    if found.database == SQLITE:
        return
    name = f"bench_{found.size}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
