"""People: who may sign in, and as what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives.forms.settings import NewPersonForm, PersonForm, save_alone
from objectives.invitations import invite
from objectives.models import User
from objectives.people import found, part_of
from objectives.views.common import REFUSED, posted
from objectives.views.settings.common import (
    for_administrators,
    settings_form,
    settings_page,
)

LONGEST_QUERY = 200


@settings_page
def settings_people(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    after, before = id_in(request, "after"), id_in(request, "before")
    part = part_of(found(query), after=after, before=before)
    context = {
        "people": part.people,
        "query": query,
        "previous": link(query, "before", part.before),
        "next": link(query, "after", part.after),
    }
    return render(request, "objectives/settings/people.html", context)


def id_in(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def link(query: str, name: str, pk: int | None) -> str:
    if pk is None:
        return ""
    words = {"q": query} if query else {}
    return "?" + urlencode({**words, name: pk})


@settings_form
def settings_person_create(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(posted(request), by=request.user)
    if request.method == "POST" and save_alone(form):
        if form.cleaned_data["invite"]:
            send_invitation(request, form.instance)
        return redirect("settings_people")
    return show(request, form, _("New person"))


@settings_form
def settings_person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(posted(request), instance=person, by=request.user)
    if request.method == "POST" and save_alone(form):
        messages.success(request, _("The account was saved."))
        return redirect("settings_people")
    return show(request, form, _("Edit person"))


def show(request: HttpRequest, form: PersonForm, heading: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "title": _("The account was not saved."),
        "action": _("Save account"),
        "cancel": reverse("settings_people"),
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "objectives/settings/person.html", context, status=status)


@require_POST
@for_administrators
def settings_person_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, for a link that was lost or has run out."""
    send_invitation(request, get_object_or_404(User, pk=pk, is_active=True))
    return redirect("settings_people")


def send_invitation(request: HttpRequest, person: User) -> None:
    """The account stands whether or not the mail leaves; the page says which."""
    address = {"address": person.email}
    try:
        invite(request, person)
    except OSError:  # what smtplib raises is one, too
        text = _("The account is there, but the mail to %(address)s was not sent.")
        messages.error(request, text % address)
    else:
        messages.success(request, _("An invitation went to %(address)s.") % address)
