"""Setting an objective and changing it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from objectives import plan
from objectives.forms.objective import ObjectiveForm, preset
from objectives.models import Cycle, Objective
from objectives.once import Reused, once
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Conflict,
    conflict_of,
    crumbs_to,
    form_page,
    key_to_send,
    objective_to_edit,
    posted,
    revision_of,
)

PAGE = "objectives/objective_form.html"


@form_page
def objective_create(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show_new(request, blank_form(request))
    form = ObjectiveForm(request.POST, reader=request.user)
    if not form.is_valid():
        return show_new(request, form, status=REFUSED)
    try:
        return redirect(once(request, lambda: create(request, form)))
    except Reused as reused:
        return show_new(request, form, made=reused.url, status=CONFLICT)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return show_new(request, form, status=REFUSED)


def create(request: HttpRequest, form: ObjectiveForm) -> str:
    objective = plan.add_objective(form.instance, by=request.user)
    return objective.get_absolute_url()


def blank_form(request: HttpRequest) -> ObjectiveForm:
    """Empty, under the parent and in the cycle that the address names."""
    parent = named(request, "parent", Objective.objects.visible_to(request.user))
    cycle = named(request, "cycle", Cycle.objects.all())
    initial = preset(request.user, parent=parent, cycle=cycle)
    return ObjectiveForm(reader=request.user, initial=initial)


def named(request: HttpRequest, name: str, choices):
    """What `?name=` says, None where it says nothing; 404 for what is not there."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return get_object_or_404(choices, pk=int(text))


def show_new(
    request: HttpRequest, form: ObjectiveForm, made: str = "", status: int = 200
) -> HttpResponse:
    parent = form.parent
    context = {
        "form": form,
        "heading": _("New objective"),
        "parent": parent,
        "crumbs": crumbs_to(parent) if parent else [],
        "key": key_to_send(request, status),
        "is_reused": status == CONFLICT,
        "made": made,
        "cancel": parent.get_absolute_url() if parent else reverse("alignment"),
        "title": _("The objective was not saved."),
        "action": _("Create objective"),
    }
    return render(request, PAGE, context, status=status)


@form_page
def objective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    objective = objective_to_edit(request, pk)
    revision = objective.revision
    form = ObjectiveForm(posted(request), instance=objective, reader=request.user)
    if request.method != "POST":
        return show_edit(request, form, revision)
    if not form.is_valid():
        return show_edit(request, form, revision_of(request), status=REFUSED)
    return save(request, pk, form)


def save(request: HttpRequest, pk: int, form: ObjectiveForm) -> HttpResponse:
    seen = revision_of(request)
    try:
        plan.change_objective(pk, seen=seen, by=request.user, values=form.values())
    except plan.Stale as stale:
        conflict = conflict_of(form, stale.theirs)
        return show_edit(request, form, stale.theirs.revision, conflict)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return show_edit(request, form, seen, status=REFUSED)
    return after(request, pk)


def after(request: HttpRequest, pk: int) -> HttpResponse:
    """To the objective, unless it was just given into other, private hands."""
    visible = Objective.objects.visible_to(request.user)
    objective = visible.filter(pk=pk).first()
    return redirect(objective or "alignment")


def show_edit(
    request: HttpRequest,
    form: ObjectiveForm,
    revision: int,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    objective = Objective.objects.select_related("cycle").get(pk=form.instance.pk)
    context = {
        "form": form,
        "heading": _("Edit objective"),
        "objective": objective,
        "parent": form.parent,
        "crumbs": crumbs_to(objective),
        "revision": revision,
        "conflict": conflict,
        "cancel": objective.get_absolute_url(),
        "title": _("The objective was not saved."),
        "action": _("Save"),
    }
    return render(request, PAGE, context, status=CONFLICT if conflict else status)
