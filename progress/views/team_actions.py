"""What a team and those below it are doing, for which key result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives import clock
from objectives.models import Cycle, Team
from progress import team_actions as lists
from progress.choices import FEW, Choice
from progress.selection import chosen_cycle
from progress.team_schedule import team_schedule


@require_safe
def team_actions(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("parent"), pk=pk)
    cycle = chosen_cycle(request)
    if cycle is None:
        return render(request, "progress/nothing_yet.html")
    asked = lists.Asked.read(request.GET, team, cycle)
    context = {"team": team, "asked": asked, "today": clock.today()}
    context |= filters(request, asked) | shown(request, asked)
    return render(request, "progress/team_actions.html", context)


def filters(request: HttpRequest, asked: lists.Asked) -> dict[str, Choice]:
    return {
        "cycles": Choice("cycle", str(asked.cycle.pk), cycles(asked.cycle)),
        "states": lists.states(asked),
        "owners": lists.owners(asked, request.user),
        "dues": lists.dues(asked),
    }


def cycles(shown: Cycle) -> list[tuple[str, str]]:
    """The newest, and the one that is shown."""
    newest = list(Cycle.objects.order_by("-starts_on", "-pk")[:FEW])
    every = newest if shown in newest else [shown, *newest]
    return [(str(cycle.pk), cycle.name) for cycle in every]


def shown(request: HttpRequest, asked: lists.Asked) -> dict:
    today, reader = clock.today(), request.user
    rows = lists.found_by(asked, reader, today)
    if asked.view == lists.TIMELINE:
        schedule, pages = team_schedule(asked, rows, reader, today)
        return {"schedule": schedule, "pages": pages, "count": rows.count}
    part = lists.part_of(asked, rows, reader, today)
    return {"part": part, "pages": part.pages, "count": rows.count}
