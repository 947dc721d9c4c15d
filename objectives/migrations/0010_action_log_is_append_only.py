from django.db import migrations

from objectives.append_only import keep


class Migration(migrations.Migration):
    dependencies = [("objectives", "0009_actions")]

    operations = [
        keep(
            "objectives_actionevent", "the log of an action is never changed or removed"
        )
    ]
