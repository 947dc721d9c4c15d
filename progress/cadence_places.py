"""The levels as settings pages see them: what each is called, and who sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from objectives import access
from objectives.models import Cycle, KeyResult, Objective, Team, User
from progress import words_index
from progress.cadences import ORGANISATION, Level, Way, way, way_to_team
from progress.models import CadencePolicy
from progress.selection import COUNTED


@dataclass(frozen=True)
class Place:
    """One level; `subject` is None for the organisation, `way` ends with the level."""

    level: Level
    way: Way
    subject: Any = None

    @property
    def kind(self) -> str:
        return self.level[0]

    @property
    def name(self) -> str:
        if self.subject is None:
            return _("Organisation")
        if isinstance(self.subject, Team):
            return self.subject.full_name
        return str(self.subject)

    @property
    def word(self) -> str:
        """Which kind of level it is."""
        return {
            "organisation": _("organisation"),
            "team": _("team"),
            "objective": _("objective"),
            "key_result": _("key result"),
        }[self.kind]

    @property
    def url(self) -> str:
        args = [self.subject.pk] if self.subject else []
        return reverse(f"settings_cadence_{self.kind}", args=args)

    @property
    def columns(self) -> dict[str, Any]:
        """What a policy of this level names."""
        return {self.kind: self.subject} if self.subject else {}

    @property
    def key_results(self) -> Q:
        """Those that lie below it, or are it."""
        if isinstance(self.subject, Team):
            return Q(objective__team__path__startswith=self.subject.path)
        if isinstance(self.subject, Objective):
            return Q(objective=self.subject)
        return Q(pk=self.subject.pk) if self.subject else Q()

    @property
    def team_path(self) -> str | None:
        """How the paths of all teams below it begin; None for what is below a team."""
        if isinstance(self.subject, Team):
            return self.subject.path
        return None if self.subject else ""

    @property
    def cycle(self) -> Cycle | None:
        if isinstance(self.subject, KeyResult):
            return self.subject.objective.cycle
        return self.subject.cycle if isinstance(self.subject, Objective) else None

    @property
    def is_closed(self) -> bool:
        return bool(self.cycle) and self.cycle.state == Cycle.State.CLOSED

    def may_set(self, user: User) -> bool:
        """Whether this person sets it, were no level above locked."""
        if user.is_administrator:
            return True
        if isinstance(self.subject, Team):
            return access.led_teams(user).filter(pk=self.subject.pk).exists()
        if self.subject is None:
            return False
        editable = type(self.subject).objects.editable_by(user)
        return editable.filter(pk=self.subject.pk).exists()


def organisation_place() -> Place:
    return Place(ORGANISATION, (ORGANISATION,))


def team_place(team: Team) -> Place:
    return Place(("team", team.pk), way_to_team(team.path), team)


def objective_place(objective: Objective) -> Place:
    level = ("objective", objective.pk)
    above = way_to_team(objective.team and objective.team.path)
    return Place(level, (*above, level), objective)


def key_result_place(key_result: KeyResult) -> Place:
    objective, team = key_result.objective, key_result.objective.team
    above = way(team and team.path, objective.pk, key_result.pk)
    return Place(("key_result", key_result.pk), above, key_result)


def place_of(policy: CadencePolicy) -> Place:
    """Of a policy read with its objective's and its key result's team."""
    if policy.team_id:
        return team_place(policy.team)
    if policy.objective_id:
        return objective_place(policy.objective)
    if policy.key_result_id:
        return key_result_place(policy.key_result)
    return organisation_place()


def settable_places(user: User, query: str, most: int) -> list[Place]:
    """Teams, objectives and key results this person sets, named like `query`.

    At most so many of each; 6 queries, and more of words that very many have.
    """
    teams = Team.objects.all() if user.is_administrator else access.led_teams(user)
    teams = teams.filter(name__icontains=query).select_related("parent")
    named = Named(query, most)
    objectives = Objective.objects.editable_by(user).live()
    objectives = objectives.select_related("team")
    key_results = KeyResult.objects.editable_by(user).live()
    key_results = key_results.select_related("objective__team")
    return [
        *map(team_place, teams.order_by("path")[:most]),
        *map(objective_place, named.of(objectives, "title", "")),
        *map(key_result_place, named.of(key_results, "content", "objective__")),
    ]


class Named:
    """Finds rows of open cycles by a part of their name, so many at most."""

    def __init__(self, query: str, most: int) -> None:
        self.query, self.most = query, most
        self.possible = words_index.holding(query)

    def of(self, rows: QuerySet, name: str, to: str) -> list:
        """By name; of very many the newest, which are found without sorting all.

        `to` leads to the objective. 2 queries.
        """
        rows = rows.exclude(**{f"{to}cycle__state": Cycle.State.CLOSED})
        rows = rows.filter(**{f"{name}__icontains": self.query})
        ids = words_index.some_of(rows, self.possible, COUNTED + 1, f"{to}pk")
        if len(ids) > COUNTED:
            return list(rows.order_by("-pk")[: self.most])
        return list(rows.filter(pk__in=ids).order_by(name, "pk")[: self.most])
