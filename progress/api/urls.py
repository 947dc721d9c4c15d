"""Below /api/v1/: what ninja serves, its description, and a page about it."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from progress.api import docs
from progress.api.site import api

served, _app, _namespace = api.urls
urlpatterns = [
    path("openapi.json", docs.openapi, name="api_openapi"),
    path("docs/", docs.docs, name="api_docs"),
    *(pattern for pattern in served if pattern.name != "api-root"),
]
# A token is asked for by each view itself; without one the answer is 401, no page.
for pattern in served:
    pattern.callback = login_not_required(pattern.callback)
