from django.db import migrations

from objectives.append_only import keep


class Migration(migrations.Migration):
    dependencies = [("progress", "0011_words_on_verdicts")]

    operations = [
        keep(
            "progress_actionverdict", "a word on a verdict is never changed or removed"
        )
    ]
