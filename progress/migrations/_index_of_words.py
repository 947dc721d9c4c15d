"""Statements that index a table's column `text`, each in a migration of its own time.

Trigrams serve words of three letters and more. Shorter ones are found by pieces: every
character of the text and every two that stand together. Both are kept by PostgreSQL
itself, and by triggers on SQLite; whoever makes the table anew makes those anew too.
"""

from django.db import (
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    migrations,
    transaction,
)

REFUSED = (ProgrammingError, NotSupportedError, OperationalError)
PIECES_OF = "progress_words_pieces_of"
FUNCTION = (
    f"CREATE FUNCTION {PIECES_OF}(words text) RETURNS text[]"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$"
    " SELECT array_agg(DISTINCT substr(words, place, size))"
    " FROM generate_series(1, length(words)) AS place,"
    " generate_series(1, 2) AS size $$"
)


def pieces(text: str) -> str:
    """For a trigger, which may not count by a WITH: it counts the items of an array.

    Each piece in hexadecimal digits, so that nothing in it is a separator.
    """
    places = f"'[' || replace(hex(zeroblob(length({text}) - 1)), '00', '0,') || '0]'"
    piece = f"substr({text}, place.key + 1, size.value)"
    return (
        f"(SELECT group_concat(DISTINCT hex({piece}))"
        f" FROM json_each({places}) AS place, json_each('[1,2]') AS size)"
    )


def fts5(index: str, table: str, key: str, said, options: str) -> list[str]:
    """`said` gives what is indexed of a text."""
    add = f"INSERT INTO {index}(rowid, words) VALUES (new.{key}, {said('new.text')})"
    remove = (
        f"INSERT INTO {index}({index}, rowid, words)"
        f" VALUES ('delete', old.{key}, {said('old.text')})"
    )
    changed = f"AFTER UPDATE ON {table} WHEN old.text <> new.text"
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5(words, content='', {options})",
        f"INSERT INTO {index}(rowid, words) SELECT {key}, {said('text')} FROM {table}",
        f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {add}; END",
        f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {remove}; END",
        f"CREATE TRIGGER {index}_changed {changed} BEGIN {remove}; {add}; END",
    ]


def pieces_index(index: str, table: str, key: str) -> migrations.RunPython:
    options = "detail=none, columnsize=0, tokenize='ascii'"
    return index_of(
        index,
        sqlite=fts5(index, table, key, pieces, options),
        postgresql=[
            f"CREATE INDEX {index} ON {table} USING gin ({PIECES_OF}(text))",
            # To count the pieces for statistics would cost more than it is worth.
            f"ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS 0",
        ],
    )


def trigrams_index(index: str, table: str, key: str) -> migrations.RunPython:
    """Where PostgreSQL's pg_trgm was found by migration 0004."""
    return index_of(
        index,
        sqlite=fts5(index, table, key, str, "columnsize=0, tokenize='trigram'"),
        postgresql=[f"CREATE INDEX {index} ON {table} USING gin (text gin_trgm_ops)"],
    )


def index_of(index: str, **statements: list[str]) -> migrations.RunPython:
    def create(apps, schema_editor):
        try_all(schema_editor, statements[schema_editor.connection.vendor])

    def drop(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")
            return
        for what in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_{what}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {index}")

    return migrations.RunPython(create, drop)


def try_all(schema_editor, statements: list[str]) -> None:
    """All or none: without the index everything is found just the same."""
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            for statement in statements:
                schema_editor.execute(statement)
    except REFUSED:
        pass  # an older SQLite, or one without FTS5; or not ours to create
