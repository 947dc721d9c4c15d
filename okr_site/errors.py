"""Answers to requests that could not be served."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.views import defaults

from okr_site.preferences import activate_preferences

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when more was sent than the site accepts."""
    response = defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        response.status_code = 413
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the reader's language, also where no view was found to set it."""
    activate_preferences(request)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the reason is a database that does not answer."""
    exception = sys.exception()
    if exception is not None and is_outage(exception):
        return database_unavailable(request, exception)
    return defaults.server_error(request)


def is_outage(exception: BaseException) -> bool:
    """Whether the database is down or busy, rather than asked something wrong."""
    if not isinstance(exception, (OperationalError, InterfaceError)):
        return False
    # SQLite reports a wrong statement, too, as an operational error.
    name = getattr(exception.__cause__, "sqlite_errorname", "")
    return name != "SQLITE_ERROR"


def database_unavailable(request: HttpRequest, reason: BaseException) -> HttpResponse:
    """503 with what was posted in a form that sends it again.

    Rendered without the request, so that no context processor asks for the session
    or the database.
    """
    logger.error("Database unavailable at %s: %s", request.path, reason)
    page = loader.render_to_string(
        "503.html",
        {
            "path": request.get_full_path(),
            "posted": posted_fields(request),
            "csrf_token": get_token(request),
            "retry_seconds": RETRY_SECONDS,
        },
    )
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the reader posted, name by name, less passwords and the CSRF token.

    Empty unless the CSRF check has passed: otherwise another site's form would be
    shown here as if the reader had filled it in.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in values
    ]
