"""A database that does not answer: 503, a sentence, and nothing typed is lost."""

import sqlite3

import pytest
from django.db import OperationalError, connections
from django.test import Client

from objectives.models import User
from okr_site.errors import is_outage

TYPED = {
    "note": "calls were <slow> on Monday",
    "values": ["4.1", "3.6"],
    "new_password1": "hush",
    "csrfmiddlewaretoken": "old-token",
}


@pytest.fixture
def outage(monkeypatch):
    """From the call on, no database connection can be had."""

    def begin():
        def refuse(self):
            raise OperationalError("could not connect to server")

        backend = type(connections["default"])
        monkeypatch.setattr(backend, "ensure_connection", refuse)

    return begin


# Without the django_db mark any use of the database fails these tests.


@pytest.mark.parametrize("kind", ["operational", "interface"])
def test_what_was_typed_stands_on_the_page(site, kind):
    answer = site.post(f"/fails/{kind}/?week=8", TYPED)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert 'action="/fails/interface/?week=8"'.replace("interface", kind) in answer.text
    assert 'name="note" value="calls were &lt;slow&gt; on Monday"' in answer.text
    assert 'value="4.1"' in answer.text
    assert 'value="3.6"' in answer.text


def test_secrets_do_not_stand_on_the_page(site):
    answer = site.post("/fails/operational/", TYPED)
    assert "hush" not in answer.text
    assert "old-token" not in answer.text


def test_a_page_that_was_only_read_offers_to_try_again(site):
    answer = site.get("/fails/operational/")
    assert answer.status_code == 503
    assert "<form" not in answer.text


def test_another_sites_form_is_never_repeated(settings):
    settings.ROOT_URLCONF = "tests.okr_site.urls"
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = strict.post("/fails/operational/", TYPED)
    assert answer.status_code == 403
    assert "calls were" not in answer.text


def test_a_mistake_of_ours_stays_a_500(site):
    assert site.post("/fails/programmer/", TYPED).status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/closed/", "/spoken/", "/nothing/"])
def test_an_outage_before_the_view_is_the_same(site, outage, address):
    site.force_login(User.objects.create_user("alice@example.org", name="Alice"))
    outage()
    answer = site.post(address, TYPED)
    assert answer.status_code == 503
    if address != "/nothing/":  # no view, so no check that the form is ours
        assert "calls were &lt;slow&gt; on Monday" in answer.text


@pytest.mark.django_db
def test_the_health_page_says_so(site, outage):
    assert (site.get("/healthz").status_code, site.get("/healthz").text) == (
        200,
        "ok\n",
    )
    outage()
    answer = site.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "unavailable\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_health_page_sees_a_missing_migration(site, monkeypatch):
    monkeypatch.setattr(
        "okr_site.health.MigrationExecutor.migration_plan", lambda *_: ["0002"]
    )
    assert site.get("/healthz").status_code == 503


def operational(statement, database):
    """Django's error for what SQLite says to a statement."""
    with pytest.raises(sqlite3.OperationalError) as raised:
        database.execute(statement)
    error = OperationalError(str(raised.value))
    error.__cause__ = raised.value
    return error


def test_a_wrong_statement_is_no_outage():
    database = sqlite3.connect(":memory:")
    assert not is_outage(operational("SELECT nothing FROM nowhere", database))
    database.close()


def test_a_database_busy_with_another_writer_is_one(tmp_path):
    first, second = (
        sqlite3.connect(tmp_path / "busy.sqlite3", timeout=0, isolation_level=None)
        for _ in range(2)
    )
    first.execute("BEGIN IMMEDIATE")
    assert is_outage(operational("BEGIN IMMEDIATE", second))
    first.close()
    second.close()
