"""The calendar feed: whoever has its secret address reads it, and nothing else."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from progress.feed import calendar_of, owner_of
from progress.mails import in_language_of
from progress.reminding import today_of


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    person = owner_of(token)
    if person is None:
        raise Http404
    with in_language_of(person):
        content = calendar_of(person, today_of(person))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["Content-Disposition"] = 'inline; filename="plumbline.ics"'
    return get_conditional_response(request, etag=etag, response=response)
