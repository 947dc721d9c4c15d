"""Writes stored figures of goals, always within somebody's transaction.

Nobody else does, but for very many at once (progress/figures_many.py).

Locks: an objective's row of figures first, since its progress depends on all its
key results; then its parent's, child always before parent, so that check-ins on
both levels never wait for each other in a circle. Whoever changes several
objectives locks all of them first, the deepest before the others: taken one by one,
a parent would be held while its next child is still waited for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from django.db.models import Exists, Max, OuterRef, QuerySet

from objectives.models import Action, Cycle, KeyResult, MeasurementPlan, Objective
from objectives.text import searchable
from progress import measure
from progress.figures_of_actions import write_actions
from progress.models import (
    CheckIn,
    KeyResultFigures,
    ObjectiveFigures,
    ObjectiveWords,
)
from progress.turning import Part, turning_days
from progress.upsert import batches

TURNING = ["on_pace_until", "too_early_until", "on_track_until", "at_risk_until"]


class Books:
    """What objectives.bookkeeping calls when definitions change."""

    def hold(self, objective_id: int) -> None:
        lock_all([objective_id])

    def objectives_changed(self, objective_ids: list[int]) -> None:
        """Children too: what they give depends on the privacy of their parent."""
        touched = Objective.objects.filter(pk__in=objective_ids)
        below = Objective.objects.filter(parent__in=objective_ids)
        deepest_first = (touched | below).order_by("-level", "pk")
        pks = list(deepest_first.values_list("pk", flat=True))
        lock_all(pks)
        for pk in pks:
            refresh(pk)

    def key_results_changed(self, objective_id: int) -> None:
        refresh(objective_id)

    def objective_leaves(self, objective_id: int) -> None:
        figures = locked(objective_id)
        take_back(figures)

    def cycle_changed(self, cycle_id: int) -> None:
        """What is expected changed; progress and gaps did not."""
        pks = lock(ObjectiveFigures.objects.filter(cycle=cycle_id))
        for some in batches(pks):
            refresh_days(some)

    def action_changed(self, action_id: int) -> None:
        write_actions(Action.objects.filter(pk=action_id))

    def many_changed(self, objective_ids: list[int]) -> None:
        from progress.figures_many import refresh_many  # which builds on this module

        refresh_many(objective_ids)


def locked(objective_id: int) -> ObjectiveFigures:
    """The objective's row of figures, locked until the transaction ends."""
    return ObjectiveFigures.objects.select_for_update().get(pk=objective_id)


def lock_all(objective_ids: list[int]) -> None:
    """Lock those that have a row. 1 query."""
    lock(ObjectiveFigures.objects.filter(pk__in=objective_ids))


def lock(rows: QuerySet) -> list[int]:
    """Lock these rows of figures, the deepest objective first; returns their ids."""
    rows = rows.order_by("-objective__level", "pk").values_list("pk", flat=True)
    # Only these rows: whoever inserts a check-in refers to the objective's own.
    return list(rows.select_for_update(of=("self",)))


def refresh(objective_id: int) -> ObjectiveFigures:
    """Write an objective's figures anew from its definition and its ledger."""
    _make_rows(objective_id)
    figures = locked(objective_id)
    objective = _objective(objective_id)
    key_results = list(key_results_of(objective_id))
    for key_result in key_results:
        write_key_result(key_result, current_entry(key_result.pk))
    write_objective(figures, objective, key_results)
    write_words(objective, key_results)
    write_actions(Action.objects.filter(key_result__objective=objective_id))
    return figures


def write_words(objective: Objective, key_results: Iterable[KeyResult]) -> None:
    """What searches look at; only definitions change it, never a check-in."""
    text = words_of(objective, key_results)
    ObjectiveWords.objects.update_or_create(pk=objective.pk, defaults={"text": text})


def words_of(objective: Objective, key_results: Iterable[KeyResult]) -> str:
    contents = [kr.content for kr in key_results if not kr.dropped_at]
    return searchable("\n".join([objective.title, *contents]))


