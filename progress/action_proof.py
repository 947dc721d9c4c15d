"""Proves what actions keep from their log: state, reason and run; and that none loops.

Reads slim tuples and replays the log through the table of steps, apart from the verbs
that wrote it (objectives/actions.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

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
