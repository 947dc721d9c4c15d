"""More is counted of large cycles; what was counted so far is counted anew."""

from django.db import migrations, models


def forget(apps, schema_editor):
    apps.get_model("progress", "CycleCount").objects.all().delete()
    apps.get_model("progress", "UpdatesCount").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("progress", "0017_counts")]

    operations = [
        migrations.RunPython(forget, forget),
        migrations.AddField(
            "cyclecount",
            "graded",
            models.PositiveIntegerField(default=0, verbose_name="graded objectives"),
            preserve_default=False,
        ),
        migrations.AddField(
            "cyclecount",
            "hundredths",
            models.PositiveIntegerField(default=0, verbose_name="their grades"),
            preserve_default=False,
        ),
        migrations.AddField(
            "cyclecount",
            "done",
            models.JSONField(default=dict, verbose_name="done before closing"),
            preserve_default=False,
        ),
        migrations.AddField(
            "cyclecount",
            "teams",
            models.JSONField(default=dict, verbose_name="key results by team"),
            preserve_default=False,
        ),
    ]