def _make_rows(objective_id: int) -> None:
    objective = Objective.objects.get(pk=objective_id)
    ObjectiveFigures.objects.get_or_create(
        pk=objective_id,
        defaults={
            "cycle_id": objective.cycle_id,
            "owner_id": objective.owner_id,
            "team_id": objective.team_id,
        },
    )
    bare = KeyResult.objects.filter(objective=objective_id, figures=None)
    rows = [KeyResultFigures(key_result=key_result) for key_result in bare]
    KeyResultFigures.objects.bulk_create(rows, ignore_conflicts=True)


def _objective(objective_id: int) -> Objective:
    return Objective.objects.select_related("parent", "cycle").get(pk=objective_id)


def key_results_of(objective_id: int) -> QuerySet[KeyResult]:
    rows = told_planned(KeyResult.objects.filter(objective=objective_id))
    return rows.select_related("figures").order_by("pk")


def told_planned(key_results: QuerySet[KeyResult]) -> QuerySet[KeyResult]:
    """Each with `is_planned`: whether it has a measurement plan."""
    plans = MeasurementPlan.objects.filter(key_result=OuterRef("pk"))
    return key_results.annotate(is_planned=Exists(plans))


def current_entry(key_result_id: int) -> CheckIn | None:
    """The latest effective entry by the day measured, then by when it was entered."""
    entries = CheckIn.objects.filter(key_result=key_result_id).effective()
    return entries.in_order().last()


def write_key_result(key_result: KeyResult, entry: CheckIn | None) -> None:
    read_key_result(key_result, entry)
    key_result.figures.save()


def read_key_result(key_result: KeyResult, entry: CheckIn | None) -> None:
    """Its figures as its current entry gives them; nothing is written yet."""
    figures = key_result.figures
    figures.current = entry.value if entry else None
    figures.progress = measure.to_figure(progress_of(key_result, figures.current))
    figures.measured_on = entry.measured_on if entry else None
    figures.last_check_in = entry


def progress_of(key_result: KeyResult, value) -> Fraction | None:
    """Exact progress of a key result at this value; None where it does not count."""
    return measure.key_result_progress(
        kind=key_result.kind,
        start=key_result.start_value,
        target=key_result.target_value,
        value=value,
    )


def own_progress(key_results: Iterable[KeyResult]) -> int | None:
    """The objective's progress in millionths, from its key results' current values."""
    live = [key_result for key_result in key_results if not key_result.dropped_at]
    return measure.to_figure(
        measure.objective_progress(
            (key_result.weight, progress_of(key_result, key_result.figures.current))
            for key_result in live
        )
    )


def write_objective(
    figures: ObjectiveFigures, objective: Objective, key_results: list[KeyResult]
) -> None:
    """Own progress and gap, then what the parent is given; `figures` is locked."""
    read_objective(figures, objective, key_results)
    write_gap(figures)
    give(figures, objective)


def read_objective(
    figures: ObjectiveFigures, objective: Objective, key_results: list[KeyResult]
) -> None:
    """What its definition and its key results give; nothing is written yet."""
    measured = [
        key_result.figures.measured_on
        for key_result in key_results
        if key_result.figures.measured_on and not key_result.dropped_at
    ]
    figures.progress = own_progress(key_results)
    figures.last_measured_on = max(measured, default=None)
    figures.cycle_id, figures.owner_id = objective.cycle_id, objective.owner_id
    figures.team_id, figures.is_live = objective.team_id, not objective.dropped_at
    live = [key_result for key_result in key_results if not key_result.dropped_at]
    figures.has_planned = any(key_result.is_planned for key_result in live)
    figures.has_unplanned = not all(key_result.is_planned for key_result in live)
    write_days(figures, objective.cycle, key_results)


