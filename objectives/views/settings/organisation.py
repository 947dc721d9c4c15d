"""The organisation's name and weekly cadence, and where the settings begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives.forms.organisation import OrganisationForm
from objectives.models import Organisation
from objectives.views.common import form_page
from objectives.views.settings.common import Words, administrators_only, edit_page


@require_safe
def settings_start(request: HttpRequest) -> HttpResponse:
    """To the first page that this reader may use."""
    if request.user.is_administrator:
        return redirect("settings_organisation")
    return redirect("settings_profile")


@form_page
@administrators_only
def organisation_edit(request: HttpRequest) -> HttpResponse:
    def open_form(data: QueryDict | None) -> OrganisationForm:
        return OrganisationForm(data, instance=Organisation.load())

    words = Words(
        heading=_("Organisation"),
        intro=_("Its name, and the one weekly cadence by which updates are due."),
        title=_("The organisation was not saved."),
        action=_("Save organisation"),
        done=_("The organisation was saved."),
    )
    return edit_page(request, open_form, words, reverse("settings_organisation"))
