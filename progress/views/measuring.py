"""How everything is measured: which key results have a plan for it, and which none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from progress import choices
from progress.measuring import WITH, WITHOUT, Listed
from progress.selection import Selection


@require_safe
def measurement_plans(request: HttpRequest) -> HttpResponse:
    selection = Selection.asked(request)
    if selection is None:
        return render(request, "progress/nothing_yet.html")
    state = WITH if request.GET.get("state") == WITH else WITHOUT
    listed = {s: Listed(request.user, selection, s) for s, _words in states()}
    cycle = choices.cycles(selection)
    context = {
        "state": state,
        "states": [(s, words, listed[s].count()) for s, words in states()],
        "part": listed[state].part(),
        "team": choices.teams(selection),
        "owner": choices.owners(request.user, selection),
        "cycle": choices.Choice("cycle", str(selection.cycle.pk), cycle),
    }
    return render(request, "progress/measurement_plans.html", context)


def states() -> list[tuple[str, str]]:
    return [(WITHOUT, _("Without a plan")), (WITH, _("With a plan"))]
