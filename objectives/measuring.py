"""Writing how a key result is measured: one transaction, with its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from objectives import bookkeeping
from objectives.models import MeasurementPlan, User
from objectives.plan import locked_key_result, refuse_stale, write


def plan_measuring(
    key_result_pk: int, *, seen: int, by: User, values: Mapping[str, Any]
) -> MeasurementPlan:
    """Write the plan, the first one too, for which `seen` is 0.

    Raises plan.Stale, which carries what somebody else wrote meanwhile. Sent twice,
    it is written once: the second finds what it asks for.
    """
    with locked_key_result(key_result_pk, None) as key_result:
        plan = MeasurementPlan.objects.filter(key_result=key_result).first()
        if plan is None:
            return _begin(MeasurementPlan(key_result=key_result, **values), by)
        if any(getattr(plan, name) != value for name, value in values.items()):
            refuse_stale(plan, seen)
            write(plan, values, by)
        return plan


def _begin(plan: MeasurementPlan, by: User) -> MeasurementPlan:
    plan._history_user = by
    plan.save()
    bookkeeping.key_results_changed(plan.key_result.objective_id)
    return plan
