"""/healthz: whether this site can serve people, in one word."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and every migration is applied, else 503."""
    sound = is_sound()
    return HttpResponse(
        "ok\n" if sound else "unavailable\n",
        status=200 if sound else 503,
        content_type="text/plain; charset=utf-8",
    )


def is_sound() -> bool:
    try:
        executor = MigrationExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        return not executor.migration_plan(targets)
    except (DatabaseError, InterfaceError):
        return False
