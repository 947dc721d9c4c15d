"""Why a target gap is what it is: what makes it, and what stale values leave open.

Plain Python, exact throughout, in the terms of progress/measure.py: a ratio is a
Fraction, a figure is in whole millionths. docs/arithmetic.md works every table by
hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from progress.measure import (
    WHOLE,
    objective_progress,
    shares,
    target_gap,
    to_figure,
)


@dataclass(frozen=True)
class Standard:
    """A key result as it enters the gap.

    `progress` is exact, None where it does not count. Of a stale one nobody knows
    any more what it is: anything from 0 to 1, and it counts once somebody looks.
    """

    weight: Decimal
    progress: Fraction | None
    is_stale: bool = False


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest that a figure can be; both can be reached."""

    low: int
    high: int


@dataclass(frozen=True)
class Side:
    """A child that counts in the mean, unless it has no progress."""

    weight: int
    standards: tuple[Standard, ...]

    @cached_property
    def figure(self) -> int | None:
        return figure_of(self.standards)

    @property
    def is_stale(self) -> bool:
        return is_any_stale(self.standards)

    @property
    def worst(self) -> int | None:
        """Its figure with every stale value at 0."""
        return figure_of(put(self.standards, 0))

    @property
    def best(self) -> int | None:
        """Its figure with every stale value at 1."""
        return figure_of(put(self.standards, 1))


@dataclass(frozen=True)
class Gap:
    """One objective against its children: `figure` is the stored target gap.

    Whatever a method answers is in the order of `own` or `children`; None stands for
    those that do not count, and for everything where there is no gap.
    """

    own: tuple[Standard, ...]
    children: tuple[Side, ...]

    @cached_property
    def own_figure(self) -> int | None:
        return figure_of(self.own)

    @cached_property
    def total(self) -> int:
        """Sum of alignment weight times figure over the children that count."""
        return sum(c.weight * c.figure for c in self.children if c.figure is not None)

    @cached_property
    def weight(self) -> int:
        return sum(c.weight for c in self.children if c.figure is not None)

    @property
    def figure(self) -> int | None:
        return self._gap(self.own_figure)

    def own_parts(self) -> list[Fraction | None]:
        """What each key result makes of the gap: share × (its progress − the mean).

        The parts add up to own progress minus the mean, exactly.
        """
        if self.figure is None:
            return [None] * len(self.own)
        mean = Fraction(self.total, self.weight * WHOLE)
        counting = [s for s in self.own if s.progress is not None]
        portions = iter(shares([s.weight for s in counting]))
        return [
            None if s.progress is None else next(portions) * (s.progress - mean)
            for s in self.own
        ]

    def child_parts(self) -> list[Fraction | None]:
        """What each child makes of the gap: share of the mean × its link gap.

        The parts add up to own figure minus the mean, exactly.
        """
        own, scale = self.own_figure, self.weight * WHOLE
        return [
            None
            if own is None or c.figure is None
            else Fraction(c.weight * (own - c.figure), scale)
            for c in self.children
        ]

    def without_own(self, index: int) -> int | None:
        """The gap if this key result were not there; None where nothing is left."""
        return self._gap(figure_of(self.own[:index] + self.own[index + 1 :]))

    def without_child(self, index: int) -> int | None:
        """The gap if this child were not there; None where no other one counts."""
        child = self.children[index]
        if child.figure is None:
            return self.figure
        total = self.total - child.weight * child.figure
        return self._gap(self.own_figure, total, self.weight - child.weight)

    def bounds_of_own(self, index: int) -> Bounds | None:
        """Where the gap can lie once this key result is known."""
        known = [replace(s, is_stale=n == index) for n, s in enumerate(self.own)]
        return self._between(
            self._gap(figure_of(put(known, 0))), self._gap(figure_of(put(known, 1)))
        )

    def bounds_of_child(self, index: int) -> Bounds | None:
        """Where the gap can lie once this child's stale key results are known."""
        child = self.children[index]
        return self._between(
            self._gap(self.own_figure, *self._sums_with(child, child.best)),
            self._gap(self.own_figure, *self._sums_with(child, child.worst)),
        )

    def bounds(self) -> Bounds | None:
        """Where the gap can lie once every stale value of both sides is known."""
        least = Gap(put(self.own, 0), _all_at(self.children, 1))
        greatest = Gap(put(self.own, 1), _all_at(self.children, 0))
        return self._between(least.figure, greatest.figure)

    def _gap(
        self, own: int | None, total: int | None = None, weight: int | None = None
    ) -> int | None:
        return target_gap(
            own=own,
            total=self.total if total is None else total,
            weight=self.weight if weight is None else weight,
        )

    def _sums_with(self, child: Side, figure: int | None) -> tuple[int, int]:
        """(total, weight) with this child at another figure, counted now if it is."""
        total, weight = self.total, self.weight
        if child.figure is not None:
            total, weight = total - child.weight * child.figure, weight - child.weight
        if figure is not None:
            total, weight = total + child.weight * figure, weight + child.weight
        return total, weight

    def _between(self, low: int | None, high: int | None) -> Bounds | None:
        if self.figure is None or low is None or high is None:
            return None
        return Bounds(low, high)


def figure_of(standards: Sequence[Standard]) -> int | None:
    """The figure of an objective with these key results."""
    return to_figure(objective_progress((s.weight, s.progress) for s in standards))


def is_any_stale(standards: Sequence[Standard]) -> bool:
    return any(standard.is_stale for standard in standards)


def put(standards: Sequence[Standard], ratio: int) -> tuple[Standard, ...]:
    """The same key results, each stale one found at `ratio` (0 or 1)."""
    found = Fraction(ratio)
    return tuple(replace(s, progress=found) if s.is_stale else s for s in standards)


def _all_at(children: Sequence[Side], ratio: int) -> tuple[Side, ...]:
    return tuple(replace(c, standards=put(c.standards, ratio)) for c in children)


def apportioned(
    parts: Sequence[Fraction | None], total: int, *, units: int
) -> list[int | None]:
    """Each part in whole `units` of 1, so that they add up to `total` units.

    Rounded one by one, 1/3 + 1/3 + 1/3 would make 99 %. Here each is rounded down,
    and what is missing goes to those that lost most, the first ones among equals.
    None stays None; without any part nothing is given out.
    """
    scaled = {n: part * units for n, part in enumerate(parts) if part is not None}
    floors = {n: part.numerator // part.denominator for n, part in scaled.items()}
    if not floors:
        return [None] * len(parts)
    each, rest = divmod(total - sum(floors.values()), len(floors))
    by_loss = sorted(scaled, key=lambda n: floors[n] - scaled[n])
    favoured = set(by_loss[:rest])
    return [
        None if n not in floors else floors[n] + each + (n in favoured)
        for n in range(len(parts))
    ]


def gap_against_pace(
    *, own: int, expected: int, children: Sequence[tuple[int, int, int]]
) -> int | None:
    """Own pace minus the mean pace of the children, in millionths.

    Each child is (alignment weight, figure, expected figure), the expectation by its
    own cycle. Together with the gap between the expectations it makes the target gap:
    it is what is left once cycles with other dates are allowed for. None without
    children.
    """
    return target_gap(
        own=own - expected,
        total=sum(weight * (figure - due) for weight, figure, due in children),
        weight=sum(weight for weight, _, _ in children),
    )
