"""What every test may use: the browser, and the cast of people."""

import os
import shutil

import pytest

# Playwright's synchronous interface runs an event loop in the test's own thread, which
# makes Django refuse every query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)


def pytest_collection_modifyitems(items):
    """Without Chromium browser tests are skipped; where CI=true that is an error."""
    browser_tests = [item for item in items if "page" in item.fixturenames]
    if CHROMIUM or not browser_tests:
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError("No Chromium was found: CI must run the browser tests.")
    for item in browser_tests:
        item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "headless": True,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def quiet_console(page, live_server):
    """Fails the test when the page complains or asks another host for anything.

    A violated Content-Security-Policy stands among the complaints. A test that expects
    one, such as the line about a 409 answer, takes it out of the list.
    """
    complaints = []

    def hear(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text}")

    def watch(request):
        if not request.url.startswith((live_server.url, "data:", "about:", "blob:")):
            complaints.append(f"request to another host: {request.url}")

    page.on("console", hear)
    page.on("request", watch)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    yield complaints
    assert complaints == []


# The cast