def write_days(
    figures: ObjectiveFigures, cycle: Cycle, key_results: Iterable[KeyResult]
) -> None:
    """When the status turns, as long as progress and definitions stand as they do."""
    live = [key_result for key_result in key_results if not key_result.dropped_at]
    days = turning_days(
        progress=figures.progress,
        measured=figures.last_measured_on is not None,
        kept=all(key_result.is_line for key_result in live),
        parts=[
            Part(kr.kind, kr.weight, kr.due_on)
            for kr in live
            if kr.figures.progress is not None
        ],
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
    )
    figures.on_pace_until, figures.too_early_until = days.on_pace, days.too_early
    figures.on_track_until, figures.at_risk_until = days.on_track, days.at_risk


def refresh_days(objective_ids: list[int]) -> None:
    """Write only when the statuses of these, which are locked, turn. 3 queries."""
    rows = ObjectiveFigures.objects.select_related("cycle").in_bulk(objective_ids)
    key_results = defaultdict(list)
    live = KeyResult.objects.filter(objective__in=objective_ids, dropped_at=None)
    for key_result in live.select_related("figures"):
        key_results[key_result.objective_id].append(key_result)
    for pk, figures in rows.items():
        write_days(figures, figures.cycle, key_results[pk])
    ObjectiveFigures.objects.bulk_update(rows.values(), TURNING)


def write_gap(figures: ObjectiveFigures) -> None:
    total, weight = figures.children_sum, figures.children_weight
    figures.children_mean = measure.children_mean(total=total, weight=weight)
    figures.gap = measure.target_gap(own=figures.progress, total=total, weight=weight)
    figures.gap_size = None if figures.gap is None else abs(figures.gap)


def give(figures: ObjectiveFigures, objective: Objective) -> None:
    """Bring what the parent's sums hold of this objective up to date, and save."""
    parent, total, weight = contribution(objective, figures.progress)
    given = (figures.given_to_id, figures.given_sum, figures.given_weight)
    if given != (parent, total, weight):
        for parent_id, sum_, weight_ in _transfers(given, (parent, total, weight)):
            _add(parent_id, sum_, weight_)
        figures.given_to_id, figures.given_sum = parent, total
        figures.given_weight = weight
    figures.save()


def contribution(
    objective: Objective, progress: int | None
) -> tuple[int | None, int, int]:
    """(parent id, weight × progress, weight); (None, 0, 0) where it does not count."""
    parent, weight = objective.parent, objective.alignment_weight
    if parent is None or progress is None or not counts_in(objective, parent):
        return None, 0, 0
    return parent.pk, weight * progress, weight


def counts_in(objective: Objective, parent: Objective) -> bool:
    """Whether it belongs to the mean of that parent's children, once it has progress.

    A private objective does not count in a parent that is not private: the
    number is the same for every reader and gives nothing away.
    """
    hidden = objective.is_private and not parent.is_private
    return not hidden and objective.dropped_at is None


def _transfers(given: tuple, due: tuple) -> list[tuple[int, int, int]]:
    """(parent, sum, weight) to add: one where the parent stays, deeper ones first."""
    changes: dict[int, list[int]] = {}
    for sign, (parent, total, weight) in ((-1, given), (1, due)):
        if parent is not None:
            change = changes.setdefault(parent, [0, 0])
            change[0] += sign * total
            change[1] += sign * weight
    order = Objective.objects.filter(pk__in=changes).order_by("-level", "pk")
    return [(pk, *changes[pk]) for pk in order.values_list("pk", flat=True)]


def _add(parent_id: int, total: int, weight: int) -> None:
    parent = locked(parent_id)
    parent.children_sum += total
    parent.children_weight += weight
    write_gap(parent)
    parent.save(
        update_fields=[
            "children_sum",
            "children_weight",
            "children_mean",
            "gap",
            "gap_size",
        ]
    )


def take_back(figures: ObjectiveFigures) -> None:
    if figures.given_to_id is not None:
        _add(figures.given_to_id, -figures.given_sum, -figures.given_weight)


def ledger_end(key_result_id: int) -> int:
    """The id of the newest entry, 0 before the first: what a form has seen."""
    entries = CheckIn.objects.filter(key_result=key_result_id)
    return entries.aggregate(newest=Max("pk"))["newest"] or 0
