"""An objective: its own key results, its course, and how far its children stand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives import access
from objectives.models import Cycle, KeyResult, Objective
from progress import measure
from progress.action_list import ActionGroup, read_groups
from progress.arithmetic import objective_sums
from progress.change import whole_percent
from progress.day import Day
from progress.family import family_of
from progress.gap_panel import panel_of
from progress.measuring import may_measure, measuring_of
from progress.readings import (
    KeyResultReading,
    ObjectiveReading,
    read_key_results,
    shown_key_results,
)
from progress.timeline import charts_of
from progress.today import day_of
from progress.views.action_access import may_add_to
from progress.views.activity import activity_part
from progress.views.reviews import review_part

ACTIONS_OF_EACH = 8  # that its page shows of a key result


@dataclass(frozen=True)
class Line:
    """A key result in the objective's table; `share` of the weight in millionths."""

    reading: KeyResultReading
    share: int | None

    @property
    def term(self) -> str:
        """What it adds to the sum: "35% × 21"."""
        own = whole_percent(self.reading.progress)
        return f"{whole_percent(self.share)}% × {own}"


@require_safe
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    shown = "cycle", "owner", "team__parent", "figures", "parent_key_result"
    subject = get_object_or_404(Objective.objects.select_related(*shown), pk=pk)
    if not access.sees(request.user, subject):
        raise Http404
    day = day_of(request)
    readings = key_results_of(subject, day)
    live = [r for r in readings if not r.key_result.dropped_at]
    lines = weighed(live)
    reading = ObjectiveReading(subject, tuple(r.key_result for r in live), day.today)
    family = family_of(subject, request.user, day)
    chart, gap_chart = charts_of(reading, live, family)
    may_edit = access.edits(request.user, subject)
    context = {
        "reading": reading,
        "lines": lines,
        "dropped": [r for r in readings if r.key_result.dropped_at],
        "first_due": next_due(lines),
        "ruling": lines[0].reading.ruling_of_objective if lines else None,
        "ancestors": ancestors_of(request, subject),
        "family": family,
        "chart": chart,
        "gap_chart": gap_chart,
        "panel": panel_of(reading, live, family),
        "sums": objective_sums(reading, live, family),
        "measuring": measuring_of(live),
        "measurable": may_measure(request.user, [r.key_result for r in live]),
        "review": review_part(request, subject),
        "activity": activity_part(request, subject),
        "groups": action_groups(request, live),
        "may_edit": may_edit and subject.cycle.state != Cycle.State.CLOSED,
        "owes": any(owes(request, line.reading) for line in lines),
    }
    return render(request, "progress/objective.html", context)


def action_groups(
    request: HttpRequest, readings: list[KeyResultReading]
) -> list[ActionGroup]:
    """The first actions of each key result. 3 queries."""
    own = [reading.key_result for reading in readings]
    may_add = may_add_to(request, own)
    return read_groups(readings, request.user, most=ACTIONS_OF_EACH, may_add=may_add)


def key_results_of(subject: Objective, day: Day) -> list[KeyResultReading]:
    """All its key results, dropped ones too; 2 queries."""
    own = shown_key_results(KeyResult.objects.filter(objective=subject))
    return read_key_results(list(own.order_by("position", "pk")), day)


def weighed(readings: list[KeyResultReading]) -> list[Line]:
    """Each with its share of the weights that count today; None for the others."""
    counting = [r for r in readings if r.progress is not None]
    total = sum((r.key_result.weight for r in counting), start=0)
    return [Line(r, _share(r, total)) for r in readings]


def _share(reading: KeyResultReading, total) -> int | None:
    if reading.progress is None:
        return None
    return measure.to_figure(Fraction(reading.key_result.weight) / Fraction(total))


def next_due(lines: list[Line]) -> KeyResultReading | None:
    """The key result whose update is due first."""
    owing = [line.reading for line in lines if line.reading.next_due]
    return min(owing, key=lambda reading: reading.next_due, default=None)


def owes(request: HttpRequest, reading: KeyResultReading) -> bool:
    return reading.key_result.owner_id == request.user.pk and reading.due is not None


def ancestors_of(request: HttpRequest, subject: Objective) -> list[Objective]:
    return list(subject.get_ancestors().filter(access.visible_objectives(request.user)))
