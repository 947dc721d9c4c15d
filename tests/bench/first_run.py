"""The first run: from a clone to the first page."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.checkins import Places
from tests.bench.places import HERE, free_port
from tests.bench.report import Line

WITHIN = 20  # seconds
PATIENCE = 600  # seconds, with downloads
WHAT = "git clone, make run, the first page"
# A new checkout knows nothing of the environment in which the benchmark runs.
APART = {"DATABASE_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"}


def measure(places: Places, *, quick: bool) -> Iterator[Line]:
    if not shutil.which("git") or not (HERE / ".git").exists():
        yield Line("P15", WHAT, "left out: no git, or no clone")
        return
    if not quick:
        run()  # what has to be downloaded lies in the caches afterwards
    taken = run()
    yield Line("P15", WHAT, f"{taken:.1f} s", f"<= {WITHIN} s", taken <= WITHIN)


def run() -> float:
    """Seconds that somebody waits who has typed both commands."""
    with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
        clone, port = Path(folder) / "plumbline", free_port()
        begin = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", HERE, clone], check=True)
        program = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env={k: v for k, v in os.environ.items() if k not in APART},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for_page(port, program)
            return time.perf_counter() - begin
        finally:
            end(program)


def wait_for_page(port: int, program: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if program.poll() is not None:
            raise RuntimeError(f"make run ended with {program.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("make run showed no page")


def end(program: subprocess.Popen) -> None:
    """The server and make, which started it: a group of their own."""
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGTERM)
    program.wait()
