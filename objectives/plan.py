"""Changes of what is wanted: each one transaction, with its history and figures.

Whoever edits says which revision was seen. When somebody else was faster nothing is
written, and Stale carries their version, so that both can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from objectives import bookkeeping
from objectives.locks import structure_lock
from objectives.models import KeyResult, Objective, User


class Stale(Exception):
    """Somebody changed it since it was read: `theirs` is what now stands."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(str(theirs))
        self.theirs = theirs


def add_objective(objective: Objective, *, by: User) -> Objective:
    """Raises ValidationError where its parent cannot be the parent any more."""
    objective._history_user = by
    objective.save()
    return objective


def add_key_result(key_result: KeyResult, *, by: User) -> KeyResult:
    """Put it behind the objective's others."""
    key_result._history_user = by
    with transaction.atomic():
        bookkeeping.hold(key_result.objective_id)
        others = KeyResult.objects.filter(objective=key_result.objective_id)
        last = others.aggregate(last=Max("position"))["last"]
        key_result.position = 0 if last is None else last + 1
        key_result.save()
        bookkeeping.key_results_changed(key_result.objective_id)
    return key_result


def change_objective(
    pk: int, *, seen: int | None, by: User, values: Mapping[str, Any]
) -> Objective:
    """Write those `values` that differ; the parent is moved by objectives.tree."""
    with locked_objective(pk, seen) as objective:
        if "cycle" in values and values["cycle"] != objective.cycle:
            objective.refuse_cycle(values["cycle"])
        served = values.get("parent_key_result", objective.parent_key_result)
        if served != objective.parent_key_result:
            objective.refuse_key_result(served)
        if write(objective, values, by):
            bookkeeping.objectives_changed(pk)
    return objective


def change_key_result(
    pk: int, *, seen: int | None, by: User, values: Mapping[str, Any]
) -> KeyResult:
    with locked_key_result(pk, seen) as key_result:
        if write(key_result, values, by):
            bookkeeping.key_results_changed(key_result.objective_id)
    return key_result


def drop_objective(pk: int, *, seen: int, by: User, reason: str) -> Objective:
    values = {"dropped_at": timezone.now(), "drop_reason": reason}
    return change_objective(pk, seen=seen, by=by, values=values)


def restore_objective(pk: int, *, seen: int, by: User) -> Objective:
    values = {"dropped_at": None, "drop_reason": ""}
    return change_objective(pk, seen=seen, by=by, values=values)


def drop_key_result(pk: int, *, seen: int, by: User, reason: str) -> KeyResult:
    values = {"dropped_at": timezone.now(), "drop_reason": reason}
    return change_key_result(pk, seen=seen, by=by, values=values)


def restore_key_result(pk: int, *, seen: int, by: User) -> KeyResult:
    values = {"dropped_at": None, "drop_reason": ""}
    return change_key_result(pk, seen=seen, by=by, values=values)


def reweigh(
    objective_pk: int, *, seen: str, by: User, weights: Mapping[int, Decimal]
) -> None:
    """Write the weights of an objective's key results together.

    `seen` is `version_of` the key results that were shown. Raises Stale, whose
    `theirs` is the list of them as they are now.
    """
    with transaction.atomic():
        bookkeeping.hold(objective_pk)
        key_results = weighed(objective_pk, lock=True)
        if version_of(key_results) != seen:
            raise Stale(key_results)
        changed = [write(kr, {"weight": weights[kr.pk]}, by) for kr in key_results]
        if any(changed):
            bookkeeping.key_results_changed(objective_pk)


def weighed(objective_pk: int, *, lock: bool = False) -> list[KeyResult]:
    """The key results that share the objective's weight, in their order."""
    rows = KeyResult.objects.filter(objective=objective_pk, dropped_at=None)
    if lock:
        # By id, so that two people who weigh at once wait in one order.
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return list(rows.order_by("position", "pk"))


def version_of(key_results: list[KeyResult]) -> str:
    """Which key results in which revisions: "12.1 15.4"."""
    return " ".join(f"{kr.pk}.{kr.revision}" for kr in key_results)


def write(subject: Any, values: Mapping[str, Any], by: User) -> list[str]:
    """Save what differs as a new revision; returns the names of what was written."""
    changed = [
        name for name, value in values.items() if getattr(subject, name) != value
    ]
    if not changed:
        return []
    for name in changed:
        setattr(subject, name, values[name])
    subject.revision += 1
    subject._history_user = by
    subject.save(update_fields=[*changed, "revision"])
    return changed


@contextmanager
def locked_objective(pk: int, seen: int | None) -> Iterator[Objective]:
    """The objective as it stands, with the lock of the tree."""
    with structure_lock():
        rows = Objective.objects.select_related(
            "cycle", "parent__cycle", "parent_key_result"
        )
        objective = rows.get(pk=pk)
        refuse_stale(objective, seen)
        yield objective


@contextmanager
def locked_key_result(pk: int, seen: int | None) -> Iterator[KeyResult]:
    """The key result as it stands, its row locked.

    Without the key: a check-in that is being inserted refers to the row, and its
    author holds the figures that this writer needs next.
    """
    with transaction.atomic():
        bookkeeping.hold(
            KeyResult.objects.values_list("objective", flat=True).get(pk=pk)
        )
        rows = KeyResult.objects.select_for_update(of=["self"], no_key=True)
        key_result = rows.select_related("objective__cycle").get(pk=pk)
        refuse_stale(key_result, seen)
        yield key_result


def refuse_stale(subject: Model, seen: int | None) -> None:
    if seen is not None and subject.revision != seen:
        raise Stale(subject)
