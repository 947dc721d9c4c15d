"""Tokens with which programs act for the reader: made, shown once, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from objectives import tokens
from objectives.forms.token import TokenForm
from objectives.models import ApiToken
from objectives.once import Reused, new_key, once
from objectives.views.common import CONFLICT, REFUSED, form_page, posted
from objectives.views.settings.common import Refused, Words, show


@never_cache
@form_page
def settings_token_create(request: HttpRequest) -> HttpResponse:
    form = TokenForm(posted(request), person=request.user)
    if request.method != "POST":
        return show(request, form, words(), key=new_key())
    try:
        secret = make_once(request, form)
    except Refused:
        key = request.POST.get("key") or new_key()
        return show(request, form, words(), status=REFUSED, key=key)
    except Reused as reused:
        context = {"key": new_key(), "is_reused": True, "made": reused.url}
        return show(request, form, words(), status=CONFLICT, **context)
    if not secret:
        messages.info(request, _("This token was made already; it is shown only once."))
        return redirect("settings_profile")
    context = {"token": form.instance, "secret": secret}
    return render(request, "objectives/settings/token.html", context)


def make_once(request: HttpRequest, form: TokenForm) -> str:
    """The new token's secret; "" where the same form has made it before.

    Raises Refused and objectives.once.Reused.
    """
    made: list[str] = []

    def make() -> str:
        if not form.is_valid():
            raise Refused
        made.append(tokens.make(form.save(commit=False)))
        return reverse("settings_profile")

    once(request, make)
    return "".join(made)


def words() -> Words:
    return Words(
        heading=_("New token"),
        title=_("The token was not made."),
        action=_("Make token"),
        done="",
        cancel=reverse("settings_profile"),
    )


@require_POST
def settings_token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, person=request.user, pk=pk)
    token.delete()
    messages.success(request, _("The token works no more."))
    return redirect("settings_profile")
