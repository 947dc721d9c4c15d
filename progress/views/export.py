"""Taking OKRs out: what a selection shows, everything, or one objective's history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives.models import Objective
from progress.asked import asked_id
from progress.exchange import workbook
from progress.exchange.exporting import Export, check_in_lines, okr_lines
from progress.selection import CHOSEN, Selection
from progress.views.imports import csv_answer, workbook_answer

REFUSED = 422
FORMATS = ("xlsx", "csv", "check_ins")


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """A page to choose from; with `?format=` the file itself."""
    objective, selection = asked_objective(request), None
    if objective is None and request.GET.get("cycle"):
        selection = Selection.asked(request)
    if request.GET.get("format") in FORMATS:
        return answer(request, export_of(request, objective, selection))
    return show(request, objective, selection)


def asked_objective(request: HttpRequest) -> Objective | None:
    text = request.GET.get("objective", "")
    if not text:
        return None
    visible = Objective.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=asked_id(text))


def export_of(
    request: HttpRequest, objective: Objective | None, selection: Selection | None
) -> Export:
    everything = Export.everything(request.user)
    if objective:
        return Export(everything.objectives.filter(pk=objective.pk), request.user)
    if selection and request.GET.get("scope") != "all":
        return Export(selection.fitting(request.user), request.user)
    return everything


def answer(request: HttpRequest, wanted: Export) -> HttpResponseBase:
    bom = request.GET.get("bom") == "1"
    if request.GET["format"] == "csv":
        return csv_answer(okr_lines(wanted, bom=bom), "okrs.csv")
    if request.GET["format"] == "check_ins":
        return csv_answer(check_in_lines(wanted, bom=bom), "check_ins.csv")
    try:
        file = workbook.written(workbook.sheets_of(wanted))
    except workbook.TooManyRows:
        text = _("One sheet cannot hold so many rows. Choose CSV.")
        return show(request, None, None, text=text, status=REFUSED)
    return workbook_answer(file, "okrs.xlsx")


def show(
    request: HttpRequest,
    objective: Objective | None,
    selection: Selection | None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "objective": objective,
        "selection": selection,
        "kept": kept_of(request, objective, selection),
        "refused": text,
    }
    return render(request, "progress/export.html", context, status=status)


def kept_of(request: HttpRequest, objective: Any, selection: Any) -> list:
    """What the form sends along: which objective, or what narrows the selection."""
    if objective:
        return [("objective", objective.pk)]
    if selection is None:
        return []
    names = ("cycle", "sort", *CHOSEN)
    return [(name, request.GET[name]) for name in names if request.GET.get(name)]
