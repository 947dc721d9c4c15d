"""Subjects as JSON: whole pieces at once, in few queries however many they are.

What a row names and its reader may not see, such as a private parent, is null.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.http import HttpRequest

from objectives import clock
from objectives.access import visible_objectives
from objectives.models import (
    Action,
    Cycle,
    Dependency,
    KeyResult,
    Objective,
    Team,
    User,
)
from objectives.numbers import format_plain
from progress import measure
from progress.models import CheckIn
from progress.readings import ObjectiveReading, expected_of, read_objectives

Row = dict[str, Any]


def ratio(millionths: int | None) -> str | None:
    """Exact: 428571 is "0.428571"."""
    if millionths is None:
        return None
    return format_plain(Decimal(millionths).scaleb(-6))


def plain(value: Decimal | None) -> str | None:
    return None if value is None else format_plain(value)


def moment(at: datetime.datetime | None) -> str | None:
    return None if at is None else at.astimezone(datetime.UTC).isoformat()


def person(user: User) -> Row:
    return {"id": user.pk, "name": user.name, "email": user.email}


def team(subject: Team | None) -> Row | None:
    return subject and {"id": subject.pk, "name": subject.name}


def cycles(_request: HttpRequest, found: Sequence[Cycle]) -> list[Row]:
    return [
        {
            "id": cycle.pk,
            "name": cycle.name,
            "starts_on": cycle.starts_on,
            "ends_on": cycle.ends_on,
            "state": cycle.state,
            "parent": cycle.parent_id,
        }
        for cycle in found
    ]


def objectives(request: HttpRequest, found: Sequence[Objective]) -> list[Row]:
    """2 queries: their key results, and which parents exist for the reader."""
    seen = visible_parents(request.user, found)
    readings = read_objectives(found, clock.today())
    return [objective_row(reading, seen) for reading in readings]


def visible_parents(user: User, found: Iterable[Objective]) -> set[int]:
    parents = Objective.objects.visible_to(user).order_by()
    wanted = {objective.parent_id for objective in found} - {None}
    return set(parents.filter(pk__in=wanted).values_list("pk", flat=True))


def objective_row(reading: ObjectiveReading, seen: set[int]) -> Row:
    objective, figures = reading.objective, reading.objective.figures
    parent_seen = objective.parent_id in seen
    return {
        "id": objective.pk,
        "external_id": objective.external_id,
        "title": objective.title,
        "description": objective.description,
        "cycle": objective.cycle_id,
        "parent": objective.parent_id if parent_seen else None,
        "parent_key_result": objective.parent_key_result_id if parent_seen else None,
        "derivation_note": objective.derivation_note,
        "alignment_weight": objective.alignment_weight,
        "owner": person(objective.owner),
        "team": team(objective.team),
        "is_private": objective.is_private,
        "progress": ratio(reading.progress),
        "expected": ratio(reading.expected),
        "status": reading.status.value,
        "children_mean": ratio(reading.mean),
        "gap": ratio(reading.gap),
        "last_measured_on": figures.last_measured_on,
        "dropped_at": moment(objective.dropped_at),
        "created_at": moment(objective.created_at),
    }


def key_results(_request: HttpRequest, found: Sequence[KeyResult]) -> list[Row]:
    """1 query: which entry of each was made last."""
    newest = newest_entries(found)
    today = clock.today()
    return [key_result_row(each, newest.get(each.pk, 0), today) for each in found]


def newest_entries(found: Sequence[KeyResult]) -> dict[int, int]:
    entries = CheckIn.objects.filter(key_result__in=found).order_by()
    return dict(entries.values_list("key_result").annotate(newest=Max("pk")))


def key_result_row(key_result: KeyResult, newest: int, today: datetime.date) -> Row:
    figures = key_result.figures
    cycle = key_result.objective.cycle
    expected = measure.to_figure(expected_of(key_result, cycle, today))
    status = measure.status(
        progress=figures.progress,
        expected=expected,
        measured=figures.measured_on is not None,
        day=today,
        ends_on=cycle.ends_on,
        kept=key_result.is_line,
    )
    return {
        "id": key_result.pk,
        "external_id": key_result.external_id,
        "objective": key_result.objective_id,
        "content": key_result.content,
        "kind": key_result.kind,
        "start": plain(key_result.start_value),
        "target": plain(key_result.target_value),
        "unit": key_result.unit,
        "weight": plain(key_result.weight),
        "owner": person(key_result.owner),
        "due_on": key_result.due_on,
        "current": plain(current_of(key_result)),
        "progress": ratio(figures.progress),
        "expected": ratio(expected),
        "status": status.value,
        "measured_on": figures.measured_on,
        "newest_check_in": newest,
        "dropped_at": moment(key_result.dropped_at),
        "created_at": moment(key_result.created_at),
    }


def current_of(key_result: KeyResult) -> Decimal | None:
    """Its start value before any check-in; a line has none then."""
    current = key_result.figures.current
    if current is None and not key_result.is_line:
        return key_result.start_value
    return current


def check_ins(_request: HttpRequest, found: Sequence[CheckIn]) -> list[Row]:
    """1 query: which of them were corrected."""
    later = CheckIn.objects.filter(corrects__in=found).order_by()
    corrected_by = dict(later.values_list("corrects", "pk"))
    return [check_in_row(entry, corrected_by.get(entry.pk)) for entry in found]


def check_in_row(entry: CheckIn, corrected_by: int | None) -> Row:
    return {
        "id": entry.pk,
        "key_result": entry.key_result_id,
        "objective": entry.objective_id,
        "value": plain(entry.value),
        "measured_on": entry.measured_on,
        "confidence": entry.confidence,
        "note": entry.note,
        "author": person(entry.author),
        "created_at": moment(entry.created_at),
        "corrects": entry.corrects_id,
        "corrected_by": corrected_by,
        "reason": entry.reason,
        "progress": ratio(entry.progress),
        "objective_before": ratio(entry.objective_before),
        "objective_after": ratio(entry.objective_after),
    }


def actions(request: HttpRequest, found: Sequence[Action]) -> list[Row]:
    """1 query: what they wait for, as far as the reader sees it."""
    seen = visible_objectives(request.user, "needs__key_result__objective__")
    needs: dict[int, list[int]] = defaultdict(list)
    pairs = Dependency.objects.filter(seen, action__in=found)
    for action, needed in pairs.order_by("needs").values_list("action", "needs"):
        needs[action].append(needed)
    return [action_row(action, needs[action.pk]) for action in found]


AS_IT_STANDS = [
    *("title", "state", "reason", "starts_on", "due_on", "began_on", "ended_on"),
    *("resources", "currency", "deliverable", "effort", "impact", "routine_work"),
    *("premise", "expected_by"),
]


def action_row(action: Action, needs: list[int]) -> Row:
    values = ("cost", "expected_from", "expected_to")
    return {
        "id": action.pk,
        "key_result": action.key_result_id,
        "owner": action.owner and person(action.owner),
        **{name: getattr(action, name) for name in AS_IT_STANDS},
        **{name: plain(getattr(action, name)) for name in values},
        "needs": needs,
        "created_at": moment(action.created_at),
    }
