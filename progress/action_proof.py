"""Proves what actions keep from their log: state, reason and run; and that none loops.

Tells what their figures should be as well. Reads slim tuples and replays the log
through the table of steps, apart from what wrote it (objectives/actions.py, and
progress/figures_of_actions.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db.models import F

from objectives import steps
from objectives.models import Action, ActionEvent, Dependency

Fault = tuple[int, str, Any, Any]  # id of the action, field, stored, computed
FIELDS = ["state", "reason", "began_on", "ended_on"]


def faults() -> Iterator[Fault]:
    yield from _states()
    yield from _loops()


def _states() -> Iterator[Fault]:
    told = _told_by_the_log()
    nothing = dict.fromkeys(FIELDS)
    for row in Action.objects.order_by("pk").values("pk", *FIELDS):
        computed = told.get(row["pk"], nothing)
        for name in FIELDS:
            if row[name] != computed[name]:
                yield row["pk"], name, row[name], computed[name]


def _told_by_the_log() -> dict[int, dict[str, Any]]:
    """By action: where its last line leaves it, and the days that the lines add up to.

    In the order in which the lines were written, which the ids keep.
    """
    told: dict[int, dict[str, Any]] = {}
    rows = ActionEvent.objects.order_by("pk").values_list(
        "action_id", "to_state", "on", "reason"
    )
    runs: dict[int, steps.Run] = defaultdict(steps.Run)
    for pk, state, on, reason in rows.iterator():
        runs[pk] = run = steps.run_after(runs[pk], state, on)
        kept = reason if state in steps.WITH_REASON else ""
        values = (state, kept, run.began, run.ended)
        told[pk] = dict(zip(FIELDS, values, strict=True))
    return told


def _loops() -> Iterator[Fault]:
    graph: dict[int, set[int]] = defaultdict(set)
    for action, needs in Dependency.objects.order_by("pk").values_list(
        "action_id", "needs_id"
    ):
        graph[action].add(needs)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as loop:
        first, *rest = loop.args[1]
        yield first, "needs", "a loop", " → ".join(map(str, rest))


STORED = [
    *("cycle_id", "team_id", "owner_id", "state", "is_live", "is_open", "in_plan"),
    *("is_lacking", "is_drawn", "due_day", "ripe_on"),
]
OF_GOAL = {
    "cycle_id": "key_result__objective__cycle_id",
    "team_id": "key_result__objective__team_id",
    "goal_dropped": "key_result__objective__dropped_at",
    "result_dropped": "key_result__dropped_at",
}
OWN = [
    *("pk", "state", "owner_id", "starts_on", "due_on", "began_on", "ended_on"),
    "expected_by",
]


def stored() -> dict[int, dict[str, Any]]:
    """By action: what its figures should be, of itself and of its objective."""
    renamed = {name: F(path) for name, path in OF_GOAL.items()}
    rows = Action.objects.order_by().values(*OWN, **renamed)
    return {row["pk"]: _figures(row) for row in rows.iterator()}


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    state, planned = row["state"], row["state"] in steps.IN_PLAN
    missing = None in (row["owner_id"], row["starts_on"], row["due_on"])
    days = {row["starts_on"], row["due_on"], row["began_on"]} - {None}
    judged = {row["expected_by"], row["ended_on"]} - {None}
    has_bet = row["began_on"] is not None and row["expected_by"] is not None
    return {
        "cycle_id": row["cycle_id"],
        "team_id": row["team_id"],
        "owner_id": row["owner_id"],
        "state": state,
        "is_live": row["goal_dropped"] is None and row["result_dropped"] is None,
        "is_open": state not in steps.ENDED,
        "in_plan": planned,
        "is_lacking": planned and missing,
        "is_drawn": state != steps.DROPPED and bool(days),
        "due_day": row["due_on"] or date.max,
        "ripe_on": min(judged) if has_bet else None,
    }
