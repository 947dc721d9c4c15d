"""Writes what is stored of actions: their figures, and the words of a search.

Whoever calls it holds the figures of the actions' objectives: so nobody drops, moves
or rewords meanwhile what these follow from.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from objectives import steps
from objectives.models import Action
from objectives.text import searchable
from progress.models import ActionFigures, ActionWords
from progress.upsert import fields_of, upsert

NEVER = datetime.date.max
READ = (
    *("title", "state", "owner", "starts_on", "due_on", "began_on", "ended_on"),
    *("expected_to", "expected_by", "key_result__content", "key_result__dropped_at"),
    *("key_result__objective__cycle", "key_result__objective__team"),
    *("key_result__objective__dropped_at", "figures", "words"),
)


def write_actions(actions: QuerySet[Action]) -> None:
    """Of those of which something else was written, or nothing.

    1 query, and 1 for each table where anything differs.
    """
    rows = actions.order_by("pk").select_related(
        "key_result__objective", "figures", "words"
    )
    read = list(rows.only(*READ))
    stored = ((getattr(row, "figures", None), figures_of(row)) for row in read)
    save(ActionFigures, stored)
    stored = ((getattr(row, "words", None), words_of(row)) for row in read)
    save(ActionWords, stored)


def save(model: type[Model], rows: Iterable[tuple[Model | None, Model]]) -> None:
    """Of these pairs of what is stored and what should be, those that differ."""
    changed = [
        wanted for found, wanted in rows if values_of(found) != values_of(wanted)
    ]
    upsert(model, changed, fields_of(model))


def values_of(row: Model | None) -> dict[str, Any] | None:
    return row and {f.attname: getattr(row, f.attname) for f in row._meta.fields}


def figures_of(action: Action) -> ActionFigures:
    key_result = action.key_result
    objective = key_result.objective
    in_plan = action.state in steps.IN_PLAN
    days = action.starts_on, action.due_on, action.began_on
    return ActionFigures(
        pk=action.pk,
        cycle_id=objective.cycle_id,
        team_id=objective.team_id,
        owner_id=action.owner_id,
        state=action.state,
        is_live=not (key_result.dropped_at or objective.dropped_at),
        is_open=action.state not in steps.ENDED,
        in_plan=in_plan,
        is_lacking=in_plan and not action.is_plan,
        is_drawn=action.state != steps.DROPPED and any(days),
        due_day=action.due_on or NEVER,
        ripe_on=ripe_on(action),
    )


def ripe_on(action: Action) -> datetime.date | None:
    """The first day on which progress.verdict.is_ripe says so; None for never yet."""
    if not (action.has_hypothesis and action.began_on):
        return None
    return min(filter(None, [action.ended_on, action.expected_by]))


def words_of(action: Action) -> ActionWords:
    called = f"{action.title}\n{action.key_result.content}"
    return ActionWords(pk=action.pk, text=searchable(called))
