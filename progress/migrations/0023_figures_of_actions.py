"""Lists of actions that take as long among many as among few."""

import datetime
from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

BATCH = 500
PLAN, ENDED = ("planned", "doing", "blocked"), ("done", "dropped")
FIELDS = (
    *("pk", "key_result__objective__cycle_id", "key_result__objective__team_id"),
    *("key_result__dropped_at", "key_result__objective__dropped_at"),
    *("state", "owner_id", "starts_on", "due_on", "began_on", "ended_on"),
    "expected_by",
)
DAY = ["cycle", "due_day", "action"]
INDEXES = {
    "acts_state": (["cycle", "state", "action"], None),
    "acts_owner": (["cycle", "owner", "state"], None),
    "acts_team": (["cycle", "team", "state", "is_live", "is_lacking"], None),
    "acts_drawn": (
        ["cycle", "team", "state", "is_lacking"],
        Q(is_live=True, is_drawn=True),
    ),
    "acts_due": (DAY, Q(is_live=True)),
    "acts_state_due": (["cycle", "state", "due_day", "action"], Q(is_live=True)),
    "acts_open_due": (DAY, Q(is_live=True, is_open=True)),
    "acts_plan_due": (DAY, Q(is_live=True, in_plan=True)),
    "acts_lacking_due": (DAY, Q(is_live=True, is_lacking=True)),
    "acts_ripe": (["cycle", "ripe_on", "action"], Q(ripe_on__isnull=False)),
    "acts_team_ripe": (["cycle", "team", "ripe_on"], Q(ripe_on__isnull=False)),
}


def write(apps, schema_editor):
    """As progress/figures_of_actions.py writes them today; `verify` proves it."""
    Figures = apps.get_model("progress", "ActionFigures")
    actions = apps.get_model("objectives", "Action").objects.values_list(*FIELDS)
    rows = (Figures(**figures_of(*action)) for action in actions.iterator())
    while some := list(islice(rows, BATCH)):
        Figures.objects.bulk_create(some)


def figures_of(pk, cycle, team, *rest):
    result_dropped, goal_dropped, state, owner, starts, due, began, ended, by = rest
    in_plan = state in PLAN
    return {
        "pk": pk,
        "cycle_id": cycle,
        "team_id": team,
        "owner_id": owner,
        "state": state,
        "is_live": not (result_dropped or goal_dropped),
        "is_open": state not in ENDED,
        "in_plan": in_plan,
        "is_lacking": in_plan and not (owner and starts and due),
        "is_drawn": state != "dropped" and bool(starts or due or began),
        "due_day": due or datetime.date.max,
        "ripe_on": min(filter(None, [ended, by])) if began and by else None,
    }


def reference(to, **options):
    protect = django.db.models.deletion.PROTECT
    return models.ForeignKey(on_delete=protect, related_name="+", to=to, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0013_api_tokens"),
        ("progress", "0022_words_of_actions"),
    ]

    operations = [
        migrations.CreateModel(
            "ActionFigures",
            [
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="figures",
                        serialize=False,
                        to="objectives.action",
                    ),
                ),
                (
                    "cycle",
                    reference("objectives.cycle", db_index=False, db_constraint=False),
                ),
                ("team", reference("objectives.team", null=True)),
                ("owner", reference(settings.AUTH_USER_MODEL, null=True)),
                ("state", models.CharField(max_length=9, verbose_name="state")),
                ("is_live", models.BooleanField()),
                ("is_open", models.BooleanField()),
                ("in_plan", models.BooleanField()),
                ("is_lacking", models.BooleanField()),
                ("is_drawn", models.BooleanField()),
                ("due_day", models.DateField(verbose_name="due on")),
                (
                    "ripe_on",
                    models.DateField(null=True, verbose_name="can be judged from"),
                ),
            ],
            options={
                "verbose_name": "figures of an action",
                "verbose_name_plural": "figures of actions",
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
        *(
            migrations.AddIndex(
                "actionfigures",
                models.Index(fields=fields, condition=condition, name=name),
            )
            for name, (fields, condition) in INDEXES.items()
        ),
    ]
