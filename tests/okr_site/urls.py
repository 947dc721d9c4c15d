"""The site's addresses, and some whose views fail in every way."""

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone, translation

from okr_site.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def failing(exception):
    @login_not_required
    def view(request):
        request.POST.get("note")
        raise exception

    return view


@login_not_required
def spoken(request):
    """The language and the zone in which this request is answered."""
    request.POST.get("note")
    zone = timezone.get_current_timezone_name()
    return HttpResponse(f"{translation.get_language()} {zone}")


urlpatterns = [
    path("fails/operational/", failing(OperationalError("gone"))),
    path("fails/interface/", failing(InterfaceError("closed"))),
    path("fails/programmer/", failing(ZeroDivisionError("oops"))),
    path("fails/missing/", failing(Http404("nothing"))),
    path("spoken/", spoken),
    path("closed/", lambda request: HttpResponse("for people who signed in")),
    *urlpatterns,
]
