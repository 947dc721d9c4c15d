"""Moving an objective: choosing where to, seeing what that changes, and doing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from objectives import plan, tree
from objectives.forms.move import LinkForm
from objectives.forms.objective import NO_PARENT
from objectives.models import Objective
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    form_page,
    objective_to_edit,
    revision_of,
)
from progress.asked import asked_id
from progress.candidates import find_parents, refusal_of
from progress.moving import change_of
from progress.overtaken import Overtaken, conflict_over, overtaken, place_digest
from progress.selection import typed

TOP = "top"  # what the form says instead of an id
FIND, PREVIEW = "find", "preview"  # steps that write nothing
HEAVIEST = 1000
CARRIED = ("derivation_note", "alignment_weight")  # kept while another is chosen


class NoSuchParent(Exception):
    """Nothing that this reader may see has the id that was sent."""


@form_page
def objective_move(request: HttpRequest, pk: int) -> HttpResponse:
    objective = objective_to_move(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    step = sent.get("step", "")
    if step == FIND or (request.method != "POST" and "parent" not in sent):
        return choose(request, objective)
    try:
        parent = named_parent(request, sent.get("parent", ""))
    except NoSuchParent:
        return no_such_parent(request, objective)
    if request.method != "POST":
        return look(request, objective, parent)
    return take(request, objective, parent, step)


def objective_to_move(request: HttpRequest, pk: int) -> Objective:
    """404, 403 or the objective with its cycle, its figures and its parent."""
    objective_to_edit(request, pk)
    whole = Objective.objects.select_related("cycle", "parent__cycle", "figures")
    objective = whole.get(pk=pk)
    if reason := objective.leaving_refusal():
        raise PermissionDenied(reason)
    return objective


def named_parent(request: HttpRequest, text: str) -> Objective | None:
    """The one that the form names; None stands for the top."""
    if text == TOP:
        return None
    visible = Objective.objects.visible_to(request.user)
    found = visible.select_related("cycle", "figures").filter(pk=asked_id(text))
    if parent := found.first():
        return parent
    raise NoSuchParent


def no_such_parent(request: HttpRequest, objective: Objective) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    return choose(request, objective, str(NO_PARENT), REFUSED)


# Choosing


def choose(
    request: HttpRequest, objective: Objective, refusal: str = "", status: int = 200
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    text = typed(sent.get("q", ""))
    if sent.get("step") == PREVIEW and not refusal:
        refusal = _("Choose where it is to stand.")
    context = {
        "objective": objective,
        "q": text,
        "found": find_parents(request.user, objective, text),
        "chosen": sent.get("parent", ""),
        "refusal": refusal,
        "carried": {name: request.POST.get(name, "") for name in CARRIED},
        "is_posted": request.method == "POST",
    }
    context["swap"] = bool(request.htmx)
    page = "_move_choices.html" if request.htmx else "move.html"
    return render(request, f"progress/{page}", context, status=status)


# Looking at what it would change


def look(
    request: HttpRequest, objective: Objective, parent: Objective | None
) -> HttpResponse:
    if parent and (refusal := refusal_of(objective, parent)):
        return choose(request, objective, f"“{parent.title}”: {refusal}")
    begins = link_to_begin_with(objective, parent)
    if weight := weight_asked(request):
        begins["alignment_weight"] = weight
    form = LinkForm(instance=objective, parent=parent, initial=begins)
    return show(request, objective, parent, form)


def link_to_begin_with(objective: Objective, parent: Objective | None) -> dict:
    """Nothing of the old link but its weight: the note told of another parent."""
    if parent and parent.pk == objective.parent_id:
        return {}
    return {"parent_key_result": None, "derivation_note": ""}


def weight_asked(request: HttpRequest) -> int | None:
    weight = asked_id(request.GET.get("alignment_weight", "")) or 0
    return weight if 1 <= weight <= HEAVIEST else None


def show(
    request: HttpRequest,
    objective: Objective,
    parent: Objective | None,
    form: LinkForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "objective": objective,
        "parent": parent,
        "form": form,
        "change": change_of(request.user, objective, parent, form.weight),
        "revision": objective.revision,
        "place": place_digest(parent),
        "swap": bool(request.htmx),
        **more,
    }
    page = "_move_changes.html" if request.htmx else "move_preview.html"
    return render(request, f"progress/{page}", context, status=status)


# Doing it


def take(
    request: HttpRequest, objective: Objective, parent: Objective | None, step: str
) -> HttpResponse:
    """Show the change again, or make it: once, and only as it was shown."""
    form = LinkForm(request.POST, instance=objective, parent=parent)
    seen = revision_of(request)
    valid = form.is_valid()
    if refusal := refusal_of(objective, parent):
        return refuse(request, objective, parent, form, refusal)
    if not valid:
        return show(request, objective, parent, form, status=REFUSED, revision=seen)
    if step == PREVIEW:
        seen = seen or objective.revision  # just chosen, after something else
        return show(request, objective, parent, form, revision=seen)
    try:
        move(request, objective, parent, form, seen)
    except plan.Stale as stale:
        return after_another(request, stale.theirs, parent, form)
    except ValidationError as late:
        [reason] = late.messages
        return refuse(request, objective, parent, form, reason)
    return done(request, objective, parent)


def move(
    request: HttpRequest,
    objective: Objective,
    parent: Objective | None,
    form: LinkForm,
    seen: int,
) -> None:
    tree.move(
        pk=objective.pk,
        parent_pk=parent and parent.pk,
        by=request.user,
        seen=seen,
        link=form.link(),
    )


def done(
    request: HttpRequest, objective: Objective, parent: Objective | None
) -> HttpResponse:
    if parent:
        told = _("Moved: it now serves “%(parent)s”.") % {"parent": parent.title}
    else:
        told = _("Moved: it now stands at the top.")
    messages.success(request, told)
    return redirect(objective)


def after_another(
    request: HttpRequest, theirs: Objective, parent: Objective | None, form: LinkForm
) -> HttpResponse:
    """Somebody changed the objective first; where that was this form, all is done."""
    if is_done(request, theirs, parent, form):
        return done(request, theirs, parent)
    conflict = conflict_over(request.user, theirs, parent, form)
    now = objective_to_move(request, theirs.pk)
    return show(request, now, parent, form, status=CONFLICT, conflict=conflict)


def is_done(
    request: HttpRequest, theirs: Objective, parent: Objective | None, form: LinkForm
) -> bool:
    last = theirs.history.first()
    link = tree.Link(
        theirs.parent_key_result, theirs.derivation_note, theirs.alignment_weight
    )
    same = theirs.parent_id == (parent and parent.pk) and link == form.link()
    return same and last is not None and last.history_user_id == request.user.pk


def refuse(
    request: HttpRequest,
    objective: Objective,
    parent: Objective | None,
    form: LinkForm,
    refusal: str,
) -> HttpResponse:
    """422; or 409 with what somebody did since the change was shown."""
    first: Overtaken | None = overtaken(
        request.user, parent, request.POST.get("place", "")
    )
    context = {
        "objective": objective,
        "parent": parent,
        "form": form,
        "refusal": refusal,
        "overtaken": first,
        "revision": revision_of(request),
        "place": request.POST.get("place", ""),
    }
    status = CONFLICT if first else REFUSED
    return render(request, "progress/move_refused.html", context, status=status)
