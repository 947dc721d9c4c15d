"""What a team learns from its actions in a cycle."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives.models import Team
from progress.asked import asked_id
from progress.choices import Choice, cycles_with
from progress.learning import dropped_of, learning_of
from progress.selection import chosen_cycle
from progress.today import day_of

ROWS = 50


@require_safe
def team_learning(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("parent"), pk=pk)
    cycle = chosen_cycle(request)
    if cycle is None:
        return render(request, "progress/nothing_yet.html")
    reader, after = request.user, asked_id(request.GET.get("dropped_after", ""))
    learning = learning_of(team, cycle, reader, day_of(request).today)
    context = {
        "team": team,
        "cycle": cycle,
        "cycles": Choice("cycle", str(cycle.pk), cycles_with(cycle)),
        "learning": learning,
        "estimates": learning.estimates,
        "page": Paginator(learning.lines, ROWS).get_page(request.GET.get("page")),
        "dropped": dropped_of(team, cycle, reader, after),
    }
    return render(request, "progress/team_learning.html", context)
