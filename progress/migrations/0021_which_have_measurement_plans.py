"""Objectives know whether a key result of theirs has a measurement plan, or has none."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q

COLUMNS = {"has_planned": False, "has_unplanned": True}  # whether there is no plan


def tell(apps, schema_editor):
    live = apps.get_model("objectives", "KeyResult").objects.filter(
        objective=OuterRef("pk"), dropped_at=None
    )
    values = {
        column: Exists(live.filter(measurement_plan__isnull=is_missing))
        for column, is_missing in COLUMNS.items()
    }
    apps.get_model("progress", "ObjectiveFigures").objects.update(**values)


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0013_api_tokens"),
        ("progress", "0020_search_short_words"),
    ]

    operations = [
        *(
            migrations.AddField(
                "objectivefigures", column, models.BooleanField(default=False)
            )
            for column in COLUMNS
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
        *(
            migrations.AddIndex(
                "objectivefigures",
                models.Index(
                    fields=["cycle", "team", "objective"],
                    condition=Q(**{column: True, "is_live": True}),
                    name=column.replace("has", "figures"),
                ),
            )
            for column in COLUMNS
        ),
    ]
