from django.db import migrations, models

import objectives.external_ids

KEYS = {
    "sqlite": "lower(hex(randomblob(8)))",
    "postgresql": "substr(md5(random()::text || clock_timestamp()::text || id), 1, 16)",
}


def give_keys(apps, schema_editor):
    """A random one each, in one statement however many rows there are."""
    key = KEYS[schema_editor.connection.vendor]
    for name, letter in (("Objective", "o"), ("KeyResult", "k")):
        table = apps.get_model("objectives", name)._meta.db_table
        schema_editor.execute(f"UPDATE {table} SET external_id = '{letter}-' || {key}")


def key_field(default, **options):
    return models.CharField(
        "key in files", max_length=100, default=default, editable=False, **options
    )


OBJECTIVE = objectives.external_ids.objective_key
KEY_RESULT = objectives.external_ids.key_result_key


class Migration(migrations.Migration):
    dependencies = [("objectives", "0011_measurement_plans")]

    operations = [
        migrations.AddField(
            "objective",
            "external_id",
            models.CharField(max_length=100, null=True, editable=False),
        ),
        migrations.AddField(
            "keyresult",
            "external_id",
            models.CharField(max_length=100, null=True, editable=False),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            "objective", "external_id", key_field(OBJECTIVE, unique=True)
        ),
        migrations.AlterField(
            "keyresult", "external_id", key_field(KEY_RESULT, unique=True)
        ),
    ]
