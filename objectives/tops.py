"""Which objectives may stand at the top of a list of trees: kept as a column.

An objective stands at the top where its parent is not shown: there is none, it lies
in another cycle, or it was dropped. So it does for readers from whom a private
parent is kept; for the others it only may. Asked of the parents, a page of fifty
trees would read every objective of the cycle.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from objectives.models import Objective


class Tops:
    """What objectives.bookkeeping calls when definitions change; under its lock."""

    def hold(self, objective_id: int) -> None: ...

    def objectives_changed(self, objective_ids: list[int]) -> None:
        """Children too: whether they are on top depends on their parent."""
        touched = Q(pk__in=objective_ids) | Q(parent__in=objective_ids)
        wrong = dict(wrong_tops(Objective.objects.filter(touched)))
        for at_top in set(wrong.values()):
            pks = [pk for pk, value in wrong.items() if value == at_top]
            Objective.objects.filter(pk__in=pks).update(at_top=at_top)

    def key_results_changed(self, objective_id: int) -> None: ...

    def objective_leaves(self, objective_id: int) -> None: ...

    def cycle_changed(self, cycle_id: int) -> None: ...

    def action_changed(self, action_id: int) -> None: ...

    def many_changed(self, objective_ids: list[int]) -> None:
        """Whoever plants many sets it beforehand."""


def is_at_top(objective: Objective) -> bool:
    """The same of one whose parent is at hand."""
    parent = objective.parent
    if parent is None or parent.cycle_id != objective.cycle_id:
        return True
    return bool(parent.dropped_at) or parent.is_private


def wrong_tops(objectives: QuerySet) -> Iterator[tuple[int, bool]]:
    """(id, whether it may stand at the top) of those stored otherwise. 1 query."""
    rows = objectives.order_by().values_list(
        "pk",
        "at_top",
        "cycle_id",
        "parent_id",
        "parent__cycle_id",
        "parent__dropped_at",
        "parent__is_private",
    )
    for pk, stored, cycle, parent, parents_cycle, dropped, private in rows:
        at_top = not parent or parents_cycle != cycle or bool(dropped) or private
        if stored != at_top:
            yield pk, at_top
