"""Triggers that keep a table as it was written, for migrations on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import migrations


def keep(table: str, sentence: str) -> migrations.RunPython:
    """The database refuses to change, remove or empty rows of `table`.

    `sentence` is what it answers, without an apostrophe.
    """
    return migrations.RunPython(
        _run(_postgresql(table, sentence), _sqlite(table, sentence)),
        _run(_postgresql_back(table), _sqlite_back(table)),
    )


def _postgresql(table: str, sentence: str) -> list[str]:
    return [
        f"""
        CREATE FUNCTION {table}_is_append_only() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION '{sentence}';
        END
        $$ LANGUAGE plpgsql
        """,
        f"""
        CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()
        """,
        f"""
        CREATE TRIGGER {table}_table BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()
        """,
    ]


def _postgresql_back(table: str) -> list[str]:
    return [
        f"DROP TRIGGER {table}_table ON {table}",
        f"DROP TRIGGER {table}_rows ON {table}",
        f"DROP FUNCTION {table}_is_append_only()",
    ]


def _sqlite(table: str, sentence: str) -> list[str]:
    return [
        f"""
        CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN
            SELECT RAISE(ABORT, '{sentence}');
        END
        """
        for verb in ("UPDATE", "DELETE")
    ]


def _sqlite_back(table: str) -> list[str]:
    return [f"DROP TRIGGER {table}_update", f"DROP TRIGGER {table}_delete"]


def _run(postgresql: Sequence[str], sqlite: Sequence[str]) -> Callable[..., None]:
    def statements(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        for statement in postgresql if vendor == "postgresql" else sqlite:
            schema_editor.execute(statement)

    return statements
