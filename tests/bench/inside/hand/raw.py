"""Statements on a bare cursor."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection


def cursor() -> Callable[..., list[tuple]]:
    """A function that asks: `ask("SELECT …", value, …)` gives the rows."""
    connection.ensure_connection()
    bare = connection.connection.cursor()

    def ask(sql: str, *values: object) -> list[tuple]:
        return bare.execute(as_driver(sql), values).fetchall()

    return ask


def as_driver(sql: str) -> str:
    """SQLite's own placeholders; psycopg has the same as Django."""
    if connection.vendor == "sqlite":
        return sql.replace("%%", "\0").replace("%s", "?").replace("\0", "%")
    return sql
