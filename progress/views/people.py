"""Teams and people: what each has set out to do, and how it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from objectives.models import (
    Cycle,
    KeyResult,
    Membership,
    Objective,
    Team,
    User,
)
from objectives.team_order import ids_in_order
from progress.cadence_places import team_place
from progress.day import Day
from progress.measuring import without_plan
from progress.readings import (
    read_key_results,
    read_objectives,
    shown_key_results,
    with_overdue,
)
from progress.selection import chosen_cycle
from progress.today import day_of

ROWS = 25


@dataclass(frozen=True)
class TeamLine:
    """A team in the list, with its leads and what its readers may see of it."""

    team: Team
    leads: Sequence[User]
    people: int
    objectives: int


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    cycle = chosen_cycle(request)
    page = Paginator(ids_in_order(), 4 * ROWS).get_page(request.GET.get("page"))
    page.object_list = team_lines(request.user, cycle, page.object_list)
    context = {"page": page, "cycle": cycle}
    return render(request, "progress/teams.html", context)


def team_lines(user: User, cycle: Cycle | None, ids: Sequence[int]) -> list[TeamLine]:
    """A line for each of these teams, in their order; 3 queries."""
    seen = Objective.objects.visible_to(user).live().filter(cycle=cycle, team__in=ids)
    counts = dict(
        seen.order_by().values_list("team").annotate(count=Count("pk", distinct=True))
    )
    leads: dict[int, list[User]] = defaultdict(list)
    people: Counter[int] = Counter()
    members = Membership.objects.filter(team__in=ids).select_related("person")
    # Sorted here: asked for in the order of names, SQLite goes through all people.
    for member in sorted(members, key=lambda each: (each.person.name, each.person_id)):
        people[member.team_id] += 1
        if member.is_lead:
            leads[member.team_id].append(member.person)
    teams = Team.objects.in_bulk(ids)
    return [
        TeamLine(teams[pk], leads[pk], people[pk], counts.get(pk, 0))
        for pk in ids
        if pk in teams
    ]


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Team.objects.select_related("parent"), pk=pk)
    cycle = chosen_cycle(request)
    members = subject.memberships.select_related("person")
    place, day = team_place(subject), day_of(request)
    context = {
        "ruling": day.cadences.ruling_on(place.way, day.today),
        "may_set_cadence": place.may_set(request.user),
        "team": subject,
        "below": subject.children.all(),
        "members": members.order_by("-is_lead", "person__name"),
        "cycle": cycle,
        "page": objectives_page(request, cycle, {"team": subject}),
        "unmeasured": without_plan(request.user, cycle, team=str(pk)),
    }
    return render(request, "progress/team.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(User, pk=pk)
    cycle = chosen_cycle(request)
    context = {
        "person": subject,
        "memberships": subject.memberships.select_related("team").order_by("team"),
        "cycle": cycle,
        "page": objectives_page(request, cycle, {"owner": subject}),
        "key_results": key_results_page(request, cycle, subject),
        "unmeasured": without_plan(request.user, cycle, owner=str(pk)),
    }
    return render(request, "progress/person.html", context)


def objectives_page(request: HttpRequest, cycle: Cycle | None, filters: dict):
    """One page of readings, in the order of the tree; 3 queries."""
    seen = Objective.objects.visible_to(request.user).live().filter(cycle=cycle)
    rows = seen.filter(**filters).select_related(
        "cycle", "owner", "team__parent", "figures"
    )
    return read_page(rows.order_by("tree_id", "lft"), request, day_of(request))


def read_page(rows: QuerySet, request: HttpRequest, day: Day):
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    page.object_list = with_overdue(read_objectives(list(page), day.today), day)
    return page


def key_results_page(request: HttpRequest, cycle: Cycle | None, owner: User):
    """What this person measures, as far as the reader may see it; 4 queries."""
    seen = KeyResult.objects.visible_to(request.user).live()
    own = shown_key_results(seen.filter(owner=owner, objective__cycle=cycle))
    page = Paginator(own.order_by("objective__tree_id", "objective__lft", "pk"), ROWS)
    shown = page.get_page(request.GET.get("key_results"))
    day = day_of(request)
    shown.object_list = read_key_results(list(shown), day)
    return shown
