"""Sound organisations of any size, in seconds: for tests of what must not grow.

Two levels of teams, an owner for every twenty objectives, and one tree with three
under each objective. One key result each; three of four are measured, as far as
their number says, so that all statuses and gaps occur.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from objectives import bookkeeping, clock, tree
from objectives.models import Cycle, KeyResult, Objective, Team, User
from progress import measure
from progress.models import CheckIn
from tests.factories import make_cycle, make_team, numbers

BRANCHES = 3
BATCH = 500


def make_crowd(number: int, *, cycle: Cycle | None = None) -> list[Objective]:
    """`number` objectives in a tree, the top one first."""
    cycle = cycle or make_cycle()
    people, teams = make_people(number // 20 + 1), make_teams()
    objectives: list[Objective] = []
    for index in range(number):
        parent = objectives[(index - 1) // BRANCHES] if index else None
        objectives.append(
            Objective(
                title=f"Objective {index} 目标",
                cycle=cycle,
                parent=parent,
                owner=people[index // 20],
                team=teams[index // 10 % len(teams)],
            )
        )
    tree.plant(objectives)
    measure_all(add_key_results(objectives))
    bookkeeping.many_changed([objective.pk for objective in objectives])
    return objectives


def make_people(number: int) -> list[User]:
    """Nobody signs in as one of them: their passwords are none."""
    people = [
        User(name=f"Owner {index}", email=f"{next(numbers)}@example.org", password="!")
        for index in range(number)
    ]
    for person in people:
        person.search_name = person.name.casefold()
    return User.objects.bulk_create(people, BATCH)


def make_teams() -> list[Team]:
    above = [make_team(f"Area {index}") for index in range(3)]
    return [*above, *(make_team(parent=area) for area in above for _ in range(4))]


def add_key_results(objectives: list[Objective]) -> list[KeyResult]:
    key_results = [
        KeyResult(
            objective=objective,
            content=f"Measure {index}",
            owner=objective.owner,
            start_value=Decimal(0),
            target_value=Decimal(100),
        )
        for index, objective in enumerate(objectives)
    ]
    KeyResult.objects.bulk_create(key_results, BATCH)
    KeyResult.history.bulk_history_create(key_results, BATCH)
    return key_results


def measure_all(key_results: list[KeyResult]) -> None:
    entries = [
        entry_of(key_result, index)
        for index, key_result in enumerate(key_results)
        if index % 4
    ]
    CheckIn.objects.bulk_create(entries, BATCH)


def entry_of(key_result: KeyResult, index: int) -> CheckIn:
    value = index * 10 % 110
    return CheckIn(
        key_result=key_result,
        objective=key_result.objective,
        author=key_result.owner,
        value=Decimal(value),
        measured_on=clock.today() - datetime.timedelta(days=index % 12),
        progress=value * measure.WHOLE // 100,
        objective_after=value * measure.WHOLE // 100,
    )
