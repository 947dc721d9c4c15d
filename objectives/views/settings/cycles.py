"""The organisation with its weekly cadence, and the cycles."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from objectives import clock
from objectives.forms.settings import CycleForm, OrganisationForm, save_alone
from objectives.models import Cycle, Organisation
from objectives.views.common import REFUSED, posted
from objectives.views.settings.common import settings_form, settings_page


@settings_page
def settings_start(request: HttpRequest) -> HttpResponse:
    return redirect("settings_cycles")


@settings_form
def settings_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(posted(request), instance=Organisation.load())
    if request.method == "POST" and save_alone(form):
        messages.success(request, _("The organisation was saved."))
        return redirect("settings_organisation")
    context = {"form": form, "action": _("Save")}
    status = REFUSED if form.is_bound else 200
    page = "objectives/settings/organisation.html"
    return render(request, page, context, status=status)


@settings_page
def settings_cycles(request: HttpRequest) -> HttpResponse:
    cycles = Cycle.objects.select_related("parent")
    context = {"cycles": cycles, "today": clock.today()}
    return render(request, "objectives/settings/cycles.html", context)


@settings_form
def settings_cycle_create(request: HttpRequest) -> HttpResponse:
    return cycle_page(request, CycleForm(posted(request)), _("New cycle"))


@settings_form
def settings_cycle_edit(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, pk=pk)
    form = CycleForm(posted(request), instance=cycle)
    return cycle_page(request, form, _("Edit cycle"))


def cycle_page(
    request: HttpRequest, form: forms.ModelForm, heading: str
) -> HttpResponse:
    if request.method == "POST" and save_alone(form):
        messages.success(request, _("The cycle was saved."))
        return redirect("settings_cycles")
    context = {
        "form": form,
        "heading": heading,
        "title": _("The cycle was not saved."),
        "action": _("Save cycle"),
        "cancel": reverse("settings_cycles"),
    }
    status = REFUSED if form.is_bound else 200
    page = "objectives/settings/form.html"
    return render(request, page, context, status=status)
