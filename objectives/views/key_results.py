"""Setting a key result and changing it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from objectives import plan
from objectives.forms.key_result import KeyResultForm
from objectives.models import KeyResult, Objective
from objectives.once import Reused, once
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Conflict,
    conflict_of,
    crumbs_to,
    form_page,
    key_result_to_edit,
    key_to_send,
    objective_to_edit,
    posted,
    revision_of,
)

PAGE = "objectives/key_result_form.html"


@form_page
def key_result_create(request: HttpRequest, pk: int) -> HttpResponse:
    objective = objective_to_edit(request, pk)
    if objective.is_dropped:
        raise PermissionDenied(_("The objective was dropped: restore it first."))
    new = KeyResult(objective=objective, owner=objective.owner)
    form = KeyResultForm(posted(request), instance=new)
    if request.method != "POST":
        return show_new(request, objective, form)
    if not form.is_valid():
        return show_new(request, objective, form, status=REFUSED)
    try:
        return redirect(once(request, lambda: create(request, form)))
    except Reused as reused:
        return show_new(request, objective, form, reused.url, status=CONFLICT)


def create(request: HttpRequest, form: KeyResultForm) -> str:
    return plan.add_key_result(form.instance, by=request.user).get_absolute_url()


def show_new(
    request: HttpRequest,
    objective: Objective,
    form: KeyResultForm,
    made: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": _("New key result"),
        "crumbs": crumbs_to(objective),
        "key": key_to_send(request, status),
        "is_reused": status == CONFLICT,
        "made": made,
        "cancel": objective.get_absolute_url(),
        "title": _("The key result was not saved."),
        "action": _("Create key result"),
    }
    return render(request, PAGE, context, status=status)


@form_page
def key_result_edit(request: HttpRequest, pk: int) -> HttpResponse:
    key_result = key_result_to_edit(request, pk)
    revision = key_result.revision
    form = KeyResultForm(posted(request), instance=key_result)
    if request.method != "POST":
        return show_edit(request, form, revision)
    if not form.is_valid():
        return show_edit(request, form, revision_of(request), status=REFUSED)
    try:
        plan.change_key_result(
            pk, seen=revision_of(request), by=request.user, values=form.values()
        )
    except plan.Stale as stale:
        conflict = conflict_of(form, stale.theirs)
        return show_edit(request, form, stale.theirs.revision, conflict)
    return redirect(key_result)


def show_edit(
    request: HttpRequest,
    form: KeyResultForm,
    revision: int,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    key_result = form.instance
    context = {
        "form": form,
        "heading": _("Edit key result"),
        "key_result": key_result,
        "crumbs": crumbs_to(key_result.objective),
        "revision": revision,
        "conflict": conflict,
        "cancel": key_result.get_absolute_url(),
        "title": _("The key result was not saved."),
        "action": _("Save"),
    }
    return render(request, PAGE, context, status=CONFLICT if conflict else status)
