"""Settings of the update cadence: what rules where, and a level's own page."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives import clock
from objectives.models import KeyResult, Objective, Team
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Conflict,
    Difference,
    form_page,
    refuse_closed,
    revision_of,
)
from progress import cadence_changes
from progress.cadence import DAY
from progress.cadence_forms import CadenceForm, initial_of
from progress.cadence_lots import all_lots, counted_at
from progress.cadence_places import (
    Place,
    key_result_place,
    objective_place,
    organisation_place,
    place_of,
    settable_places,
    team_place,
)
from progress.cadence_words import policy_lines
from progress.cadences import ORGANISATION, Cadences, Ruling
from progress.models import CadencePolicy
from progress.overrides import overrides
from progress.workdays import days_off

ROWS = 100
SHOWN = 20  # of a level's history, or of each kind that is found
LONGEST_QUERY = 200


@require_safe
def settings_cadences(request: HttpRequest) -> HttpResponse:
    """What rules where; the organisation's own form for those who may set it."""
    today = clock.today()
    cadences = Cadences.everywhere()
    lines = overrides(cadences, request.user, today)
    lots = all_lots(cadences)
    context = {
        "page": Paginator(lines, ROWS).get_page(request.GET.get("page")),
        "days_off": days_off(cadences, lots, today),
        "calendar": cadences.calendar.latest,
        "counted": cadence_changes.counted(cadences, lots, today + DAY),
        "counted_at": counted_at(),
        "dates": cadence_changes.next_dates(cadences, (ORGANISATION,), today),
    }
    if request.user.is_administrator:
        context |= opened(organisation_place(), cadences, today)
    return render(request, "progress/settings/cadences.html", context)


@require_safe
def settings_cadence_new(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    places = settable_places(request.user, query, SHOWN)
    context = {"query": query, "places": places}
    return render(request, "progress/settings/cadence_new.html", context)


@form_page
def settings_cadence_organisation(request: HttpRequest) -> HttpResponse:
    return level_page(request, organisation_place())


@form_page
def settings_cadence_team(request: HttpRequest, pk: int) -> HttpResponse:
    teams = Team.objects.select_related("parent")
    return level_page(request, team_place(get_object_or_404(teams, pk=pk)))


@form_page
def settings_cadence_objective(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Objective.objects.visible_to(request.user)
    found = visible.select_related("cycle", "team")
    return level_page(request, objective_place(get_object_or_404(found, pk=pk)))


@form_page
def settings_cadence_key_result(request: HttpRequest, pk: int) -> HttpResponse:
    visible = KeyResult.objects.visible_to(request.user)
    found = visible.select_related("objective__cycle", "objective__team")
    return level_page(request, key_result_place(get_object_or_404(found, pk=pk)))


def level_page(request: HttpRequest, place: Place) -> HttpResponse:
    """A level's form with what it would mean, and what the level has said so far."""
    permit(request, place)
    today, cadences = clock.today(), Cadences.everywhere()
    lock = lock_above(place, cadences, today + DAY)
    if request.method == "POST":
        if lock:
            raise PermissionDenied(lock_sentence(lock))
        return take(request, place, cadences, today)
    context = opened(place, cadences, today, is_removal="remove" in request.GET)
    return show(request, place, context | {"lock": lock_sentence(lock)})


def permit(request: HttpRequest, place: Place) -> None:
    if not place.may_set(request.user):
        raise PermissionDenied(
            _(
                "Administrators set every cadence, leads that of their teams, and "
                "owners that of their objectives."
            )
        )
    if place.is_closed:
        refuse_closed(place.cycle)


def lock_above(
    place: Place, cadences: Cadences, day: datetime.date
) -> CadencePolicy | None:
    """The locked policy above this level that leaves it nothing to say."""
    above = place.way[:-1]
    return cadences.ruling_on(above, day).locked_by if above else None


def lock_sentence(lock: CadencePolicy | None) -> str:
    if lock is None:
        return ""
    sentence = _("“%(name)s” is locked: levels below it set nothing of their own.")
    return sentence % {"name": place_of(lock).name}


def ruling_above(place: Place, cadences: Cadences, day: datetime.date) -> Ruling | None:
    """What the level inherits where it says nothing; None for the organisation."""
    return cadences.ruling_on(place.way[:-1], day) if place.way[:-1] else None


def opened(
    place: Place, cadences: Cadences, today: datetime.date, is_removal: bool = False
) -> dict[str, Any]:
    """A fresh form of what the level says now, and what is due under that."""
    rows = cadences.said(place.level)
    stands = rows[-1] if rows else None
    if stands is None and place.level == ORGANISATION:
        stands = cadences.ruling_on((ORGANISATION,), today).rhythm
    form = CadenceForm(
        initial=initial_of(None if is_removal else stands, today),
        place=place,
        above=ruling_above(place, cadences, today + DAY),
    )
    return {
        "place": place,
        "form": form,
        "revision": rows[-1].pk if rows else 0,
        "dates": cadence_changes.next_dates(cadences, place.way, today),
        "is_override": bool(rows) and not rows[-1].is_removed,
    }


def take(
    request: HttpRequest, place: Place, cadences: Cadences, today: datetime.date
) -> HttpResponse:
    """A preview first; what was looked at is saved."""
    above = ruling_above(place, cadences, today + DAY)
    form = CadenceForm(request.POST, place=place, above=above)
    context = {"place": place, "form": form, "revision": revision_of(request)}
    if not form.is_valid():
        return show(request, place, context, status=REFUSED)
    policy = form.policy(today + DAY)
    if request.htmx or request.POST.get("previewed") != cadence_changes.digest(policy):
        seen = cadence_changes.preview(place, policy, today)
        return show(request, place, context | {"preview": seen})
    return save(request, place, policy, context, today)


def save(
    request: HttpRequest,
    place: Place,
    policy: CadencePolicy,
    context: dict[str, Any],
    today: datetime.date,
) -> HttpResponse:
    try:
        saved = cadence_changes.save(
            place, policy, seen=context["revision"], by=request.user
        )
    except cadence_changes.Stale as stale:
        context |= {
            "revision": stale.newest.pk,
            "conflict": conflict_of(stale.newest, policy),
            "preview": cadence_changes.preview(place, policy, today),
        }
        return show(request, place, context, status=CONFLICT)
    if saved:
        messages.success(request, _("Saved: it holds for due dates from tomorrow on."))
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("settings_cadences")


def conflict_of(theirs: CadencePolicy, mine: CadencePolicy) -> Conflict:
    pairs = zip(policy_lines(theirs), policy_lines(mine), strict=True)
    differences = [
        Difference(label, one, other)
        for (label, one), (_label, other) in pairs
        if one != other
    ]
    return Conflict(str(theirs.saved_by or ""), theirs.saved_at, differences)


def show(
    request: HttpRequest, place: Place, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    if request.htmx:  # always swapped in, so that a refusal is read there too
        return render(request, "progress/settings/_cadence_preview.html", context)
    context["history"] = cadence_changes.history(place)[:SHOWN]
    return render(request, "progress/settings/cadence.html", context, status=status)
