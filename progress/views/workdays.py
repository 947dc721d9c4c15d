"""Settings of the days off: the weekend, public holidays, and own closed days."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives import clock
from objectives.views.common import CONFLICT, REFUSED, posted, revision_of
from objectives.views.settings.common import (
    Words,
    create_page,
    for_administrators,
    settings_form,
)
from progress.cadence import DAY
from progress.cadence_forms import ClosedDayForm, WorkdaysForm
from progress.cadences import Calendar
from progress.models import ClosedDay
from progress.models.cadence import days_of
from progress.workdays import save_workdays


@settings_form
def settings_workdays(request: HttpRequest) -> HttpResponse:
    latest = Calendar().latest
    initial = {"weekend": list(days_of(latest.weekend)), "country": latest.country}
    form = WorkdaysForm(posted(request), initial=initial)
    if request.method != "POST":
        return show(request, form, latest.pk or 0)
    if not form.is_valid():
        return show(request, form, revision_of(request), REFUSED)
    saved = save_workdays(
        **form.cleaned_data,
        seen=revision_of(request),
        by=request.user,
        effective_from=clock.today() + DAY,
    )
    if not saved:
        form.add_error(None, _("Somebody changed this while you had it open."))
        return show(request, form, Calendar().latest.pk or 0, CONFLICT)
    messages.success(request, _("Saved: it holds for due dates from tomorrow on."))
    return redirect("settings_cadences")


def show(
    request: HttpRequest, form: WorkdaysForm, revision: int, status: int = 200
) -> HttpResponse:
    words = Words(
        heading=_("Working days"),
        title=_("The working days were not saved."),
        action=_("Save working days"),
        done="",
        cancel=reverse("settings_cadences"),
    )
    context = {"form": form, "words": words, "heading": words.heading}
    context["revision"] = str(revision)
    return render(request, "objectives/settings/form.html", context, status=status)


@settings_form
def settings_closed_day_create(request: HttpRequest) -> HttpResponse:
    words = Words(
        heading=_("New closed day"),
        title=_("The closed day was not saved."),
        action=_("Save closed day"),
        done=_("The closed day was saved."),
        cancel=reverse("settings_cadences"),
    )
    form = ClosedDayForm(posted(request), today=clock.today())
    return create_page(request, form, words, lambda _day: words.cancel)


@require_POST
@for_administrators
def settings_closed_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    closed = get_object_or_404(ClosedDay, pk=pk)
    if closed.day <= clock.today():
        raise PermissionDenied(_("What was due until today stays as it was."))
    closed.delete()
    messages.success(request, _("The closed day was removed."))
    return redirect("settings_cadences")
