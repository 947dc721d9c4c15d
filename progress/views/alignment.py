"""The alignment tree as an outline, with track and gap in every row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives import clock
from objectives.models import Objective
from progress.asked import asked_id
from progress.choices import choices
from progress.drawing_rows import Links
from progress.outline import branch as read_branch
from progress.outline import outline as read_outline
from progress.review_lists import calls_for_review
from progress.selection import Selection
from progress.today import day_of


@require_safe
def alignment(request: HttpRequest) -> HttpResponse:
    selection = Selection.asked(request)
    if selection is None:
        return render(request, "progress/nothing_yet.html")
    context = {
        "selection": selection,
        "choices": choices(request.user, selection),
        "outline": read_outline(request.user, selection, day_of(request)),
        "links": Links(selection),
        "reviews": calls_for_review(request.user, selection.cycle),
    }
    return render(request, "progress/alignment.html", context)


@require_safe
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """The objectives under one: a fragment for htmx, a page of its own without."""
    visible = Objective.objects.visible_to(request.user).select_related("cycle")
    parent = get_object_or_404(visible, pk=pk)
    selection = Selection.read(request.GET, parent.cycle, clock.today())
    depth, behind = chosen_depth(request), asked_id(request.GET.get("behind", "")) or 0
    context = {
        "parent": parent,
        "branch": read_branch(
            request.user, parent, depth, selection, day_of(request), behind
        ),
        "depth": depth,
        "selection": selection,
        "links": Links(selection, (pk,), apart=not request.htmx),
    }
    template = "_branch.html" if request.htmx else "branch.html"
    return render(request, f"progress/{template}", context)


def chosen_depth(request: HttpRequest) -> int:
    """How far the branch is indented, as its link says; 0 on a page of its own."""
    text = request.GET.get("depth", "")
    return int(text) if text in set("01234567") else 0
