"""A cycle as those see it who look after all of it: figures, updates, and lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives import clock
from objectives.models import Cycle, Team
from progress.asked import asked_id
from progress.compliance import Compliance, Row, Tally, Week, compliance, weeks_of
from progress.counted import counted_compliance
from progress.counting import count_of, is_large
from progress.dashboard import Dashboard, counted_dashboard, cycle_lines, dashboard
from progress.drill_down import (
    Group,
    Line,
    all_lines,
    asked_group,
    is_wide,
    lines_of,
    with_key_results,
)
from progress.models import CycleCount
from progress.spreadsheet import download
from progress.today import day_of

ROWS = 50
BATCH = 500  # lines of a download that are looked up at once


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    newest_first = Cycle.objects.order_by("-starts_on", "-ends_on", "pk")
    page = Paginator(newest_first, ROWS).get_page(request.GET.get("page"))
    page.object_list = lines = cycle_lines(request.user, list(page))
    moments = [line.counted_at for line in lines if line.counted_at]
    context = {"page": page, "counted_at": min(moments, default=None)}
    return render(request, "progress/cycles.html", context)


@require_safe
def cycle(request: HttpRequest, pk: int) -> HttpResponseBase:
    subject = get_object_or_404(Cycle, pk=pk)
    context = {"cycle": subject, "today": clock.today()}
    count = count_of(subject)
    if count is None and is_large(subject):
        return render(request, "progress/cycle_uncounted.html", context)
    updates = updates_of(subject, asked_team(request), is_counted=bool(count))
    if request.GET.get("format") == "csv":
        return map_download(subject, updates)
    context |= {
        "board": board_of(request, subject, count),
        "updates": updates,
        "rows": Paginator(updates.rows, ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "progress/cycle.html", context)


def updates_of(subject: Cycle, team: Team | None, *, is_counted: bool) -> Compliance:
    if is_counted:
        return counted_compliance(subject, team)
    return compliance(subject, clock.today(), team)


def board_of(
    request: HttpRequest, subject: Cycle, count: CycleCount | None
) -> Dashboard:
    if count is None:
        return dashboard(request.user, subject, day_of(request))
    return counted_dashboard(request.user, subject, day_of(request), count)


def asked_team(request: HttpRequest) -> Team | None:
    """The team that `?team=` names; an address that names none leads nowhere."""
    text = request.GET.get("team", "")
    return get_object_or_404(Team, pk=asked_id(text)) if text else None


MAP_COLUMNS = ["team", "week", "from", "until", "due", "on_time", "late", "missed"]
MAP_COLUMNS += ["due_today", "excused"]


def map_download(subject: Cycle, updates: Compliance) -> HttpResponseBase:
    name = f"cycle-{subject.pk}-updates.csv"
    return download(name, MAP_COLUMNS, map_rows(updates))


def map_rows(updates: Compliance) -> Iterator[list[object]]:
    """One for each team and week in which anything was due."""
    for row in updates.rows:
        for week, tally in zip(updates.weeks, row.cells, strict=True):
            if tally.due or tally.excused:
                yield [
                    row.team.full_name if row.team else "",
                    *(week.number, week.starts_on, week.ends_on),
                    *(tally.due, tally.on_time, tally.late, tally.missed),
                    *(tally.open, tally.excused),
                ]


@require_safe
def cycle_compliance(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was due in a week, in one team or all of them, and what became of it."""
    subject = get_object_or_404(Cycle, pk=pk)
    today = clock.today()
    weeks = weeks_of(subject)
    week = asked_week(request, subject, weeks, today)
    group = asked_group(request.GET.get("team", ""))
    if group is None:
        raise Http404
    context = {
        "cycle": subject,
        "week": week,
        "weeks": weeks,
        "group": group,
        "today": today,
    }
    if request.GET.get("format") == "csv":
        return line_download(subject, week, group, today)
    if is_wide(subject, group):
        context["parts"] = parts_of(subject, week, group)
        return render(request, "progress/cycle_compliance_wide.html", context)
    lines = lines_of(subject, week, group, today)
    page = Paginator(lines, ROWS).get_page(request.GET.get("page"))
    page.object_list = with_key_results(page.object_list)
    context["page"] = page
    return render(request, "progress/cycle_compliance.html", context)


def parts_of(
    subject: Cycle, week: Week, group: Group
) -> list[tuple[Row, Tally]] | None:
    """The narrower groups inside one that is too wide to list, as last counted.

    Those of which something was due; None where there is no narrower one.
    """
    if group.is_alone or group.is_teamless:
        return None
    rows = counted_compliance(subject, group.team).rows
    cells = [(row, row.cells[week.number - 1]) for row in rows]
    return [(row, tally) for row, tally in cells if tally.due]


def asked_week(
    request: HttpRequest, subject: Cycle, weeks: list[Week], today: datetime.date
) -> Week:
    """The week that `?period=` numbers; without it the one that today lies in."""
    text = request.GET.get("period", "")
    number = asked_id(text) if text else subject.week_of(today)
    if number is None or not 1 <= number <= len(weeks):
        raise Http404(_("This cycle has no such week."))
    return weeks[number - 1]


LINE_COLUMNS = ["key_result_id", "key_result", "objective", "team", "owner"]
LINE_COLUMNS += ["due_on", "outcome", "entered_on", "days_late"]


def line_download(
    subject: Cycle, week: Week, group: Group, today: datetime.date
) -> HttpResponseBase:
    """The worst first, unless they are too many to be sorted."""
    wide = is_wide(subject, group)
    lines = (all_lines if wide else lines_of)(subject, week, group, today)
    name = f"cycle-{subject.pk}-week-{week.number}.csv"
    return download(name, LINE_COLUMNS, line_rows(lines))


def line_rows(lines: Iterable[Line]) -> Iterator[list[object]]:
    left = iter(lines)
    while some := list(islice(left, BATCH)):
        for line in with_key_results(some):
            key_result = line.key_result
            team = key_result.objective.team
            yield [
                *(key_result.pk, key_result.content, key_result.objective.title),
                *(team.full_name if team else "", key_result.owner.email),
                *(line.period.due_on, str(line.period.outcome)),
                *(line.period.entered_on, line.days_late),
            ]
