"""What happened to an objective, page by page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives.models import Objective
from objectives.views.common import key_to_send
from progress.activity import GROUPS, NEWEST, Key, part_of
from progress.models.comment import thread_url
from progress.views.comments import Thread, form_for


def kinds() -> list[tuple[str, str]]:
    """What the stream can be narrowed to, as (value of the address, words)."""
    return [
        ("", _("All")),
        ("comments", _("Comments")),
        ("values", _("Values")),
        ("reviews", _("Reviews")),
        ("actions", _("Actions")),
        ("plan", _("Plan")),
    ]


@require_safe
def objective_activity(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Objective.objects.visible_to(request.user)
    objective = get_object_or_404(visible.select_related("cycle"), pk=pk)
    asked = request.GET.get("kind", "")
    kind = asked if asked in GROUPS.values() else ""
    after = Key.read(request.GET.get("after", ""))
    context = {
        "objective": objective,
        "part": part_of(objective, request.user, after=after, kind=kind),
        "kind": kind,
        "kinds": kinds(),
        "is_first": after is None,
    }
    return render(request, "progress/activity.html", context)


def activity_part(request: HttpRequest, objective: Objective) -> dict:
    """For the objective's page: the newest events, the oldest of them first."""
    part = part_of(objective, request.user, most=NEWEST)
    form, key = form_for(objective), key_to_send(request, 200)
    url = thread_url(objective)
    return {
        "events": part.events[::-1],
        "has_more": bool(part.next),
        "thread": Thread(url, [], False, form, key),
    }
