"""A faster search of words of one or two characters, which have no trigrams.

Chinese has many such words.
"""

from django.db import migrations

from progress.migrations._index_of_words import (
    FUNCTION,
    PIECES_OF,
    pieces_index,
    try_all,
)


def create_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        try_all(schema_editor, [FUNCTION])


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {PIECES_OF}(text)")


class Migration(migrations.Migration):
    dependencies = [("progress", "0019_search_by_trigrams_on_sqlite")]

    operations = [
        migrations.RunPython(create_function, drop_function),
        pieces_index(
            "progress_words_pieces", "progress_objectivewords", "objective_id"
        ),
    ]
