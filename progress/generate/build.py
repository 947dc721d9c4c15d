"""Writes a synthetic organisation, some trees of objectives at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from django.db import connection, transaction

from objectives import tree
from progress import figures_many
from progress.generate import company, goals, readings

ROWS = 6 * goals.TREE  # objectives that are in memory at a time


def generate(
    size: int, *, seed: int, today: date, password: str | None = None
) -> Iterator[int]:
    """Write so many objectives; yields how many each step has added.

    The caller has made sure that nothing was generated from this seed before. Each
    step is a transaction, after which every stored figure is right.
    """
    with transaction.atomic():
        site = company.found(size, seed=seed, today=today, password=password)
    calendar = readings.Calendar(today)
    for first in range(0, size, ROWS):
        number = min(ROWS, size - first)
        with transaction.atomic():
            write(number, first, site, calendar, seed)
        yield number
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # plans made for an empty database would be kept


def write(
    number: int,
    first: int,
    site: company.Company,
    calendar: readings.Calendar,
    seed: int,
) -> None:
    random = Random(f"{seed}:{first}")
    objectives = goals.trees(number, first, site, random, prefix=str(seed))
    tree.plant(objectives)
    key_results = goals.add_key_results(objectives, site, random)
    readings.add_check_ins(key_results, calendar, random)
    figures_many.refresh_many([objective.pk for objective in objectives])
