"""Cycles, teams and people of a synthetic organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from objectives.models import Cycle, Membership, Team, User
from objectives.text import searchable
from progress.generate import wording

BATCH = 500
DAY = timedelta(days=1)
QUARTER = timedelta(days=91)
ELAPSED = timedelta(days=54)  # seven due dates of a week
TEAMS_BELOW = 5  # under each team
OBJECTIVES_PER_PERSON = 10
PEOPLE_PER_TEAM = 8
DOMAIN = "generated.example"


@dataclass(frozen=True)
class Company:
    """Who and when; `cycles` are the one before, the one that runs and the next."""

    today: date
    cycles: tuple[Cycle, Cycle, Cycle]
    teams: list[Team]
    people: list[User]

    def team_of(self, person: int) -> Team:
        return self.teams[person // PEOPLE_PER_TEAM % len(self.teams)]


def found(size: int, *, seed: int, today: date, password: str | None) -> Company:
    """Write the organisation for so many objectives; nobody has goals yet.

    Without a password nobody can sign in as one of them.
    """
    random = Random(f"{seed}:company")
    number = max(3, size // OBJECTIVES_PER_PERSON)
    company = Company(
        today=today,
        cycles=add_cycles(seed, today),
        teams=add_teams(number // PEOPLE_PER_TEAM + 1, random),
        people=add_people(number, random, seed, password),
    )
    add_memberships(company)
    return company


def email(seed: int, index: int) -> str:
    return f"p{index}.{seed}@{DOMAIN}"


def add_cycles(seed: int, today: date) -> tuple[Cycle, Cycle, Cycle]:
    start = today - ELAPSED
    states = (Cycle.State.CLOSED, Cycle.State.OPEN, Cycle.State.PLANNING)
    starts = (start - QUARTER, start, start + QUARTER)
    before, now, after = (
        Cycle(
            name=f"{starts_on:%Y-%m-%d} #{seed}",
            starts_on=starts_on,
            ends_on=starts_on + QUARTER - DAY,
            state=state,
        )
        for state, starts_on in zip(states, starts, strict=True)
    )
    for cycle in (before, now, after):
        cycle.save()
    return before, now, after


def add_teams(number: int, random: Random) -> list[Team]:
    """A tree of them, five under each."""
    teams: list[Team] = []
    for index in range(number):
        parent = teams[(index - 1) // TEAMS_BELOW] if index else None
        name = f"{random.choice(wording.AREAS)} {index + 1}"
        teams.append(Team.objects.create(name=name, parent=parent))
    return teams


def add_people(
    number: int, random: Random, seed: int, password: str | None
) -> list[User]:
    """The first of them is an administrator, the second a manager."""
    secret = hashed(password, seed)
    people = [
        User(email=email(seed, index), name=wording.name(random), password=secret)
        for index in range(number)
    ]
    for person in people:
        person.search_name = searchable(person.name)
    people[0].role, people[1].role = User.Role.ADMINISTRATOR, User.Role.MANAGER
    return User.objects.bulk_create(people, BATCH)


def hashed(password: str | None, seed: int) -> str:
    """One hash for all: thousands of them would take longer than all the rest."""
    if password is None:
        return make_password(None)
    return make_password(password, salt=f"generated{seed}")


def add_memberships(company: Company) -> None:
    """Eight people a team; the first of them leads it."""
    rows = [
        Membership(
            team=company.team_of(index),
            person=person,
            is_lead=index % PEOPLE_PER_TEAM == 0,
        )
        for index, person in enumerate(company.people)
    ]
    Membership.objects.bulk_create(rows, BATCH)
