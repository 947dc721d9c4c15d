"""What the settings pages share: who may use them, something new, an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives import access
from objectives.forms.settings import SettingsForm
from objectives.locks import structure_lock
from objectives.once import Reused, new_key, once
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Conflict,
    Difference,
    form_page,
    shown,
)

View = Callable[..., HttpResponse]


class Refused(Exception):
    """The form is not valid; nothing was made."""


@dataclass(frozen=True)
class Words:
    """What a form's page says; `title` after a refusal, `done` after a success."""

    heading: str
    title: str
    action: str
    done: str
    cancel: str = ""  # an address; "" where there is nowhere to go back to
    template: str = "objectives/settings/form.html"


def for_administrators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        sentence = _("OKR administrators change the settings of the organisation.")
        access.permit_administration(request.user, sentence)
        return view(request, *args, **kwargs)

    return guarded


def settings_page(view: View) -> View:
    """A page to look at."""
    return require_safe(for_administrators(view))


def settings_form(view: View) -> View:
    """A page with a form."""
    return form_page(for_administrators(view))


def create_page(
    request: HttpRequest,
    form: SettingsForm,
    words: Words,
    then: Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """Shows an empty form, and makes once what it says; `then` says where to go."""
    if request.method != "POST":
        return show(request, form, words, key=new_key(), **context)
    try:
        where = make_once(request, form, then)
    except Refused:
        context["key"] = request.POST.get("key") or new_key()
        return show(request, form, words, status=REFUSED, **context)
    except Reused as reused:
        context |= {"key": new_key(), "is_reused": True, "made": reused.url}
        return show(request, form, words, status=CONFLICT, **context)
    messages.success(request, words.done)
    return redirect(where)


def make_once(request: HttpRequest, form: ModelForm, then: Callable[[Any], str]) -> str:
    """The address of what the form makes, or has made when it was first sent.

    Checked inside the lock: so a double click is told from a name that is taken, and
    two people cannot take the same name. Raises Refused and objectives.once.Reused.
    """

    def make() -> str:
        if not form.is_valid():
            raise Refused
        return then(form.save())

    return once(request, make)


def edit_page(
    request: HttpRequest,
    open_form: Callable[[QueryDict | None], SettingsForm],
    words: Words,
    **context: Any,
) -> HttpResponse:
    """Shows what stands, and writes the changes unless somebody was faster.

    `open_form` reads the subject anew: before anything is written, under the lock, so
    that two administrators cannot demote each other at the same moment.
    """
    if request.method != "POST":
        form = open_form(None)
        return show(request, form, words, revision=form.version, **context)
    with structure_lock():
        form = open_form(request.POST)
        fits = form.is_valid() and request.POST.get("revision") == form.version
        if fits:
            form.save()
    if not fits:
        return refuse(request, form, words, **context)
    messages.success(request, words.done)
    return redirect(words.cancel or request.path)


def refuse(
    request: HttpRequest, form: SettingsForm, words: Words, **context: Any
) -> HttpResponse:
    """422 with what to correct, or 409 with both versions side by side."""
    if not form.is_valid():
        context["revision"] = request.POST.get("revision", "")
        return show(request, form, words, status=REFUSED, **context)
    conflict = Conflict("", None, differences(form))
    context |= {"revision": form.version, "conflict": conflict}
    return show(request, form, words, status=CONFLICT, **context)


def differences(form: SettingsForm) -> list[Difference]:
    """Each field in which the stored version and this valid form differ."""
    mine = form.instance
    # The organisation has no row yet before it is saved for the first time.
    stored = type(mine)._base_manager.filter(pk=mine.pk).first()
    theirs = stored or type(mine)()
    pairs = [
        Difference(str(form[name].label), shown(theirs, name), shown(mine, name))
        for name in form._meta.fields
    ]
    return [pair for pair in pairs if pair.theirs != pair.mine]


def show(
    request: HttpRequest,
    form: SettingsForm,
    words: Words,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {"form": form, "words": words, "heading": words.heading}
    return render(request, words.template, context, status=status)
