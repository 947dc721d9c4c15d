"""The organisation and the cycles."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives.forms.cycle import CycleForm
from objectives.forms.organisation import OrganisationForm
from objectives.models import Cycle, Organisation
from objectives.views.common import posted
from objectives.views.settings.common import (
    Words,
    create_page,
    edit_page,
    settings_form,
    settings_page,
)

ROWS = 50
MOST = 1000  # objectives counted of a cycle
LIVE = """
    SELECT COUNT(*) FROM (
        SELECT 1 FROM objectives_objective found
        WHERE found.cycle_id = objectives_cycle.id AND found.dropped_at IS NULL
        LIMIT %s
    ) live
"""


@require_safe
def settings_start(request: HttpRequest) -> HttpResponse:
    """To the first page that this reader may use."""
    if request.user.is_administrator:
        return redirect("settings_organisation")
    return redirect("settings_profile")


@settings_form
def settings_organisation(request: HttpRequest) -> HttpResponse:
    def open_form(data: QueryDict | None) -> OrganisationForm:
        return OrganisationForm(data, instance=Organisation.load())

    words = Words(
        heading=_("Organisation"),
        title=_("The organisation was not saved."),
        action=_("Save organisation"),
        done=_("The organisation was saved."),
        template="objectives/settings/organisation.html",
    )
    return edit_page(request, open_form, words)


@settings_page
def settings_cycles(request: HttpRequest) -> HttpResponse:
    cycles = Cycle.objects.select_related("parent")
    newest_first = cycles.order_by("-starts_on", "-ends_on", "pk")
    page = Paginator(newest_first, ROWS).get_page(request.GET.get("page"))
    page.object_list = with_counts(list(page))
    return render(request, "objectives/settings/cycles.html", {"page": page})


def with_counts(cycles: list[Cycle]) -> list[Cycle]:
    """These with the number of objectives that are `live` in each, up to "1000+".

    1 query.
    """
    rows = Cycle.objects.filter(pk__in=[cycle.pk for cycle in cycles])
    counts = dict(rows.values_list("pk", RawSQL(LIVE, [MOST + 1])))
    for cycle in cycles:
        count = counts[cycle.pk]
        cycle.live = f"{MOST}+" if count > MOST else count
    return cycles


@settings_form
def settings_cycle_create(request: HttpRequest) -> HttpResponse:
    words = Words(
        heading=_("New cycle"),
        title=_("The cycle was not saved."),
        action=_("Save cycle"),
        done=_("The cycle was saved."),
        cancel=reverse("settings_cycles"),
    )
    form = CycleForm(posted(request))
    return create_page(request, form, words, lambda cycle: words.cancel)


@settings_form
def settings_cycle_edit(request: HttpRequest, pk: int) -> HttpResponse:
    def open_form(data: QueryDict | None) -> CycleForm:
        return CycleForm(data, instance=get_object_or_404(Cycle, pk=pk))

    words = Words(
        heading=_("Edit cycle"),
        title=_("The cycle was not saved."),
        action=_("Save cycle"),
        done=_("The cycle was saved."),
        cancel=reverse("settings_cycles"),
    )
    return edit_page(request, open_form, words)
