"""What is too large for the server itself: refused, and the next request is served."""

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.environment import bare

PROJECT = Path(__file__).resolve().parent.parent
HUNG_UP = 499
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A site with one worker and an empty database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [sys.executable, str(PROJECT / "manage.py"), "serve", "--workers", "1"]
    surroundings = bare(DATA_DIR=str(tmp_path_factory.mktemp("data")))
    command = [*serve, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL) as site:
        wait_for(port)
        yield port
        site.terminate()


def wait_for(port):
    deadline = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the site did not start"
            time.sleep(0.1)


def ask(port, target="/healthz", **headers):
    """The status of a request written by hand; 499 where the server only hung up.

    It may do so while it is still being sent to, and then its answer is lost.
    """
    lines = [f"GET {target} HTTP/1.1", f"Host: localhost:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    with connection, contextlib.suppress(ConnectionError):
        connection.sendall(request)
        return int(connection.recv(1024).split()[1])
    return HUNG_UP


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        pytest.param("/healthz?q=" + "x" * 100_000, {}, id="100 kB of address"),
        pytest.param("/" + "x" * 100_000, {}, id="100 kB of path"),
        pytest.param("/healthz", {"Cookie": "a=" + "x" * 200_000}, id="200 kB cookie"),
        pytest.param(
            "/healthz",
            {f"X-Header-{number}": "x" for number in range(500)},
            id="500 headers",
        ),
    ],
)
def test_what_is_too_large_is_refused_and_the_site_goes_on(port, target, headers):
    assert 400 <= ask(port, target, **headers) < 500
    assert ask(port) == 200
