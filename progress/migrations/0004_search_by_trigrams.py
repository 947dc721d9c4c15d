"""A faster search of words on PostgreSQL, where its pg_trgm extension may be used.

Without the index everything is found just the same, by reading all words of a cycle.
"""

from django.db import (
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    migrations,
    transaction,
)

CREATE = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX progress_words_trigrams ON progress_objectivewords"
    " USING gin (text gin_trgm_ops)",
]
REFUSED = (ProgrammingError, NotSupportedError, OperationalError)


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            for statement in CREATE:
                schema_editor.execute(statement)
    except REFUSED:
        pass  # not installed, or not ours to create


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS progress_words_trigrams")


class Migration(migrations.Migration):
    dependencies = [("progress", "0003_remember_when_statuses_turn")]

    operations = [migrations.RunPython(create, drop)]
