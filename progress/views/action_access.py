"""Who reads the pages of actions, and who changes what: else 404, or 403 and why."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from objectives import access
from objectives.models import Action, KeyResult
from progress.readings import shown_key_results


def action_to_read(request: HttpRequest, pk: int) -> Action:
    visible = Action.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related(
            "owner",
            "created_by",
            "key_result__objective__cycle",
            "key_result__objective__team__parent",
            "key_result__figures",
            "key_result__owner",
        ),
        pk=pk,
    )


def action_to_change(request: HttpRequest, pk: int) -> Action:
    action = permitted(request, pk)
    refuse_fixed(action.key_result)
    return action


def action_to_judge(request: HttpRequest, pk: int) -> Action:
    """In a closed cycle too: that is when many of them can be judged at last."""
    return permitted(request, pk)


def permitted(request: HttpRequest, pk: int) -> Action:
    action = action_to_read(request, pk)
    access.permit(
        Action.objects.editable_by(request.user),
        action,
        _(
            "Who does it, the owners of its key result and its objective, the team’s "
            "leads and administrators change this action."
        ),
    )
    return action


def key_result_to_read(request: HttpRequest, pk: int) -> KeyResult:
    visible = KeyResult.objects.visible_to(request.user)
    return get_object_or_404(shown_key_results(visible), pk=pk)


def key_result_to_act_on(request: HttpRequest, pk: int) -> KeyResult:
    """To list new actions for it."""
    key_result = key_result_to_read(request, pk)
    allowed = KeyResult.objects.filter(access.actionable_key_results(request.user))
    access.permit(
        allowed,
        key_result,
        _(
            "The owners of the key result and of its objective, the team’s leads and "
            "administrators list its actions."
        ),
    )
    refuse_fixed(key_result)
    return key_result


def refuse_fixed(key_result: KeyResult) -> None:
    if sentence := key_result.actions_fixed_because:
        raise PermissionDenied(sentence)


def may_add_to(request: HttpRequest, key_results: list[KeyResult]) -> frozenset[int]:
    """The ids of those that this reader may list new actions for. 1 query."""
    allowed = KeyResult.objects.filter(access.actionable_key_results(request.user))
    open_ones = [kr.pk for kr in key_results if not kr.actions_fixed_because]
    found = allowed.filter(pk__in=open_ones).order_by()
    return frozenset(found.values_list("pk", flat=True))
