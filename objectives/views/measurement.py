"""How a key result is measured: the page on which its plan is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from objectives import access, plan
from objectives.forms.measurement import MeasurementForm
from objectives.measuring import plan_measuring
from objectives.models import KeyResult, MeasurementPlan
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Conflict,
    conflict_of,
    crumbs_to,
    form_page,
    posted,
    refuse_closed,
    revision_of,
)

VERSIONS = 20


@form_page
def measurement(request: HttpRequest, pk: int) -> HttpResponse:
    key_result = key_result_to_measure(request, pk)
    stored = MeasurementPlan.objects.filter(key_result=key_result).first()
    revision = stored.revision if stored else 0
    own = stored or MeasurementPlan()
    own.key_result = key_result
    form = MeasurementForm(posted(request), instance=own)
    if request.method != "POST":
        return show(request, form, revision)
    if not form.is_valid():
        return show(request, form, revision_of(request), status=REFUSED)
    try:
        seen = revision_of(request)
        plan_measuring(pk, seen=seen, by=request.user, values=form.values())
    except plan.Stale as stale:
        conflict = conflict_of(form, stale.theirs)
        return show(request, form, stale.theirs.revision, conflict, status=CONFLICT)
    return redirect(f"{key_result.get_absolute_url()}#k-meas")


def key_result_to_measure(request: HttpRequest, pk: int) -> KeyResult:
    """404 for those who may not see it; 403 with the reason for those who may."""
    visible = KeyResult.objects.visible_to(request.user)
    rows = visible.select_related("objective__cycle", "objective__team")
    key_result = get_object_or_404(rows, pk=pk)
    access.permit(
        KeyResult.objects.filter(access.actionable_key_results(request.user)),
        key_result,
        _("Its owner, the objective’s owner and the team’s leads say how to measure."),
    )
    refuse_closed(key_result.objective.cycle)
    return key_result


def show(
    request: HttpRequest,
    form: MeasurementForm,
    revision: int,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    key_result = form.instance.key_result
    context = {
        "form": form,
        "heading": _("Measurement plan"),
        "key_result": key_result,
        "crumbs": [
            *crumbs_to(key_result.objective),
            (key_result.content, key_result.get_absolute_url()),
        ],
        "revision": revision,
        "conflict": conflict,
        "versions": earlier_versions(key_result),
        "cancel": key_result.get_absolute_url(),
        "title": _("The measurement plan was not saved."),
        "action": _("Save measurement plan"),
    }
    return render(request, "objectives/measurement.html", context, status=status)


def earlier_versions(key_result: KeyResult):
    """What the plan said before, the latest first; 1 query."""
    rows = MeasurementPlan.history.filter(key_result_id=key_result.pk)
    return rows.select_related("history_user", "measured_by")[1 : VERSIONS + 1]
