"""Days away: everybody's own, and for leads and administrators those of others."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from objectives import clock
from objectives.forms.absence import AbsenceForm
from objectives.models import Absence
from objectives.views.common import form_page, posted
from objectives.views.settings.common import Words, create_page, edit_page

ROWS = 50


@require_safe
def settings_absences(request: HttpRequest) -> HttpResponse:
    """Those still to come first, then the others, the latest first."""
    rows = Absence.objects.editable_by(request.user)
    rows = rows.select_related("person", "delegate").order_by("-ends_on", "-pk")
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "today": clock.today(),
    }
    return render(request, "objectives/settings/absences.html", context)


@form_page
def settings_absence_create(request: HttpRequest) -> HttpResponse:
    form = AbsenceForm(posted(request), by=request.user)
    words = words_of(_("New absence"))
    return create_page(request, form, words, lambda absence: words.cancel)


@form_page
def settings_absence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    def open_form(data: QueryDict | None) -> AbsenceForm:
        absence = absence_to_edit(request, pk)
        return AbsenceForm(data, instance=absence, by=request.user)

    words = words_of(_("Edit absence"), "objectives/settings/absence.html")
    return edit_page(request, open_form, words)


@require_POST
def settings_absence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The days count as worked again, and the delegate stands in no longer."""
    absence_to_edit(request, pk).delete()
    messages.success(request, _("The absence was removed."))
    return redirect("settings_absences")


def absence_to_edit(request: HttpRequest, pk: int) -> Absence:
    return get_object_or_404(Absence.objects.editable_by(request.user), pk=pk)


def words_of(heading: str, template: str = "objectives/settings/form.html") -> Words:
    return Words(
        heading=heading,
        title=_("The absence was not saved."),
        action=_("Save absence"),
        done=_("The absence was saved."),
        cancel=reverse("settings_absences"),
        template=template,
    )
