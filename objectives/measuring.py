"""Writing how a key result is measured: one transaction, with its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from objectives.models import KeyResult, MeasurementPlan, User
from objectives.plan import refuse_stale, write


def plan_measuring(
    key_result_pk: int, *, seen: int, by: User, values: Mapping[str, Any]
) -> MeasurementPlan:
    """Write the plan, the first one too, for which `seen` is 0.

    Raises plan.Stale, which carries what somebody else wrote meanwhile. Sent twice,
    it is written once: the second finds what it asks for.
    """
    with transaction.atomic():
        rows = KeyResult.objects.select_for_update(of=["self"], no_key=True)
        key_result = rows.get(pk=key_result_pk)
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
    return plan
