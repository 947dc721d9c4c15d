"""The proof of the numbers that alignment reviews keep, for `manage.py verify`.

Two proofs, both exact. The arithmetic: sums, mean, gaps and link gaps follow from the
kept progress of both levels. The ledger: that progress is what the entries that
stood in it at the opening give with the definitions in force at that moment.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q

from objectives import clock
from objectives.models import Cycle, KeyResult
from progress import measure
from progress.as_of import (
    children_sums,
    expectation,
    family_in_force,
    key_results_in_force,
    progress_of,
)
from progress.models import AlignmentReview, CheckIn, FrozenChild

MOMENT = datetime.timedelta(microseconds=1)
# (what: "review" or "child", id, field, stored, computed)
Found = tuple[str, int, str, Any, Any]


def faults() -> Iterator[Found]:
    """Every kept number that is not what it should be; 14 queries for each review."""
    for review in _reviews():
        rows = list(review.children.order_by("pk"))
        yield from _differing("review", review, _sums(review, rows))
        yield from _against_the_ledger(review, rows)
        if review.closing_ledger_end is not None:
            yield from _closing_against_the_ledger(review)
        for row in rows:
            gap = measure.link_gap(review.own_progress, row.progress)
            yield from _differing("child", row, {"link_gap": gap})


def _reviews() -> Iterator[AlignmentReview]:
    rows = AlignmentReview.objects.select_related("objective").order_by("pk")
    return rows.iterator()


def _differing(what: str, row: Any, computed: dict[str, Any]) -> Iterator[Found]:
    for field, value in computed.items():
        if (stored := getattr(row, field)) != value:
            yield what, row.pk, field, stored, value


def _sums(review: AlignmentReview, rows: list[FrozenChild]) -> dict[str, int | None]:
    counted = [row for row in rows if row.progress is not None]
    total = sum(row.alignment_weight * (row.progress or 0) for row in counted)
    weight = sum(row.alignment_weight for row in counted)
    own = review.own_progress
    return {
        "children_sum": total,
        "children_weight": weight,
        "children_mean": measure.children_mean(total=total, weight=weight),
        "gap": measure.target_gap(own=own, total=total, weight=weight),
        "closing_gap": _closing_gap(review),
    }


def _closing_gap(review: AlignmentReview) -> int | None:
    """Within the one rounding of the mean, whose sums are not kept at closing."""
    gap, kept = measure.link_gap(review.closing_own, review.closing_mean), review
    if gap is None or kept.closing_gap is None:
        return gap
    return kept.closing_gap if abs(gap - kept.closing_gap) <= 1 else gap


def _against_the_ledger(
    review: AlignmentReview, rows: list[FrozenChild]
) -> Iterator[Found]:
    """Of each objective whose definitions have a history, as all set here have."""
    family, key_results, values = _known(
        review.objective_id, review.opened_at, review.ledger_end
    )
    proved = family.keys() - _without_history(family)
    kept: list[tuple[str, Any, int | None, str]] = [
        ("review", review, review.objective_id, "own_progress"),
        *(("child", row, row.child_id, "progress") for row in rows),
    ]
    for what, row, pk, field in kept:
        if pk in proved:
            computed = progress_of(pk, key_results, values)
            yield from _differing(what, row, {field: computed})
    if review.objective_id in proved:
        yield from _against_the_cycle(review, key_results, values)


def _closing_against_the_ledger(review: AlignmentReview) -> Iterator[Found]:
    """The three numbers kept at the closing, by what was known and in force then."""
    pk, at = review.objective_id, review.closed_at
    family, key_results, values = _known(pk, at, review.closing_ledger_end)
    if pk not in family or _without_history(family):
        return
    progress = {each: progress_of(each, key_results, values) for each in family}
    total, weight = children_sums(pk, family, progress)
    computed = {
        "closing_own": progress[pk],
        "closing_mean": measure.children_mean(total=total, weight=weight),
        "closing_gap": measure.target_gap(own=progress[pk], total=total, weight=weight),
    }
    yield from _differing("review", review, computed)


def _known(pk: int, at: Any, ledger_end: Any) -> tuple[Any, Any, dict[int, Decimal]]:
    """Both levels, their key results and values, as they stood at that moment."""
    family = family_in_force(pk, at + MOMENT)
    key_results = key_results_in_force(family, at + MOMENT)
    return family, key_results, _values_known(key_results, ledger_end)


def _against_the_cycle(
    review: AlignmentReview, key_results: Any, values: dict[int, Decimal]
) -> Iterator[Found]:
    """What was expected by the cycle's dates of that moment, where those are known."""
    objective = review.objective
    known = Cycle.history.filter(
        id=objective.cycle_id, history_date__lte=review.opened_at
    )
    cycle = known.order_by("history_date", "history_id").last()
    if cycle:
        day = clock.day_of(review.opened_at)
        then = expectation(objective.pk, cycle, key_results, values, day)
        yield from _differing("review", review, {"expected": then})


def _values_known(key_results: Any, ledger_end: int) -> dict[int, Decimal]:
    """The current value of each by the entries up to that one, corrections too."""
    later = Q(corrected_by=None) | Q(corrected_by__gt=ledger_end)
    entries = CheckIn.objects.filter(later, pk__lte=ledger_end)
    entries = entries.filter(key_result__in=list(key_results)).in_order()
    return dict(entries.values_list("key_result_id", "value"))


def _without_history(objectives: Any) -> set[int]:
    """Those with a key result that was written without one, by other means."""
    known = KeyResult.history.filter(objective__in=list(objectives)).values("id")
    bare = KeyResult.objects.filter(objective__in=list(objectives))
    bare = bare.exclude(pk__in=known).order_by()
    return set(bare.values_list("objective", flat=True))
