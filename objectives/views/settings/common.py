"""What the settings pages of administrators have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives import access
from objectives.views.common import form_page

View = Callable[..., HttpResponse]


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
