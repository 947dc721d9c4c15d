"""Places to write on: copies of the generated ones, and empty ones.

What is measured by writing leaves the generated places as they are.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.bench.places import SQLITE, Place


@contextlib.contextmanager
def copied(place: Place, purpose: str) -> Iterator[Place]:
    """The same rows in a database of their own, which is gone after the block."""
    with bare(place, purpose) as copy:
        fill(copy, place)
        yield copy


@contextlib.contextmanager
def emptied(place: Place, purpose: str) -> Iterator[Place]:
    """Only the tables, in a database like that of `place`."""
    with bare(place, purpose) as copy:
        copy.manage("migrate", "--verbosity=0")
        yield copy


@contextlib.contextmanager
def bare(place: Place, purpose: str) -> Iterator[Place]:
    """A database like that of `place` without even tables."""
    folder = place.folder.with_name(f"{place.folder.name}-{purpose}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    copy = Place(place.database, place.size, url_of(place, purpose, folder), folder)
    forget(copy)
    try:
        create(copy)
        yield copy
    finally:
        forget(copy)
        shutil.rmtree(folder, ignore_errors=True)


def url_of(place: Place, purpose: str, folder: Path) -> str:
    if place.database == SQLITE:
        return f"sqlite:///{folder / 'bench.sqlite3'}"
    parts = urlsplit(place.url)
    return urlunsplit(parts._replace(path=f"{parts.path}_{purpose}"))


def file_of(place: Place) -> str:
    return place.url.removeprefix("sqlite:///")


def name_of(place: Place) -> str:
    return urlsplit(place.url).path.removeprefix("/")


def create(copy: Place) -> None:
    if copy.database != SQLITE:
        on_server(copy, f'CREATE DATABASE "{name_of(copy)}"')


def fill(copy: Place, source: Place) -> None:
    if copy.database == SQLITE:
        old, new = sqlite3.connect(file_of(source)), sqlite3.connect(file_of(copy))
        with contextlib.closing(old), contextlib.closing(new):
            old.backup(new)
        return
    forget(copy)
    template = name_of(source)
    on_server(copy, f'CREATE DATABASE "{name_of(copy)}" TEMPLATE "{template}"')


def forget(copy: Place) -> None:
    if copy.database != SQLITE:
        on_server(copy, f'DROP DATABASE IF EXISTS "{name_of(copy)}" WITH (FORCE)')


def on_server(place: Place, statement: str) -> None:
    url = urlunsplit(urlsplit(place.url)._replace(path="/postgres"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
