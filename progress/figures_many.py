"""The figures of very many objectives at once: what an import or a new site writes.

The same figures as progress/figures.py writes one by one, by the same rules, in a few
statements for every 500. Sums are not carried over but added up anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum

from objectives.models import Action, KeyResult, Objective
from progress import figures
from progress.figures_of_actions import write_actions
from progress.models import (
    CheckIn,
    KeyResultFigures,
    ObjectiveFigures,
    ObjectiveWords,
)
from progress.upsert import batches, fields_of, upsert

SUMS = ["children_sum", "children_weight", "children_mean", "gap", "gap_size"]


def refresh_many(objective_ids: Sequence[int]) -> None:
    """Write the figures of these anew, and the sums of their parents, old and new."""
    with transaction.atomic():
        before = family_of(objective_ids)
        for some in batches(before):
            figures.lock_all(list(some))
        for some in batches(objective_ids):
            write_some(some)
        for some in batches(list({*before, *family_of(objective_ids)})):
            write_sums(some)


def family_of(objective_ids: Sequence[int]) -> list[int]:
    """These and those they give to or may give to, the deepest first."""
    levels: dict[int, int] = {}
    for some in batches(objective_ids):
        rows = Objective.objects.filter(pk__in=some).order_by()
        for pk, level, parent, given_to in rows.values_list(
            "pk", "level", "parent", "figures__given_to"
        ):
            levels[pk] = level
            for above in filter(None, {parent, given_to}):
                levels.setdefault(above, level - 1)
    return sorted(levels, key=lambda pk: (-levels[pk], pk))


def write_some(pks: Sequence[int]) -> None:
    objectives = Objective.objects.select_related("parent", "cycle").in_bulk(pks)
    key_results = measured(pks)
    upsert(
        KeyResultFigures,
        [each.figures for of in key_results.values() for each in of],
        fields_of(KeyResultFigures),
    )
    rows = ObjectiveFigures.objects.in_bulk(pks)
    for pk, objective in objectives.items():
        row = rows.setdefault(pk, ObjectiveFigures(pk=pk))
        figures.read_objective(row, objective, key_results[pk])
        given = figures.contribution(objective, row.progress)
        row.given_to_id, row.given_sum, row.given_weight = given
    upsert(ObjectiveFigures, rows.values(), fields_of(ObjectiveFigures))
    words = [
        ObjectiveWords(pk=pk, text=figures.words_of(objective, key_results[pk]))
        for pk, objective in objectives.items()
    ]
    upsert(ObjectiveWords, words, ["text"])
    write_actions(Action.objects.filter(key_result__objective__in=pks))


def measured(pks: Sequence[int]) -> dict[int, list[KeyResult]]:
    """The key results of these objectives, each with its figures as they should be."""
    found: dict[int, list[KeyResult]] = defaultdict(list)
    entries = CheckIn.objects.filter(objective__in=pks).effective().in_order()
    # One by one, for only the last of each key result is kept.
    entries = entries.only("key_result_id", "value", "measured_on").iterator()
    current = {entry.key_result_id: entry for entry in entries}
    key_results = KeyResult.objects.filter(objective__in=pks).order_by("pk")
    for key_result in figures.told_planned(key_results):
        key_result.figures = KeyResultFigures(key_result=key_result)
        figures.read_key_result(key_result, current.get(key_result.pk))
        found[key_result.objective_id].append(key_result)
    return found


def write_sums(pks: Sequence[int]) -> None:
    """What each is given by its children, and the gap that follows."""
    given = ObjectiveFigures.objects.filter(given_to__in=pks).order_by()
    sums = given.values_list("given_to").annotate(Sum("given_sum"), Sum("given_weight"))
    by_parent = {pk: (total, weight) for pk, total, weight in sums}
    rows = ObjectiveFigures.objects.in_bulk(pks)
    for pk, row in rows.items():
        row.children_sum, row.children_weight = by_parent.get(pk, (0, 0))
        figures.write_gap(row)
    upsert(ObjectiveFigures, rows.values(), SUMS)
