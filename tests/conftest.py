"""What every test may use: the browser, and the cast of people."""

import os
import shutil

import pytest
from django.db import connection
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings

from tests import books, factories

# Playwright's synchronous interface runs an event loop in the test's own thread, which
# makes Django refuse every query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How quickly a machine draws examples is no fact about Plumbline.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL drops no database in which anybody still has a session."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def site_language_and_zone():
    """A page answers in its reader's language; the next test starts in the site's."""
    yield
    translation.deactivate()
    timezone.deactivate()


# The cast
#
# alice owns the company objective and leads the team Company; bob owns the objective
# derived from it and is a member of Product, a team below Company. carol is a manager,
# dana an administrator; mallory is a member of neither team and owns nothing.


@pytest.fixture
def company(db):
    return factories.make_team("Company")


@pytest.fixture
def product(company):
    return factories.make_team("Product", parent=company)


@pytest.fixture
def alice(company):
    return factories.make_user("Alice", email="alice@example.org", lead_of=company)


@pytest.fixture
def bob(product):
    return factories.make_user("Bob", email="bob@example.org", member_of=product)


@pytest.fixture
def carol(db):
    return factories.make_user("Carol", email="carol@example.org", role="manager")


@pytest.fixture
def dana(db):
    return factories.make_user("Dana", email="dana@example.org", role="administrator")


@pytest.fixture
def mallory(db):
    return factories.make_user("Mallory", email="mallory@example.org")


@pytest.fixture
def cycle(db):
    """The open cycle, of which today is day 50."""
    return factories.make_cycle("2026 Q3")


@pytest.fixture
def company_objective(cycle, alice, company):
    return factories.make_objective(
        "A product that customers recommend", cycle=cycle, owner=alice, team=company
    )


@pytest.fixture
def derived_objective(company_objective, bob, product):
    return factories.make_objective(
        "Every release makes one task shorter",
        parent=company_objective,
        owner=bob,
        team=product,
    )


@pytest.fixture
def sign_in(client):
    """`sign_in(alice)` is a client that Alice is signed in with."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


# The ledger and the figures


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "tampers: leaves figures or a tree behind that are not true"
    )


@pytest.fixture(scope="session", autouse=True)
def flush_passes_the_ledger():
    """Emptying the tables after a test is not refused as it is anywhere else."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        books.let_the_flush_pass(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def figures_stay_true(request, monkeypatch):
    """After every test with a database: 0 differences and 0 faults.

    `@pytest.mark.tampers` is for tests that make some on purpose.
    """
    uses = request.fixturenames
    marked = request.node.get_closest_marker("django_db")
    if not (marked or "db" in uses or "transactional_db" in uses):
        yield
        return
    request.getfixturevalue("transactional_db" if "transactional_db" in uses else "db")
    yield
    monkeypatch.undo()  # an outage that a test made up would hide the database
    if not request.node.get_closest_marker("tampers"):
        books.assert_nothing_drifted()
