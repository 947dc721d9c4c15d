"""What surrounds every request: headers, the reader's language and zone, outages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from okr_site.errors import database_unavailable, is_outage
from okr_site.preferences import activate_preferences

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
    )
)


class SecurityHeaders:
    """Content-Security-Policy and Permissions-Policy on every answer.

    Stands first, so that static files, errors and redirects carry them too. Django's
    own middleware, right behind, adds the older headers.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(
            f"{directive} {' '.join(sources)}"
            for directive, sources in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ReaderPreferences:
    """The signed-in reader's own language and time zone, instead of the browser's.

    Reads the user only after the CSRF check has passed: when that read finds the
    database down, the 503 page may offer to send the form again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):  # back to the site's zone for the next request
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> None:
        activate_preferences(request)


class DatabaseUnavailable:
    """A database that is down or busy is answered with 503, and nothing typed is lost.

    Catches what a view raises; what other middleware raises reaches
    okr_site.errors.server_error, which gives the same answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request, exception) -> HttpResponse | None:
        if is_outage(exception):
            return database_unavailable(request, exception)
        return None
