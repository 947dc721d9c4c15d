from django.db import migrations

from objectives.append_only import keep


class Migration(migrations.Migration):
    dependencies = [("progress", "0013_pace_decisions")]

    operations = [
        keep(
            "progress_pacedecision",
            "a decision on a slow key result is never changed or removed",
        )
    ]
