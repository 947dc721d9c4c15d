"""What stood on the organisation becomes the first policy, in force from the first day."""

import datetime

from django.db import migrations

BEGINNING = datetime.date(2000, 1, 1)
A_MONDAY = datetime.date(2001, 1, 1)


def keep(apps, schema_editor):
    policies = apps.get_model("progress", "CadencePolicy")
    for organisation in apps.get_model("objectives", "Organisation").objects.all():
        policies.objects.create(
            effective_from=BEGINNING,
            kind="weeks",
            every=1,
            weekdays=1 << organisation.update_weekday,
            anchor=A_MONDAY,
            grace_days=organisation.grace_days,
            remind_days=1,
            move="keep",
        )


def give_back(apps, schema_editor):
    """The newest weekly policy, as far as the columns of before can hold it."""
    policies = apps.get_model("progress", "CadencePolicy")
    own = policies.objects.filter(team=None, objective=None, key_result=None)
    last = own.filter(kind="weeks").order_by("effective_from", "pk").last()
    if last:
        apps.get_model("objectives", "Organisation").objects.update(
            update_weekday=(last.weekdays & -last.weekdays).bit_length() - 1,
            grace_days=min(last.grace_days, 6),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0007_cycle_history"),
        ("progress", "0008_cadence_policies"),
    ]
    # That one takes the columns away; the other app need not know who read them.
    run_before = [("objectives", "0008_organisation_without_cadence")]

    operations = [migrations.RunPython(keep, give_back)]
