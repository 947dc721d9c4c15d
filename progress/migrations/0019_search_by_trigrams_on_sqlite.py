"""A faster search of words on SQLite, where it has FTS5 and is 3.34 or newer.

Without the index everything is found just the same, by reading all words of a cycle.
Triggers keep it; whoever makes the table of words anew makes them anew as well.
"""

from django.db import OperationalError, migrations, transaction

WORDS, INDEX = "progress_objectivewords", "progress_words_trigrams"
ADD = f"INSERT INTO {INDEX}(rowid, text) VALUES (new.objective_id, new.text)"
REMOVE = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, text)"
    " VALUES ('delete', old.objective_id, old.text)"
)
CREATE = [
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
    f"text, content='{WORDS}', content_rowid='objective_id', tokenize='trigram')",
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON {WORDS} BEGIN {ADD}; END",
    f"CREATE TRIGGER {INDEX}_removed AFTER DELETE ON {WORDS} BEGIN {REMOVE}; END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE ON {WORDS}"
    f" BEGIN {REMOVE}; {ADD}; END",
]
DROP = [
    *(
        f"DROP TRIGGER IF EXISTS {INDEX}_{what}"
        for what in ("added", "removed", "changed")
    ),
    f"DROP TABLE IF EXISTS {INDEX}",
]


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            for statement in CREATE:
                schema_editor.execute(statement)
    except OperationalError:
        pass  # older than 3.34, or built without FTS5


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in DROP:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("progress", "0018_counts_of_closing")]

    operations = [migrations.RunPython(create, drop)]
