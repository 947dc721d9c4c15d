"""The alignment tree as an outline, with track and gap in every row."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives import clock
from objectives.models import Objective
from progress.asked import asked_id
from progress.outline import branch as read_branch
from progress.outline import outline as read_outline
from progress.selection import chosen_cycle

PLACE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@require_safe
def alignment(request: HttpRequest) -> HttpResponse:
    cycle = chosen_cycle(request)
    if cycle is None:
        return render(request, "progress/nothing_yet.html")
    outline = read_outline(request.user, cycle, clock.today(), chosen_place(request))
    context = {"outline": outline, "cycle": cycle}
    return render(request, "progress/alignment.html", context)


def chosen_place(request: HttpRequest) -> tuple[int, int] | None:
    match = PLACE.fullmatch(request.GET.get("after", ""))
    return (int(match[1]), int(match[2])) if match else None


@require_safe
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """The objectives under one: a fragment for htmx, a page of its own without."""
    visible = Objective.objects.visible_to(request.user).select_related("cycle")
    parent = get_object_or_404(visible, pk=pk)
    depth, after = chosen_depth(request), asked_id(request.GET.get("after", "")) or 0
    found = read_branch(request.user, parent, depth, clock.today(), after)
    context = {"parent": parent, "branch": found, "depth": depth}
    template = "_branch.html" if request.htmx else "branch.html"
    return render(request, f"progress/{template}", context)


def chosen_depth(request: HttpRequest) -> int:
    """How far the branch is indented, as its link says; 0 on a page of its own."""
    text = request.GET.get("depth", "")
    return int(text) if text in set("01234567") else 0
