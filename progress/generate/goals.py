"""Objectives several levels deep, and their key results of every kind."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from objectives.models import Cycle, KeyResult, Objective
from progress.generate import wording
from progress.generate.company import BATCH, OBJECTIVES_PER_PERSON, Company

BRANCHES = 4  # objectives under each
TREE = 341  # of one tree: 1 + 4 + 16 + 64 + 256
PREPARED = timedelta(days=5)  # goals are written so long before their cycle starts
SHARES = (0.1, 0.8, 0.1)  # of the trees, by cycle
PRIVATE, DROPPED, DROPPED_KEY_RESULT = 0.02, 0.02, 0.02
WEIGHTS = tuple(Decimal(weight) for weight in ("1", "1", "1", "2", "3", "0.5"))
KINDS = tuple(KeyResult.Kind)
OFTEN = (60, 15, 15, 10)  # in a hundred, in their order
NOON = time(12)


def written_at(cycle: Cycle) -> datetime:
    day = datetime.combine(cycle.starts_on - PREPARED, NOON)
    return min(timezone.make_aware(day), timezone.now())


def trees(
    number: int, first: int, company: Company, random: Random, prefix: str
) -> list[Objective]:
    """So many objectives, every parent before its children; not written yet."""
    found: list[Objective] = []
    for index in range(number):
        place = index % TREE
        parent = found[index - place + (place - 1) // BRANCHES] if place else None
        cycle = parent.cycle if parent else cycle_of(first + index, company, random)
        person = (first + index) // OBJECTIVES_PER_PERSON % len(company.people)
        row = Objective(
            cycle=cycle,
            parent=parent,
            owner=company.people[person],
            team=company.team_of(person),
            external_id=f"o-{prefix}-{first + index}",
            created_at=written_at(cycle),
        )
        word(row, is_leaf=place * BRANCHES + 1 >= TREE, random=random)
        found.append(row)
    return found


def cycle_of(index: int, company: Company, random: Random) -> Cycle:
    """The first tree stands in the cycle that runs, so that this is never empty."""
    drawn = random.choices(company.cycles, SHARES)[0]
    return drawn if index else company.cycles[1]


def word(row: Objective, *, is_leaf: bool, random: Random) -> None:
    """What it is called and how it counts; only what has none below is left out."""
    row.title = wording.title(random)
    row.derivation_note = random.choice(wording.REASONS) if row.parent else ""
    row.alignment_weight = random.choice((1, 1, 1, 2, 3))
    row.is_private = is_leaf and random.random() < PRIVATE
    if is_leaf and random.random() < DROPPED:
        drop(row, row.cycle)
    row._history_date = row.created_at


def drop(row: Objective | KeyResult, cycle: Cycle) -> None:
    row.dropped_at = written_at(cycle)
    row.drop_reason = "Others do it."


def add_key_results(
    objectives: list[Objective], company: Company, random: Random
) -> list[KeyResult]:
    rows = [
        key_result(objective, place, company, random)
        for objective in objectives
        for place in range(random.choice((3, 4)))
    ]
    KeyResult.objects.bulk_create(rows, BATCH)
    KeyResult.history.bulk_history_create(rows, BATCH)
    return rows


def key_result(
    objective: Objective, place: int, company: Company, random: Random
) -> KeyResult:
    kind = random.choices(KINDS, OFTEN)[0]
    row = KeyResult(
        objective=objective,
        kind=kind,
        position=place,
        owner=objective.owner,
        weight=random.choice(WEIGHTS),
        external_id=f"k-{objective.external_id[2:]}-{place}",
        created_at=objective.created_at,
    )
    describe(row, random)
    if place and random.random() < DROPPED_KEY_RESULT:
        drop(row, objective.cycle)
    row._history_date = row.created_at
    return row


def describe(row: KeyResult, random: Random) -> None:
    """What is measured, from where and how far."""
    if row.kind == KeyResult.Kind.MILESTONE:
        row.content = random.choice(wording.MILESTONES)
        row.due_on = row.objective.cycle.ends_on - timedelta(random.randrange(30))
        return
    row.content, row.unit = random.choice(wording.MEASURES), "%"
    row.start_value = Decimal(random.randrange(20, 60))
    way = random.randrange(5, 40)
    downwards = row.kind == KeyResult.Kind.AT_MOST or random.random() < 0.2
    row.target_value = row.start_value + (-way if downwards else way)
