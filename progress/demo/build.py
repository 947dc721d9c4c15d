"""Writes the sample company: people, teams, cycles and goals; ledger.py the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from objectives import bookkeeping
from objectives.models import (
    Absence,
    Cycle,
    KeyResult,
    Membership,
    Objective,
    Organisation,
    Team,
    User,
)
from progress.cadences import Cadences, way_to_team
from progress.demo import (
    actions,
    cadences,
    comments,
    company,
    deciding,
    earlier,
    measuring,
    people,
    reviews,
    verdicts,
)
from progress.demo.history import Ledger
from progress.demo.plan import DAY, ELAPSED, SPAN, Calendar, Goal, Measured
from progress.models import Grade

QUARTERS = 4
PREPARED = timedelta(days=5)  # goals are written so long before their cycle starts


def build(today: date) -> None:
    """Write all of it, or nothing; the database holds no cycle or objective yet."""
    with transaction.atomic():
        Site(today).build()


@dataclass
class Site:
    """What has been written so far, by the names that the sample uses."""

    today: date
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def build(self) -> None:
        self.organisation()
        self.add_people()
        self.add_teams()
        cadences.add_general(self.teams, self.today)
        self.add_absences()
        before, now, after = self.cycles(self.today - ELAPSED)
        ledger = Ledger(self.calendars())
        self.add_goals(earlier.GOALS, before, ledger)
        self.add_goals(company.GOALS, now, ledger)
        measuring.add_plans(now, self.people)
        ledger.record(before=reviews.opened_at(self.today))
        reviews.open_review(self.today, self.people)
        ledger.record()
        deciding.add_decisions(now, self.people, self.today)
        cadences.add_own()
        actions.add(self.today, self.people)
        verdicts.add(self.today, self.people)
        comments.add(self.today, self.people)
        self.close(before)
        self.plan(after)

    def calendars(self) -> dict[str, Calendar]:
        """By the path of the team: each has the due dates of its own cadence."""
        known = Cadences.everywhere()
        return {
            path: Calendar(self.today, known.schedule_on(way_to_team(team.path)))
            for path, team in self.teams.items()
        }

    def organisation(self) -> Organisation:
        organisation = Organisation.load()
        if organisation._state.adding:
            organisation.name = people.ORGANISATION
            organisation.save()
        return organisation

    def add_people(self) -> None:
        # One hash for all: each takes as long as guessing is meant to take.
        password = make_password(people.PASSWORD)
        for person in people.PEOPLE:
            self.people[person.sign_in] = User.objects.create(
                email=person.email,
                name=person.name,
                role=person.role,
                language=person.language,
                time_zone=person.time_zone,
                is_staff=person.role == User.Role.ADMINISTRATOR,
                is_superuser=person.role == User.Role.ADMINISTRATOR,
                password=password,
            )

    def add_absences(self) -> None:
        """Somebody is away now, and somebody will be; both have a delegate."""
        for who, delegate, first, last in people.ABSENCES:
            away = self.people[who]
            Absence.objects.create(
                person=away,
                starts_on=self.today + first * DAY,
                ends_on=self.today + last * DAY,
                delegate=self.people[delegate],
                named_by=away,
            )

    def add_teams(self) -> None:
        for group in people.TEAMS:
            above, _slash, name = group.path.rpartition("/")
            team = Team.objects.create(name=name, parent=self.teams.get(above))
            self.teams[group.path] = team
            Membership.objects.bulk_create(
                Membership(
                    team=team, person=self.people[who], is_lead=who in group.leads
                )
                for who in group.leads + group.members
            )

    def cycles(self, starts_on: date) -> list[Cycle]:
        """The one before, the one that runs and the one after; all are open."""
        middle = starts_on + SPAN / 2
        quarter = middle.year * QUARTERS + (middle.month - 1) // 3
        return [
            Cycle.objects.create(
                name=quarter_name(quarter + offset),
                starts_on=starts_on + offset * (SPAN + DAY),
                ends_on=starts_on + offset * (SPAN + DAY) + SPAN,
                state=Cycle.State.OPEN,
            )
            for offset in (-1, 0, 1)
        ]

    def add_goals(self, goals, cycle: Cycle, ledger: Ledger, parent=None) -> None:
        for goal in goals:
            objective = self.add_objective(goal, cycle, parent)
            self.grade(objective, goal)
            for position, plan in enumerate(goal.key_results):
                key_result = self.add_key_result(plan, objective, position)
                ledger.plan(goal, plan, key_result)
            bookkeeping.key_results_changed(objective.pk)
            self.add_goals(goal.children, cycle, ledger, objective)

    def add_objective(self, goal: Goal, cycle: Cycle, parent) -> Objective:
        objective = Objective(
            cycle=cycle,
            parent=parent,
            parent_key_result=served(goal, parent),
            owner=self.people[goal.owner],
            team=self.teams[goal.team],
            title=goal.title,
            description=goal.description,
            derivation_note=goal.why,
        )
        return written(objective, cycle)

    def grade(self, objective: Objective, goal: Goal) -> None:
        if goal.grade is not None or goal.learned:
            grade = Grade(
                objective=objective, hundredths=goal.grade, learned=goal.learned
            )
            grade._history_user = objective.owner
            grade.save()

    def add_key_result(
        self, plan: Measured, objective: Objective, position: int
    ) -> KeyResult:
        cycle = objective.cycle
        key_result = KeyResult(
            objective=objective,
            content=plan.content,
            kind=plan.kind,
            start_value=plan.start,
            target_value=plan.target,
            unit=plan.unit,
            weight=plan.weight,
            owner=self.people.get(plan.owner, objective.owner),
            due_on=cycle.starts_on + DAY * plan.due if plan.due else None,
            position=position,
        )
        return written(key_result, cycle)

    def close(self, cycle: Cycle) -> None:
        cycle.state = Cycle.State.CLOSED
        cycle._history_user = next(
            user for user in self.people.values() if user.is_administrator
        )
        cycle.save(update_fields=["state"])

    def plan(self, cycle: Cycle) -> None:
        cycle.state = Cycle.State.PLANNING
        cycle.save(update_fields=["state"])


def served(goal: Goal, parent: Objective | None) -> KeyResult | None:
    """The parent's key result that the goal names; None where it names none."""
    return parent.key_results.get(content=goal.serves) if goal.serves else None


def written(row, cycle: Cycle):
    """Save it as of a few days before its cycle, with its owner as its author."""
    moment = datetime.combine(cycle.starts_on - PREPARED, time(10))
    here = timezone.get_default_timezone()
    row.created_at = row._history_date = timezone.make_aware(moment, here)
    row._history_user = row.owner
    row.save()
    return row


def quarter_name(quarter: int) -> str:
    """Of quarters counted through the years: 8104 is 2026 Q1."""
    year, index = divmod(quarter, QUARTERS)
    return f"{year} Q{index + 1}"
