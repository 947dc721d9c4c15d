"""Actions listed: a key result's, with room for new ideas, and an objective's."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from objectives import actions, steps
from objectives.forms.action import CaptureForm
from objectives.models import Action, KeyResult, Objective
from objectives.once import Reused, once
from objectives.views.common import CONFLICT, REFUSED, form_page, key_to_send
from progress.action_list import (
    FEW_DROPPED,
    bet_of,
    in_table_order,
    lacking_of,
    lines_of,
    read_groups,
)
from progress.readings import read_key_results, shown_key_results
from progress.today import day_of
from progress.views.action_access import (
    key_result_to_act_on,
    key_result_to_read,
    may_add_to,
)
from progress.views.boards import Place, other_view

ROWS, ROWS_OF_EACH = 50, 20


@form_page
def key_result_actions(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return capture(request, key_result_to_act_on(request, pk))
    key_result = key_result_to_read(request, pk)
    place = Place(key_result.objective, key_result)
    return other_view(request, place) or show(request, key_result)


def capture(request: HttpRequest, key_result: KeyResult) -> HttpResponse:
    form = CaptureForm(request.POST)
    if not form.is_valid():
        return show(request, key_result, form, status=REFUSED)
    titles = form.cleaned_data["lines"]

    def make() -> str:
        actions.capture(key_result, titles, by=request.user)
        return f"{key_result.get_absolute_url()}actions/"

    try:
        url = once(request, make)
    except Reused:
        return show(request, key_result, form, status=CONFLICT)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return show(request, key_result, form, status=REFUSED)
    messages.success(request, added_words(len(titles)))
    return redirect(url)


def added_words(count: int) -> str:
    text = ngettext("%(n)s candidate added.", "%(n)s candidates added.", count)
    return text % {"n": count}


def show(
    request: HttpRequest,
    key_result: KeyResult,
    form: CaptureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    [reading] = read_key_results([key_result], day_of(request))
    own = Action.objects.filter(key_result=key_result)
    live = in_table_order(own.exclude(state=steps.DROPPED))
    gone = own.filter(state=steps.DROPPED).select_related("owner")
    dropped = Paginator(gone.order_by("-pk"), ROWS).get_page(request.GET.get("dropped"))
    page = Paginator(live, ROWS).get_page(request.GET.get("page"))
    may_add = key_result.pk in may_add_to(request, [key_result])
    context = {
        "reading": reading,
        "place": Place(key_result.objective, key_result),
        "page": page,
        "lines": lines_of(page.object_list, request.user),
        "bet": bet_of(page.object_list),
        "lacking": lacking_of(own),
        "dropped": dropped,
        "shows_dropped": "dropped" in request.GET,
        "may_add": may_add,
        "form": form or CaptureForm(),
        "key": key_to_send(request, status),
        "is_reused": status == CONFLICT,
    }
    template = "progress/key_result_actions.html"
    return render(request, template, context, status=status)


@require_safe
def objective_actions(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Objective.objects.visible_to(request.user)
    objective = get_object_or_404(visible.select_related("cycle"), pk=pk)
    place = Place(objective)
    return other_view(request, place) or list_of(request, place)


def list_of(request: HttpRequest, place: Place) -> HttpResponse:
    objective = place.objective
    own = shown_key_results(KeyResult.objects.filter(objective=objective))
    key_results = list(own.order_by("position", "pk"))
    readings = read_key_results(key_results, day_of(request))
    groups = read_groups(
        readings,
        request.user,
        most=ROWS_OF_EACH,
        may_add=may_add_to(request, key_results),
    )
    actions_of_it = Action.objects.filter(key_result__objective=objective)
    context = {
        "objective": objective,
        "place": place,
        "groups": groups,
        "lacking": lacking_of(actions_of_it),
        "few_dropped": FEW_DROPPED,
    }
    return render(request, "progress/objective_actions.html", context)
