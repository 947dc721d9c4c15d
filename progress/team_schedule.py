"""A team's actions over time, read part by part in the order of their objectives."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from objectives import keyset
from objectives.models import Action, Cycle, Objective, User
from progress.found_actions import Found, ids_of
from progress.schedules import DAY, ORDER, ROWS, WHOLE, Schedule, schedule_of
from progress.selection import one_by_one
from progress.team_actions import Asked

GOAL = "tree_id", "lft"


def team_schedule(
    asked: Asked, rows: Found, reader: User, today: datetime.date
) -> Schedule:
    """Behind the action that the address names, if there is such.

    2 queries, 1 more of a later part and 1 more of many, beside that of `rows.few`.
    """
    place = place_of(*asked.after) if asked.after else None
    actions = placed(rows, asked.cycle, place)
    if place:
        actions = actions.filter(keyset.behind(ORDER, place))
    found = list(actions.select_related(*WHOLE).order_by(*ORDER)[: ROWS + 1])
    shown = found[:ROWS]
    more = asked.query(after=key_of(shown[-1])) if found[ROWS:] else ""
    return replace(schedule_of(shown, reader, asked.cycle, today), next=more)


def placed(rows: Found, cycle: Cycle, place: tuple | None) -> QuerySet[Action]:
    """All of few; of many those of the next objectives, which are enough of them."""
    if rows.few is not None:
        return Action.objects.filter(pk__in=ids_of(rows.few))
    goals = Objective.objects.filter(cycle=cycle)
    if place:
        goals = goals.filter(keyset.from_on(GOAL, place[: len(GOAL)]))
    own = rows.fitting.filter(action__key_result__objective=OuterRef("pk"))
    having = Objective.objects.order_by().filter(Exists(own))
    ids = goals.filter(one_by_one(having)).order_by(*GOAL).values_list("pk", flat=True)
    # One for each row; that of `place` may have none behind it, and one tells of more.
    near = Action.objects.filter(key_result__objective__in=list(ids[: ROWS + 2]))
    return near.filter(one_by_one(rows.fitting))


def place_of(objective_id: int, pk: int) -> tuple[Any, ...] | None:
    """Where an action stands in the order, though it may be drawn no more. 1 query."""
    rows = Action.objects.filter(pk=pk, key_result__objective=objective_id)
    found = rows.annotate(day=DAY).values_list(*ORDER[:4], "day", "pk").first()
    if found is None:
        return None
    *goal, day, own = found
    return *goal, day or datetime.date.min, own


def key_of(action: Action) -> str:
    return f"{action.key_result.objective_id}-{action.pk}"
