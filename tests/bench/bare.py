"""The least that a check-in can be: one INSERT and one UPDATE in one transaction.

`write_on` does it on bare connections; `application` is a view that does nothing else,
for gunicorn: no session, no CSRF, no rights, no figures but the key result's own.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import psycopg

from okr_site.database import BUSY_SECONDS, SQLITE_OPTIONS, database_settings
from tests.bench.copies import file_of
from tests.bench.places import SQLITE, Place, Site, free_port

INSERT = """
    INSERT INTO progress_checkin (
        key_result_id, objective_id, value, measured_on, created_at, author_id,
        confidence, note, corrects_id, reason, key, progress, objective_before,
        objective_after
    ) VALUES (%s, %s, %s, %s, %s, %s, '', '', NULL, '', %s, 500000, 500000, 500000)
    RETURNING id
"""
UPDATE = """
    UPDATE progress_keyresultfigures
    SET current = %s, progress = 500000, measured_on = %s, last_check_in_id = %s
    WHERE key_result_id = %s
"""
VALUE = "50"


def write(execute: Callable[[str, tuple], Any], subject: dict[str, int]) -> None:
    """Within a transaction; `subject` holds ids of a key result and its own."""
    now, pk = datetime.now(UTC), subject["pk"]
    told = (VALUE, f"{now:%Y-%m-%d}", f"{now:%Y-%m-%d %H:%M:%S.%f}")
    ids = pk, subject["objective"]
    row = (*ids, *told, subject["owner"], uuid.uuid4().hex)
    [entry] = execute(INSERT, row).fetchone()
    execute(UPDATE, (told[0], told[1], entry, pk))


# On connections of its own


@contextlib.contextmanager
def writer(place: Place, subjects: list[dict]) -> Iterator[Callable[[], None]]:
    """A connection that stays open, on which each call is one transaction."""
    connect = on_sqlite if place.database == SQLITE else on_postgresql
    turn = cycle(subjects)
    with connect(place) as transact:
        yield lambda: transact(next(turn))


@contextlib.contextmanager
def on_postgresql(place: Place) -> Iterator[Callable[[dict], None]]:
    with psycopg.connect(place.url, autocommit=True) as connection:

        def transact(subject: dict) -> None:
            with connection.transaction():
                write(connection.execute, subject)

        yield transact


@contextlib.contextmanager
def on_sqlite(place: Place) -> Iterator[Callable[[dict], None]]:
    connection = sqlite3.connect(
        file_of(place),
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.executescript(SQLITE_OPTIONS["init_command"])

    def execute(statement: str, values: tuple) -> sqlite3.Cursor:
        return connection.execute(statement.replace("%s", "?"), values)

    def transact(subject: dict) -> None:
        execute("BEGIN IMMEDIATE", ())
        write(execute, subject)
        execute("COMMIT", ())

    with contextlib.closing(connection):
        yield transact


# In a bare view


@contextlib.contextmanager
def served(place: Place) -> Iterator[Site]:
    """The bare view on this database, by gunicorn with Plumbline's own options."""
    port = free_port()
    command = [
        *("-m", "gunicorn", f"{__name__}:application()"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
        *("--worker-class", "gthread", "--threads", "4"),
        *("--no-control-socket", "--log-level", "warning"),
    ]
    with place.running(port, *command) as site:
        yield site


def application() -> Callable:
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.configure(
        DATABASES={"default": database_settings(os.environ["DATABASE_URL"])},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="of no use here",
        MIDDLEWARE=[],
        USE_TZ=True,
    )
    urlpatterns.append(any_address())
    return get_wsgi_application()


urlpatterns: list = []  # filled once Django is set up


def any_address() -> Any:
    from django.urls import re_path

    return re_path("", answer)


def answer(request: Any) -> Any:
    from django.db import connection, transaction
    from django.http import HttpResponse

    if request.method == "POST":
        names = ("pk", "objective", "owner")
        subject = {name: int(request.POST[name]) for name in names}
        with transaction.atomic(), connection.cursor() as cursor:

            def execute(statement: str, values: tuple) -> Any:
                cursor.execute(statement, values)
                return cursor

            write(execute, subject)
    return HttpResponse(b"")
