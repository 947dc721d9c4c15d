"""Why the gap of one objective is what it is: the rows that its page shows.

Everything here is worked out from what the page has read; no query. Points are
Decimals with one decimal, rounded so that the parts add up to the gap as shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from objectives.models import KeyResult, Objective
from progress import measure
from progress.change import POINT, tenth_points
from progress.family import LISTED, Child, Family, own_standards
from progress.gap import Bounds, Gap, Side, apportioned, gap_against_pace
from progress.readings import KeyResultReading, ObjectiveReading

TOLD = 3  # of each side in sentences
SMALLEST = Decimal(1)  # points that are worth a sentence
TENTHS = 1000  # of a point in 1


@dataclass(frozen=True)
class OwnPart:
    """One key result: `share` of the weights (millionths), what it `makes` (points).

    `without` is the gap if it were not there, in millionths.
    """

    reading: KeyResultReading
    share: int
    makes: Decimal
    without: int | None

    @property
    def progress(self) -> int | None:
        return self.reading.progress


@dataclass(frozen=True)
class ChildPart:
    """One child: `share` of the mean, what it `makes` of the gap; as OwnPart."""

    child: Child
    share: int
    makes: Decimal
    without: int | None

    @property
    def progress(self) -> int | None:
        return self.child.progress


@dataclass(frozen=True)
class Others:
    """How many children stand in no row of their own, and what they make together."""

    count: int
    makes: Decimal


@dataclass(frozen=True)
class Open:
    """What `late` stale values of one subject leave open.

    `is_either` where nothing lies between the two ends: a milestone, a line.
    """

    subject: KeyResult | Objective
    late: int
    bounds: Bounds
    is_either: bool = False

    @property
    def is_child(self) -> bool:
        return isinstance(self.subject, Objective)

    @property
    def width(self) -> int:
        return self.bounds.high - self.bounds.low


@dataclass(frozen=True)
class Paced:
    """The gap against pace, and the gap that the expectations alone would make.

    Both in points as shown, and together the gap.
    """

    against: Decimal
    awaited: Decimal
    figure: int  # against pace, in millionths
    has_other_cycles: bool
    rules: measure.Rules = measure.DEFAULT_RULES

    @property
    def is_material(self) -> bool:
        """Whether dates explain more of the gap than what counts as in line."""
        return abs(self.awaited) * POINT > self.rules.inline_up_to

    @property
    def is_told(self) -> bool:
        return self.has_other_cycles or self.is_material


Outcome = Literal["ahead", "behind", "inline", "open", "loose"]


@dataclass(frozen=True)
class GapPanel:
    """`children` and `paced` are empty where the reader may not see every child."""

    gap: int  # in millionths
    total: Decimal  # the same in points, as shown
    own: list[OwnPart]
    children: list[ChildPart]
    stale: list[Open]
    bounds: Bounds
    paced: Paced | None
    rules: measure.Rules = measure.DEFAULT_RULES

    @property
    def told_own(self) -> list[OwnPart]:
        return largest(self.own)

    @property
    def told_children(self) -> list[ChildPart]:
        return largest(self.children)

    @property
    def rows(self) -> list[ChildPart]:
        """The children in the table: of too many, those that make most of the gap."""
        if len(self.children) <= LISTED:
            return self.children
        return sorted(self.children, key=lambda part: -abs(part.makes))[:LISTED]

    @property
    def others(self) -> Others | None:
        """What is left of the gap for the children that are not in the table."""
        count = len(self.children) - len(self.rows)
        rest = self.total - sum(part.makes for part in self.rows)
        return Others(count, rest) if count else None

    @property
    def late(self) -> int:
        return sum(one.late for one in self.stale)

    @property
    def outcome(self) -> Outcome:
        """What can be said of the gap wherever the stale values lie.

        "open" where the two may turn out to be in line, "loose" where they are in
        line now and may turn out not to be.
        """
        ends = [self.bounds.low, self.bounds.high]
        low, high = (measure.gap_band(end, self.rules).direction for end in ends)
        if low == high and low != "none":
            return low
        now = measure.gap_band(self.gap, self.rules).direction
        return "loose" if now == "inline" else "open"


Part = TypeVar("Part", OwnPart, ChildPart)


def largest(parts: list[Part]) -> list[Part]:
    worth = [part for part in parts if abs(part.makes) >= SMALLEST]
    return sorted(worth, key=lambda part: -abs(part.makes))[:TOLD]


def panel_of(
    reading: ObjectiveReading, own: Sequence[KeyResultReading], family: Family
) -> GapPanel | None:
    """None where there is no gap; `own` are the live key results.

    All of it from the key results as they were read, so that it holds together even
    where somebody checks in between two queries.
    """
    sides = sides_of(own, family)
    figure, bounds = sides.figure, sides.bounds()
    if figure is None or bounds is None:
        return None
    return GapPanel(
        gap=figure,
        total=tenth_points(figure),
        own=own_parts(sides, own, figure),
        children=[] if family.hides_some else child_parts(sides, family, figure),
        stale=open_values(sides, own, family),
        bounds=bounds,
        paced=None if family.hides_some else paced_of(reading, family, figure),
    )


def sides_of(own: Sequence[KeyResultReading], family: Family) -> Gap:
    """Both sides; how fresh the children are is left out where some are hidden."""
    children = [Side(child.weight, child.standards) for child in family.counted]
    if family.hides_some:
        children = [
            replace(c, standards=tuple(replace(s, is_stale=False) for s in c.standards))
            for c in children
        ]
    return Gap(own_standards(own), tuple(children))


def own_parts(
    sides: Gap, own: Sequence[KeyResultReading], figure: int
) -> list[OwnPart]:
    counting = [
        n for n, standard in enumerate(sides.own) if standard.progress is not None
    ]
    portions = measure.shares([sides.own[n].weight for n in counting])
    makes = shown(sides.own_parts(), figure)
    return [
        OwnPart(own[n], measure.to_figure(share), makes[n], sides.without_own(n))
        for n, share in zip(counting, portions, strict=True)
    ]


def child_parts(sides: Gap, family: Family, figure: int) -> list[ChildPart]:
    makes = shown(sides.child_parts(), figure)
    return [
        ChildPart(
            child=child,
            share=measure.to_figure(Fraction(child.weight, sides.weight)),
            makes=makes[n],
            without=sides.without_child(n),
        )
        for n, child in enumerate(family.counted)
        if makes[n] is not None
    ]


def shown(parts: Sequence[Fraction | None], figure: int) -> list[Decimal | None]:
    """In points with one decimal, so that they add up to the gap as shown."""
    total = int(tenth_points(figure).scaleb(1))
    tenths = apportioned(parts, total, units=TENTHS)
    return [None if tenth is None else Decimal(tenth).scaleb(-1) for tenth in tenths]


def open_values(
    sides: Gap, own: Sequence[KeyResultReading], family: Family
) -> list[Open]:
    """One for each stale key result and each child with any, the widest first."""
    mine = [
        Open(reading.key_result, 1, sides.bounds_of_own(n), not reading.has_pace)
        for n, reading in enumerate(own)
        if sides.own[n].is_stale
    ]
    theirs = [
        Open(child.objective, len(child.late), sides.bounds_of_child(n))
        for n, child in enumerate(family.counted)
        if sides.children[n].is_stale
    ]
    return sorted([*mine, *theirs], key=lambda one: -one.width)


def paced_of(reading: ObjectiveReading, family: Family, figure: int) -> Paced | None:
    """`figure` is the gap; None where either side has no pace."""
    paced = [child for child in family.counted if child.reading.pace is not None]
    if reading.pace is None or not paced:
        return None
    children = [(c.weight, c.progress, c.reading.expected) for c in paced]
    own, expected = reading.progress, reading.expected
    against = gap_against_pace(own=own, expected=expected, children=children)
    awaited = measure.target_gap(
        own=expected,
        total=sum(weight * due for weight, _, due in children),
        weight=sum(weight for weight, _, _ in children),
    )
    parts = [Fraction(part, measure.WHOLE) for part in (against, awaited)]
    there, due = shown(parts, figure)
    return Paced(there, due, against, any(child.of_other_cycle for child in paced))
