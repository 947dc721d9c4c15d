"""What became of an objective's alignment: where it stood, why, and who changed it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives.alignment import entries_of, turns_of
from objectives.models import Objective
from objectives.views.common import crumbs_to

ROWS = 20


@require_safe
def objective_alignment(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Objective.objects.visible_to(request.user).select_related("cycle")
    objective = get_object_or_404(visible, pk=pk)
    turns = Paginator(turns_of(objective, request.user), ROWS)
    page = turns.get_page(request.GET.get("page"))
    context = {
        "objective": objective,
        "page": page,
        "entries": entries_of(page),
        "crumbs": crumbs_to(objective),
    }
    return render(request, "objectives/alignment.html", context)
