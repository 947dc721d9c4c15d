"""Gives every third key result an action, and prints pages about these as JSON.

Of the team that has all others below it, so that all actions of the cycle belong to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO

from django.core.management import call_command
from django.db import connection

from objectives.models import Action, Team, User
from progress.figures_of_actions import NEVER
from progress.models import ActionFigures
from progress.team_schedule import key_of
from tests.acts import act_on
from tests.bench.inside.choose import PLACE, current
from tests.bench.subjects import Subject, as_plain

REST = 100  # rows from the last one on
QUERIES = {
    "list": "",
    "list of every state": "?state=all",
    "list of what is blocked": "?state=blocked",
    "list of what is no plan yet": "?lacking=1",
    "list of what is overdue": "?due=overdue",
    "list by owner": "?owner=Ada",
    "list by an owner that nobody is": "?owner=zq",
    "timeline": "?view=timeline",
    "timeline of what is blocked": "?view=timeline&state=blocked",
}


def subjects(team: Team) -> Iterator[tuple[str, Subject]]:
    actions = f"{team.get_absolute_url()}actions/"
    learning = f"{team.get_absolute_url()}learning/"
    for name, query in QUERIES.items():
        yield name, Subject(f"{actions}{query}", PLACE)
    rows = ActionFigures.objects.filter(cycle=current(), in_plan=True)
    row = rows.exclude(due_day=NEVER).order_by("-due_day", "-action").first()
    place = f"{row.due_day.toordinal()}-{row.pk}"
    yield "list, near its end", Subject(f"{actions}?after={place}", PLACE)
    own = Action.objects.filter(figures__cycle=current(), figures__is_drawn=True)
    order = "-key_result__objective__tree_id", "-key_result__objective__lft", "-pk"
    action = own.select_related("key_result__objective").order_by(*order)[REST]
    query = f"?view=timeline&after={key_of(action)}"
    yield "timeline, near its end", Subject(f"{actions}{query}", PLACE)
    yield "learning", Subject(learning, PLACE)
    last = Team.objects.filter(parent=team).order_by("-pk").first()
    some = f"{last.get_absolute_url()}actions/"
    yield "list of some teams", Subject(some, PLACE)
    yield "timeline of some teams", Subject(f"{some}?view=timeline", PLACE)


def act() -> None:
    act_on(current(), list(User.objects.order_by("pk")), every=3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    call_command("countcycles", stdout=StringIO())


if __name__ == "__main__":
    act()
    top = Team.objects.filter(parent=None).order_by("pk").first()
    print(json.dumps(as_plain(dict(subjects(top)))))
