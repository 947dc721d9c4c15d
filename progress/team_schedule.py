"""A team's actions over time, read part by part in the order of their objectives."""

from __future__ import annotations

import datetime
import re

from django.db.models import Exists, OuterRef, QuerySet

from objectives import keyset
from objectives.models import Action, Cycle, Objective, User
from progress.found_actions import Found, Place, ids_of
from progress.schedules import ORDER, ROWS, WHOLE, Schedule, schedule_of
from progress.selection import one_by_one
from progress.team_actions import Asked, Pages, day_of, pages_of

GOAL = "tree_id", "lft"
KEY = re.compile(r"[0-9]{1,18}(-[0-9]{1,18}){5}")


def team_schedule(
    asked: Asked, rows: Found, reader: User, today: datetime.date
) -> tuple[Schedule, Pages]:
    """2 queries, 1 more of many, and those of `rows`."""
    after = place_of(asked.after)
    actions = near(rows, asked.cycle, after)
    if after:
        actions = actions.filter(keyset.behind(ORDER, after))
    found = list(actions.select_related(*WHOLE).order_by(*ORDER)[: ROWS + 1])
    shown = found[:ROWS]
    key = key_of(shown[-1]) if found[ROWS:] else ""
    pages = pages_of(asked, is_later=bool(after), is_empty=not found, key=key)
    return schedule_of(shown, reader, asked.cycle, today), pages


def near(rows: Found, cycle: Cycle, after: Place | None) -> QuerySet[Action]:
    """All of few; of many those of the next objectives, which are enough of them."""
    if rows.few is not None:
        return Action.objects.filter(pk__in=ids_of(rows.few))
    goals = Objective.objects.filter(cycle=cycle)
    if after:
        goals = goals.filter(keyset.from_on(GOAL, after[: len(GOAL)]))
    own = rows.fitting.filter(action__key_result__objective=OuterRef("pk"))
    having = Objective.objects.order_by().filter(Exists(own))
    ids = goals.filter(one_by_one(having)).order_by(*GOAL).values_list("pk", flat=True)
    # One for each row; that of `after` may have none behind it, and one tells of more.
    nearest = list(ids[: ROWS + 2])
    own_actions = Action.objects.filter(key_result__objective__in=nearest)
    return own_actions.filter(one_by_one(rows.fitting))


def key_of(action: Action) -> str:
    """Its place in ORDER, which says nothing that is not shown."""
    key_result = action.key_result
    goal = key_result.objective
    day = action.began_on or action.starts_on or action.due_on
    place = (goal.tree_id, goal.lft, key_result.position, key_result.pk)
    return "-".join(map(str, [*place, day.toordinal(), action.pk]))


def place_of(key: str) -> Place | None:
    if not KEY.fullmatch(key):
        return None
    *place, day, pk = map(int, key.split("-"))
    return *place, day_of(day), pk
