"""People: who may sign in, and as what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives.forms.person import NewPersonForm, PersonForm
from objectives.invitations import invite
from objectives.models import User
from objectives.people import found, part_of
from objectives.views.common import posted
from objectives.views.settings.common import (
    Words,
    create_page,
    edit_page,
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
    words = Words(
        heading=_("New person"),
        title=_("The account was not saved."),
        action=_("Save account"),
        done=_("The account was saved."),
        cancel=reverse("settings_people"),
    )
    form = NewPersonForm(posted(request), by=request.user)

    def then(person: User) -> str:
        if form.cleaned_data["invite"]:
            # Afterwards: nobody shall wait for a mail server while the lock is held.
            transaction.on_commit(lambda: send_invitation(request, person))
        return words.cancel

    return create_page(request, form, words, then)


@settings_form
def settings_person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    def open_form(data: QueryDict | None) -> PersonForm:
        person = get_object_or_404(User, pk=pk)
        return PersonForm(data, instance=person, by=request.user)

    words = Words(
        heading=_("Edit person"),
        title=_("The account was not saved."),
        action=_("Save account"),
        done=_("The account was saved."),
        cancel=reverse("settings_people"),
        template="objectives/settings/person.html",
    )
    return edit_page(request, open_form, words)


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
