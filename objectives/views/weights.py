"""The weights of an objective's key results, and the shares that they come to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from objectives import plan
from objectives.forms.weights import WeightsForm
from objectives.models import Objective
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    crumbs_to,
    form_page,
    objective_to_edit,
    posted,
)


@form_page
def objective_weights(request: HttpRequest, pk: int) -> HttpResponse:
    objective = objective_to_edit(request, pk)
    key_results = plan.weighed(pk)
    form = WeightsForm(posted(request), key_results=key_results)
    version = plan.version_of(key_results)
    if request.method != "POST":
        return show(request, objective, form, version)
    seen = request.POST.get("version", "")
    if seen == version and not form.is_valid():
        return show(request, objective, form, seen, status=REFUSED)
    try:
        if seen != version:
            raise plan.Stale(key_results)
        plan.reweigh(pk, seen=seen, by=request.user, weights=form.values())
    except plan.Stale as stale:
        return show_both(request, objective, stale.theirs)
    return redirect(objective)


def show(
    request: HttpRequest,
    objective: Objective,
    form: WeightsForm,
    version: str,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "objective": objective,
        "form": form,
        "version": version,
        "is_stale": is_stale,
        "crumbs": crumbs_to(objective),
    }
    return render(request, "objectives/weights.html", context, status=status)


def show_both(request: HttpRequest, objective: Objective, theirs: list) -> HttpResponse:
    """409: what was typed in the fields, beside each the weight that now stands."""
    typed = {f"kr-{kr.pk}": str(kr.weight) for kr in theirs} | request.POST.dict()
    form = WeightsForm(typed, key_results=theirs)
    version = plan.version_of(theirs)
    return show(request, objective, form, version, is_stale=True, status=CONFLICT)


@require_safe
def objective_weight_shares(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that htmx shows while weights are typed; writes nothing."""
    objective_to_edit(request, pk)
    form = WeightsForm(request.GET, key_results=plan.weighed(pk))
    return render(request, "objectives/_shares.html", {"form": form})
