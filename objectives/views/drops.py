"""Giving up an objective or a key result, and taking it up again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from objectives import plan
from objectives.forms.drop import DropForm
from objectives.models import Objective
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    crumbs_to,
    form_page,
    key_result_to_edit,
    objective_to_edit,
    posted,
    revision_of,
)

RESTORE = "restore"


@form_page
def objective_drop(request: HttpRequest, pk: int) -> HttpResponse:
    objective = objective_to_edit(request, pk)
    words = {
        "drop": _("Drop objective"),
        "restore": _("Restore objective"),
        "effect": _(
            "It no longer counts in its parent’s gap and takes no check-ins. "
            "Objectives under it stay where they are, and its history stays readable."
        ),
    }
    verbs = plan.drop_objective, plan.restore_objective
    return drop_or_restore(request, objective, objective, words, verbs)


@form_page
def key_result_drop(request: HttpRequest, pk: int) -> HttpResponse:
    key_result = key_result_to_edit(request, pk)
    words = {
        "drop": _("Drop key result"),
        "restore": _("Restore key result"),
        "effect": _(
            "The others share its weight, and it takes no check-ins. Its ledger stays "
            "readable."
        ),
    }
    verbs = plan.drop_key_result, plan.restore_key_result
    return drop_or_restore(request, key_result, key_result.objective, words, verbs)


def drop_or_restore(
    request: HttpRequest, subject: Any, objective: Objective, words: dict, verbs: tuple
) -> HttpResponse:
    """Asks on GET; does on POST what was asked, once, however often it is sent."""
    form = DropForm(posted(request))
    context = {
        "form": form,
        "subject": subject,
        "words": words,
        "crumbs": crumbs_to(objective),
    }
    if request.method != "POST":
        return show(request, context)
    restores = request.POST.get("action") == RESTORE
    if restores == (subject.dropped_at is None):
        return redirect(subject)
    if not restores and not form.is_valid():
        return show(request, context, status=REFUSED)
    try:
        carry_out(request, subject, form, restores, verbs)
    except plan.Stale as stale:
        context |= {"subject": stale.theirs, "is_stale": True}
        return show(request, context, status=CONFLICT)
    return redirect(subject)


def carry_out(
    request: HttpRequest, subject: Any, form: DropForm, restores: bool, verbs: tuple
) -> None:
    drop, restore = verbs
    seen = revision_of(request)
    if restores:
        restore(subject.pk, seen=seen, by=request.user)
    else:
        reason = form.cleaned_data["reason"]
        drop(subject.pk, seen=seen, by=request.user, reason=reason)


def show(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    return render(request, "objectives/drop.html", context, status=status)
