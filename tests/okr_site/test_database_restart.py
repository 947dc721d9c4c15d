"""The database goes away under a running site, and comes back: nothing typed is lost.

The real server in front of a real PostgreSQL, both of this test's own.
"""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import postgres
from tests.environment import bare

PROJECT = Path(__file__).resolve().parents[2]
NOTE = "queues were long on Monday"

pytestmark = pytest.mark.slow


@pytest.fixture
def database():
    with postgres.server() as server:
        yield server


@pytest.fixture
def address(database, tmp_path):
    """A site with the demo organisation on that database."""
    surroundings = bare(DATABASE_URL=database.url, DATA_DIR=str(tmp_path))

    def manage(*command):
        return [sys.executable, str(PROJECT / "manage.py"), *command]

    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        subprocess.run(
            manage(*command), env=surroundings, check=True, capture_output=True
        )
    bind = f"127.0.0.1:{free_port()}"
    serve = manage("serve", "--bind", bind, "--workers", "1")
    with subprocess.Popen(serve, env=surroundings, stdout=subprocess.DEVNULL) as site:
        wait_for_health(f"http://{bind}")
        yield f"http://{bind}"
        site.terminate()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def health(address):
    """The status of the health page; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code
    except urllib.error.URLError:
        return 0


def wait_for_health(address):
    deadline = time.monotonic() + 60
    while health(address) != 200:
        assert time.monotonic() < deadline, "the site did not start"
        time.sleep(0.1)


def test_a_check_in_survives_a_restart_of_the_database(page, address, database):
    page.set_default_timeout(10_000)
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=username]").fill("grace@tidewell.example")
    page.locator("input[name=password]").fill("plumbline-demo")
    page.get_by_role("button", name="Sign in").click()
    page.locator("a[href^='/key-results/']").first.click()
    page.locator("textarea[name=note]").fill(NOTE)
    page.locator("input[name=value]").first.fill("4")

    database.stop()
    with page.expect_response(re.compile("/check-ins/$")) as answer:
        page.get_by_role("button", name="Save check-in").click()
    assert answer.value.status == 503
    assert answer.value.headers["retry-after"] == "10"
    expect(page.get_by_role("definition").filter(has_text=NOTE)).to_be_visible()
    assert health(address) == 503

    database.start()
    assert health(address) == 200
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("table")).to_contain_text(NOTE)
