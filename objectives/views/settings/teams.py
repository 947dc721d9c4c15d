"""Teams: a tree of them, and who belongs to each."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives.forms.team import MemberForm, TeamForm
from objectives.models import Membership, Team, User
from objectives.once import Reused, new_key
from objectives.team_order import ids_in_order
from objectives.views.common import CONFLICT, REFUSED, posted
from objectives.views.settings.common import (
    Refused,
    Words,
    create_page,
    edit_page,
    for_administrators,
    make_once,
    settings_form,
    settings_page,
    show,
)

ROWS = 100


@settings_page
def settings_teams(request: HttpRequest) -> HttpResponse:
    page = Paginator(ids_in_order(), ROWS).get_page(request.GET.get("page"))
    page.object_list = with_people(page.object_list)
    return render(request, "objectives/settings/teams.html", {"page": page})


def with_people(ids: Sequence[int]) -> list[Team]:
    """These teams with their `leads` and how many `people` each has; 2 queries."""
    leads = Membership.objects.filter(is_lead=True).select_related("person")
    teams = Team.objects.annotate(people=Count("memberships")).prefetch_related(
        Prefetch("memberships", leads.order_by("person__name", "pk"), to_attr="leads")
    )
    found = teams.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


@settings_form
def settings_team_create(request: HttpRequest) -> HttpResponse:
    words = Words(
        heading=_("New team"),
        title=_("The team was not saved."),
        action=_("Save team"),
        done=_("The team was saved. Now add those who belong to it."),
        cancel=reverse("settings_teams"),
    )
    return create_page(request, TeamForm(posted(request)), words, page_of)


def page_of(team: Team) -> str:
    return reverse("settings_team_edit", args=[team.pk])


def edit_words() -> Words:
    return Words(
        heading=_("Edit team"),
        title=_("The team was not saved."),
        action=_("Save team"),
        done=_("The team was saved."),
        cancel=reverse("settings_teams"),
        template="objectives/settings/team.html",
    )


@settings_form
def settings_team_edit(request: HttpRequest, pk: int) -> HttpResponse:
    def open_form(data: QueryDict | None) -> TeamForm:
        return TeamForm(data, instance=get_object_or_404(Team, pk=pk))

    team = get_object_or_404(Team, pk=pk)
    context = members_of(team, MemberForm(team=team))
    return edit_page(request, open_form, edit_words(), **context)


def members_of(team: Team, form: MemberForm, key: str = "") -> dict:
    members = Membership.objects.filter(team=team).select_related("person")
    return {
        "team": team,
        "members": members.order_by("-is_lead", "person__name", "pk"),
        "member_form": form,
        "member_key": key or new_key(),
    }


@require_POST
@for_administrators
def settings_team_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody joins."""
    team = get_object_or_404(Team, pk=pk)
    form = MemberForm(request.POST, team=team)
    try:
        make_once(request, form, lambda membership: page_of(team))
    except Refused:
        key = request.POST.get("key", "")
        return show_members(request, members_of(team, form, key), REFUSED)
    except Reused:
        return show_members(request, members_of(team, form), CONFLICT)
    return redirect("settings_team_edit", pk)


def show_members(request: HttpRequest, context: dict, status: int) -> HttpResponse:
    form = TeamForm(instance=context["team"])
    context |= {
        "revision": form.version,
        "is_reused": status == CONFLICT,
        "keep": page_of(context["team"]),
    }
    return show(request, form, edit_words(), status=status, **context)


@require_POST
@for_administrators
def settings_membership(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """A member leads, leads no longer, or leaves; who left before stays away."""
    team = get_object_or_404(Team, pk=pk)
    person = get_object_or_404(User, pk=person_pk)
    membership = Membership.objects.filter(team=team, person=person)
    action = request.POST.get("action")
    if action == "remove":
        membership.delete()
    elif action in ("lead", "member"):
        membership.update(is_lead=action == "lead")
    return redirect("settings_team_edit", pk)
