"""Every address of the site; the apps name their own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView
from django.views.i18n import set_language

from objectives.converters import Id
from objectives.views.account import admin_entrance
from okr_site.health import healthz

handler400 = "okr_site.errors.bad_request"
handler404 = "okr_site.errors.not_found"
handler500 = "okr_site.errors.server_error"

register_converter(Id, "id")

urlpatterns = [
    path("", require_safe(RedirectView.as_view(pattern_name="updates")), name="start"),
    path("healthz", healthz, name="healthz"),
    path(
        "accounts/language/",
        login_not_required(require_POST(set_language)),
        name="set_language_public",
    ),
    path("accounts/", include("objectives.account_urls")),
    path("admin/login/", admin_entrance, name="admin_entrance"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("progress.api.urls")),
    path("", include("objectives.urls")),
    path("", include("progress.urls")),
]
