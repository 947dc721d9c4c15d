"""Planning a new action and changing one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from objectives import actions
from objectives.forms.action import ActionForm
from objectives.models import Action, KeyResult
from objectives.once import Reused, once
from objectives.plan import Stale
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Conflict,
    Difference,
    crumbs_to,
    form_page,
    key_to_send,
    last_change,
    posted,
    revision_of,
    shown,
)
from progress.needing import Found, find_needs
from progress.selection import typed
from progress.views.action_access import action_to_change, key_result_to_act_on

FIND, ENTER = "find", "enter"


@form_page
def key_result_action_create(request: HttpRequest, pk: int) -> HttpResponse:
    key_result = key_result_to_act_on(request, pk)
    form = form_for(request, Action(key_result=key_result))
    if searches(request):
        return found_only(request, form) if request.htmx else show_new(request, form)
    if request.method != "POST":
        return show_new(request, form)
    if not form.is_valid():
        return show_new(request, form, status=REFUSED)
    return create(request, form)


def create(request: HttpRequest, form: ActionForm) -> HttpResponse:
    def make() -> str:
        needs = form.needed()
        made = actions.propose(form.instance, by=request.user, needs=needs)
        return made.get_absolute_url()

    try:
        return redirect(once(request, make))
    except Reused as reused:
        return show_new(request, form, reused.url, status=CONFLICT)
    except ValidationError as refusal:
        form.add_error(None, as_this_form_tells(form, refusal))
        return show_new(request, form, status=REFUSED)


def show_new(
    request: HttpRequest, form: ActionForm, made: str = "", status: int = 200
) -> HttpResponse:
    key_result = form.instance.key_result
    context = {
        "heading": _("New action"),
        "key": key_to_send(request, REFUSED if searches(request) else status),
        "is_reused": status == CONFLICT,
        "made": made,
        "cancel": f"{key_result.get_absolute_url()}actions/",
        "action": _("Add action"),
    }
    return show(request, form, status, context)


@form_page
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    subject = action_to_change(request, pk)
    revision = subject.revision
    form = form_for(request, subject)
    if searches(request):
        if request.htmx:
            return found_only(request, form)
        return show_edit(request, form, revision_of(request) or revision)
    if request.method != "POST":
        return show_edit(request, form, revision)
    if not form.is_valid():
        return show_edit(request, form, revision_of(request), status=REFUSED)
    return save(request, pk, form)


def save(request: HttpRequest, pk: int, form: ActionForm) -> HttpResponse:
    seen = revision_of(request)
    try:
        actions.change(
            pk,
            seen=seen,
            by=request.user,
            values=form.values(),
            needs=form.needed(),
            kept=unseen_needs(request, pk),
        )
    except Stale as stale:
        conflict = conflict_with(request, form, stale.theirs)
        return show_edit(request, form, stale.theirs.revision, conflict)
    except ValidationError as refusal:
        form.add_error(None, as_this_form_tells(form, refusal))
        return show_edit(request, form, seen, status=REFUSED)
    visible = Action.objects.visible_to(request.user)
    return redirect(visible.filter(pk=pk).first() or "updates")


def as_this_form_tells(form: ActionForm, refusal: ValidationError) -> Any:
    """By field, where the form has it; else above the form."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    told = refusal.message_dict
    if set(told) <= set(form.fields):
        return told
    return [text for texts in told.values() for text in texts]


def unseen_needs(request: HttpRequest, pk: int) -> list[int]:
    """What it waits for that this reader may not see, and so cannot take away."""
    seen = Action.objects.visible_to(request.user).order_by().values("pk")
    hidden = Action.objects.filter(dependents__action=pk).exclude(pk__in=seen)
    return list(hidden.order_by().values_list("pk", flat=True))


def conflict_with(request: HttpRequest, form: ActionForm, theirs: Action) -> Conflict:
    """Both versions side by side; what either waits for, as far as it is seen."""
    pairs = [
        Difference(str(form[name].label), shown(theirs, name), shown_own(form, name))
        for name in form.fields
        if name != "needs"
    ]
    needed = theirs.needs.visible_to(request.user).order_by("pk")
    pairs.append(Difference(_("Depends on"), titles(needed), titles(form.chosen())))
    return Conflict(*last_change(theirs), [d for d in pairs if d.theirs != d.mine])


def shown_own(form: ActionForm, name: str) -> str:
    return shown(form.instance, name)


def titles(found) -> str:
    return _(", ").join(action.title for action in found) or "–"


def show_edit(
    request: HttpRequest,
    form: ActionForm,
    revision: int,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "heading": _("Edit action"),
        "revision": revision,
        "conflict": conflict,
        "cancel": form.instance.get_absolute_url(),
        "action": _("Save"),
    }
    return show(request, form, CONFLICT if conflict else status, context)


# What both have in common


def form_for(request: HttpRequest, subject: Action) -> ActionForm:
    if request.htmx and request.method == "GET":
        return ActionForm(request.GET, instance=subject, reader=request.user)
    return ActionForm(posted(request), instance=subject, reader=request.user)


def searches(request: HttpRequest) -> bool:
    """Whether other actions are to be found, and nothing saved yet.

    Enter in the field that searches does what its button does; anywhere else, and
    for what has been searched for already, it saves.
    """
    if request.htmx:
        return True
    sent, step = request.POST, request.POST.get("step", "")
    fresh = typed(sent.get("q", "")) != typed(sent.get("asked", ""))
    return step == FIND or (step == ENTER and fresh)


def found_for(request: HttpRequest, form: ActionForm) -> Found:
    sent = request.POST if request.method == "POST" else request.GET
    return find_needs(form, typed(sent.get("q", "")))


def found_only(request: HttpRequest, form: ActionForm) -> HttpResponse:
    context = {"found": found_for(request, form), "swap": True}
    return render(request, "progress/_needs_found.html", context)


def show(
    request: HttpRequest, form: ActionForm, status: int, context: dict[str, Any]
) -> HttpResponse:
    if searches(request):
        form._errors = {}  # nothing is refused before it is sent
    key_result: KeyResult = form.instance.key_result
    crumbs = crumbs_to(key_result.objective)[1:]
    crumbs.append((key_result.content, key_result.get_absolute_url()))
    context |= {
        "form": form,
        "crumbs": crumbs,
        "found": found_for(request, form),
        "title": _("The action was not saved."),
    }
    return render(request, "progress/action_form.html", context, status=status)
