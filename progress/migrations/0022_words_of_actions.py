"""A search of actions that takes as long among many as among few."""

from itertools import islice

import django.db.models.deletion
from django.db import migrations, models

from objectives.text import searchable
from progress.migrations._index_of_words import pieces_index, trigrams_index

TABLE, KEY = "progress_actionwords", "action_id"
BATCH = 500


def write(apps, schema_editor):
    """As objectives.text writes them today; `verify` proves it."""
    Words = apps.get_model("progress", "ActionWords")
    actions = apps.get_model("objectives", "Action").objects.values_list(
        "pk", "title", "key_result__content"
    )
    rows = (
        Words(pk=pk, text=searchable("\n".join(called)))
        for pk, *called in actions.iterator()
    )
    while some := list(islice(rows, BATCH)):
        Words.objects.bulk_create(some)


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0013_api_tokens"),
        ("progress", "0021_which_have_measurement_plans"),
    ]

    operations = [
        migrations.CreateModel(
            "ActionWords",
            [
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="objectives.action",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "verbose_name": "words of an action",
                "verbose_name_plural": "words of actions",
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
        trigrams_index("progress_action_words_trigrams", TABLE, KEY),
        pieces_index("progress_action_words_pieces", TABLE, KEY),
    ]
