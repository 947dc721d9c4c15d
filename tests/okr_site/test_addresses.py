"""DATABASE_URL and EMAIL_URL."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from okr_site.database import database_settings
from okr_site.mail import mail_settings


def test_sqlite_survives_a_power_cut_and_waits_its_turn():
    database = database_settings("sqlite:////srv/okr/okr.sqlite3")
    assert database["NAME"] == "/srv/okr/okr.sqlite3"
    options = database["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_postgresql_keeps_connections_and_checks_their_health():
    database = database_settings("postgresql://okr:p%40ss@db:5433/okr?sslmode=require")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert (database["HOST"], database["PORT"]) == ("db", 5433)
    assert (database["PASSWORD"], database["NAME"]) == ("p@ss", "okr")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "-c lock_timeout=20s" in database["OPTIONS"]["options"]
    assert "-c random_page_cost=1.1 -c jit=off" in database["OPTIONS"]["options"]


def test_a_pool_keeps_the_connections_instead():
    database = database_settings("postgresql://okr@db/okr?pool=true")
    assert database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"]["pool"]["max_size"] == 4


@pytest.mark.parametrize(
    "url", ["", "okr.sqlite3", "mysql://okr:hush@db/okr", "postgresql://db:port/okr"]
)
def test_other_databases_are_refused_without_repeating_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        database_settings(url)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://localhost", "localhost", 25, None, None),
        ("smtp://localhost:2525", "localhost", 2525, None, None),
        ("smtp+tls://mail.example.org", "mail.example.org", 587, True, None),
        ("smtps://mail.example.org", "mail.example.org", 465, None, True),
    ],
)
def test_mail_by_smtp(url, host, port, tls, ssl):
    mail = mail_settings(url)
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == (host, port)
    assert (mail.get("EMAIL_USE_TLS"), mail.get("EMAIL_USE_SSL")) == (tls, ssl)


def test_a_mail_password_may_hold_any_character():
    mail = mail_settings("smtps://me%40example.org:p%2Fss@mail.example.org")
    assert mail["EMAIL_HOST_USER"] == "me@example.org"
    assert mail["EMAIL_HOST_PASSWORD"] == "p/ss"


def test_mail_into_a_folder_or_onto_the_console():
    mail = mail_settings("file:///srv/okr/mail%20box")
    assert mail["EMAIL_FILE_PATH"] == Path("/srv/okr/mail box")
    assert mail_settings("console:")["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    "url",
    ["", "smtp://", "smtp://host:port", "file:", "file://host/mail", "me:hush@host"],
)
def test_other_mail_is_refused_without_repeating_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_settings(url)
    assert "hush" not in str(refusal.value)
