"""Closing a cycle and grading its objectives; reopening it with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives import access, clock
from objectives.models import Cycle
from objectives.views.common import CONFLICT, REFUSED, form_page
from progress import closing
from progress.asked import asked_id
from progress.counting import counted_before
from progress.grade_form import GradesForm, ReopenForm
from progress.models import CycleCount
from progress.paging import part_of
from progress.selection import shown_to

ROWS = 25
MOST = 200  # rows that one form sends


@form_page
def cycle_close(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Cycle, pk=pk)
    if request.method != "POST":
        permit_reading(request, subject)
        return show(request, subject)
    permit_grading(request)
    act = {"close": close, "reopen": reopen}.get(request.POST.get("do", ""), save)
    return act(request, subject)


def permit_reading(request: HttpRequest, subject: Cycle) -> None:
    if subject.state != Cycle.State.CLOSED:
        permit_grading(request)


def permit_grading(request: HttpRequest) -> None:
    if not request.user.reads_private:
        raise PermissionDenied(
            _("Until a cycle is closed, managers and administrators see its grades.")
        )


def save(request: HttpRequest, subject: Cycle) -> HttpResponse:
    form = grades_form(request, subject)
    if not form.is_valid():
        return show(request, subject, form, status=REFUSED)
    try:
        count = closing.save_grades(subject, form.typed())
    except closing.Stale as stale:
        return show_theirs(request, subject, form, stale)
    except closing.Frozen:
        return show_frozen(request, subject)
    messages.success(request, saved_words(count))
    return redirect(request.get_full_path())


def saved_words(count: int) -> str:
    words = ngettext("%(count)s grade saved.", "%(count)s grades saved.", count)
    return words % {"count": count} if count else _("Nothing was changed.")


def close(request: HttpRequest, subject: Cycle) -> HttpResponse:
    access.permit_administration(request.user, _("Administrators close cycles."))
    refuse_planned(subject)
    form = grades_form(request, subject)
    if not form.is_valid():
        return show(request, subject, form, status=REFUSED)
    anyway = request.POST.get("anyway") == "on"
    try:
        closing.close(subject, form.typed(), today=clock.today(), anyway=anyway)
    except closing.Stale as stale:
        return show_theirs(request, subject, form, stale)
    except closing.Frozen:
        return show_frozen(request, subject)
    except closing.Incomplete:
        return show(request, subject, form, is_incomplete=True, status=REFUSED)
    messages.success(request, _("The cycle is closed; its values and grades stay."))
    return redirect("cycle_close", subject.pk)


def refuse_planned(subject: Cycle) -> None:
    if subject.state == Cycle.State.PLANNING:
        raise PermissionDenied(_("This cycle is still being planned; open it first."))


def reopen(request: HttpRequest, subject: Cycle) -> HttpResponse:
    access.permit_administration(request.user, _("Administrators reopen cycles."))
    form = ReopenForm(request.POST)
    if subject.state == Cycle.State.CLOSED:
        if not form.is_valid():
            return show(request, subject, reopening=form, status=REFUSED)
        closing.reopen(subject, reason=form.cleaned_data["reason"])
        messages.success(request, _("The cycle is open again."))
    return redirect("cycle_close", subject.pk)


def show_theirs(
    request: HttpRequest, subject: Cycle, form: GradesForm, stale: closing.Stale
) -> HttpResponse:
    form.theirs = stale.theirs
    return show(request, subject, form, status=CONFLICT)


def show_frozen(request: HttpRequest, subject: Cycle) -> HttpResponse:
    """409: it was closed while grades were typed; they are shown, and not saved."""
    form = grades_form(request, subject)
    subject.refresh_from_db()
    return show(request, subject, form, is_frozen=True, status=CONFLICT)


def to_grade(request: HttpRequest, subject: Cycle) -> QuerySet:
    return shown_to(request.user, subject).select_related("figures", "grade")


def grades_form(request: HttpRequest, subject: Cycle) -> GradesForm:
    """For the objectives that were sent, as far as there are such."""
    names = [name for name in request.POST if name.startswith("grade-")][:MOST]
    ids = [asked_id(name.removeprefix("grade-")) for name in names]
    wanted = to_grade(request, subject).filter(pk__in=[pk for pk in ids if pk])
    return GradesForm(request.POST, objectives=list(wanted))


def show(
    request: HttpRequest,
    subject: Cycle,
    form: GradesForm | None = None,
    *,
    reopening: ReopenForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    count = counted_before(subject)
    part = part_of(to_grade(request, subject), request.GET, ROWS)
    context |= {
        "cycle": subject,
        "part": part,
        "form": form or GradesForm(objectives=part.objectives),
        "reopening": reopening or ReopenForm(),
        "may_grade": request.user.reads_private,
        "may_close": request.user.is_administrator,
        "points": checklist(request, subject, count),
        "counted_at": count and count.counted_at,
        "mean": mean_grade(request, subject, count),
        "log": closing.log_of(subject) if request.user.reads_private else [],
    }
    return render(request, "progress/cycle_close.html", context, status=status)


def mean_grade(
    request: HttpRequest, subject: Cycle, count: CycleCount | None
) -> int | None:
    if count:
        return closing.mean_of(count.hundredths, count.graded)
    return closing.mean_grade(shown_to(request.user, subject))


def checklist(
    request: HttpRequest, subject: Cycle, count: CycleCount | None
) -> list[closing.Point]:
    if not request.user.reads_private or subject.state == Cycle.State.CLOSED:
        return []
    return closing.checklist(subject, clock.today(), count and count.done)
