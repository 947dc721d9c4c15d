"""Programs ask for what was measured since a day, among many years of check-ins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0013_api_tokens"),
        ("progress", "0023_figures_of_actions"),
    ]

    operations = [
        migrations.AddIndex(
            "checkin",
            models.Index(fields=["measured_on"], name="check_in_measured"),
        )
    ]
