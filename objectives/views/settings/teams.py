"""Teams: a tree of them, and who belongs to each."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives.forms.settings import MemberForm, TeamForm, save_alone
from objectives.models import Membership, Team
from objectives.views.common import REFUSED, posted
from objectives.views.settings.common import (
    for_administrators,
    settings_form,
    settings_page,
)

PAGE = "objectives/settings/team.html"


@settings_page
def settings_teams(request: HttpRequest) -> HttpResponse:
    teams = Team.objects.annotate(
        people=Count("memberships"),
        leads=Count("memberships", filter=Q(memberships__is_lead=True)),
    )
    context = {"teams": outlined(list(teams))}
    return render(request, "objectives/settings/teams.html", context)


def outlined(teams: list[Team]) -> list[Team]:
    """Each team above those below it, siblings by name."""
    names = {team.pk: team.name.casefold() for team in teams}

    def place(team: Team) -> list[tuple[str, int]]:
        ids = [int(part) for part in team.path.strip("/").split("/")]
        return [(names.get(pk, ""), pk) for pk in ids]

    return sorted(teams, key=place)


@settings_form
def settings_team_create(request: HttpRequest) -> HttpResponse:
    form = TeamForm(posted(request))
    if request.method == "POST" and save_alone(form):
        return redirect("settings_team_edit", form.instance.pk)
    context = {
        "form": form,
        "heading": _("New team"),
        "title": _("The team was not saved."),
        "action": _("Save team"),
        "cancel": reverse("settings_teams"),
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "objectives/settings/form.html", context, status=status)


@settings_form
def settings_team_edit(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    form = TeamForm(posted(request), instance=team)
    if request.method == "POST" and save_alone(form):
        messages.success(request, _("The team was saved."))
        return redirect("settings_teams")
    return show_team(request, form, MemberForm(team=team))


def show_team(
    request: HttpRequest, form: TeamForm, member_form: MemberForm
) -> HttpResponse:
    members = Membership.objects.filter(team=form.instance).select_related("person")
    context = {
        "form": form,
        "heading": _("Edit team"),
        "title": _("The team was not saved."),
        "action": _("Save team"),
        "cancel": reverse("settings_teams"),
        "member_form": member_form,
        "members": members.order_by("-is_lead", "person__name", "pk"),
    }
    status = REFUSED if form.is_bound or member_form.is_bound else 200
    return render(request, PAGE, context, status=status)


@require_POST
@for_administrators
def settings_team_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody joins."""
    team = get_object_or_404(Team, pk=pk)
    form = MemberForm(request.POST, team=team)
    if save_alone(form):
        return redirect("settings_team_edit", pk)
    return show_team(request, TeamForm(instance=team), form)


@require_POST
@for_administrators
def settings_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leads, leads no longer, or leaves; what was left before stays left."""
    membership = get_object_or_404(Membership, pk=pk)
    action = request.POST.get("action")
    if action == "remove":
        membership.delete()
    elif action in ("lead", "member"):
        membership.is_lead = action == "lead"
        membership.save(update_fields=["is_lead"])
    return redirect("settings_team_edit", membership.team_id)
