"""The children of one objective, as its page compares them with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from objectives.models import KeyResult, Objective, User
from progress import figures, measure
from progress.day import Day
from progress.gap import Standard
from progress.readings import (
    KeyResultReading,
    ObjectiveReading,
    key_results_of,
)

LISTED = 50


@dataclass(frozen=True)
class Child:
    """One child; `counts` in the mean unless it is private under a public parent."""

    reading: ObjectiveReading
    counts: bool
    is_seen: bool
    of_other_cycle: bool
    late: frozenset[int]  # ids of the key results whose update is late or missed

    @property
    def objective(self) -> Objective:
        return self.reading.objective

    @property
    def progress(self) -> int | None:
        return self.reading.progress

    @property
    def weight(self) -> int:
        return self.objective.alignment_weight

    @property
    def standards(self) -> tuple[Standard, ...]:
        return tuple(
            Standard(
                key_result.weight,
                figures.progress_of(key_result, key_result.figures.current),
                key_result.pk in self.late,
            )
            for key_result in self.reading.key_results
        )

    def link_gap(self, own: int | None) -> int | None:
        return measure.link_gap(own, self.progress)


@dataclass(frozen=True)
class Family:
    """An objective's live children, those included that a reader may not see.

    A private parent's mean counts private children whom another reader of the parent
    may not see: `hides_some` then, and nothing about single children is worked out.
    """

    parent: Objective
    children: tuple[Child, ...]

    @cached_property
    def counted(self) -> list[Child]:
        """Those in the stored mean, whoever reads."""
        return [child for child in self.children if child.counts]

    @cached_property
    def seen(self) -> list[Child]:
        return [child for child in self.children if child.is_seen]

    @property
    def listed(self) -> list[Child]:
        """In the order of the tree; of too many, those furthest from their parent."""
        if not self.is_cut:
            return self.seen
        own = self.parent.figures.progress
        furthest = sorted(self.seen, key=lambda child: -abs(child.link_gap(own) or 0))
        return furthest[:LISTED]

    @property
    def is_cut(self) -> bool:
        return len(self.seen) > LISTED

    @property
    def hides_some(self) -> bool:
        return not all(child.is_seen for child in self.counted)

    @property
    def has_weights(self) -> bool:
        return any(child.weight != 1 for child in self.seen)

    @property
    def key_results(self) -> list[KeyResult]:
        """The live ones of the children that count."""
        return [kr for child in self.counted for kr in child.reading.key_results]


def family_of(parent: Objective, user: User, day: Day) -> Family:
    """4 queries: the children, their key results, what rules them, and days away."""
    seen = Objective.objects.visible_to(user).order_by().filter(pk=OuterRef("pk"))
    found = Objective.objects.live().filter(parent=parent).annotate(seen=Exists(seen))
    found = found.select_related("cycle", "owner", "team", "figures").order_by("lft")
    children = list(found)
    key_results = key_results_of(children)
    late = late_ones([kr for below in key_results.values() for kr in below], day)
    return Family(
        parent,
        tuple(
            child_of(parent, child, key_results[child.pk], late, day)
            for child in children
        ),
    )


def late_ones(key_results: Sequence[KeyResult], day: Day) -> set[int]:
    """The ids of those whose last value is stale: late, or missed. 2 queries."""
    day.learn(key_results)
    return {kr.pk for kr in key_results if day.overdue(kr)}


def child_of(
    parent: Objective,
    child: Objective,
    key_results: list[KeyResult],
    late: set[int],
    day: Day,
) -> Child:
    return Child(
        reading=ObjectiveReading(child, tuple(key_results), day.today),
        counts=parent.is_private or not child.is_private,
        is_seen=child.seen,
        of_other_cycle=child.cycle_id != parent.cycle_id,
        late=frozenset(kr.pk for kr in key_results if kr.pk in late),
    )


def own_standards(readings: Sequence[KeyResultReading]) -> tuple[Standard, ...]:
    return tuple(
        Standard(r.key_result.weight, r.ratio, r.due_group == "overdue")
        for r in readings
    )
