"""How well actions were estimated, reckoned from what came of them.

Plain Python, exact. A share is the part of the expected change that came: 1 for all
of it. What does not exist is None, never 0. docs/actions.md works it by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from progress.verdict import Verdict

WEIGHTS = range(1, 6)
# An effect that others may have caused says nothing of how it was estimated.
TELLING = (Verdict.AS_EXPECTED, Verdict.LESS, Verdict.NONE)


@dataclass(frozen=True)
class Outcome:
    """One action: what is proposed of it, and what was estimated.

    `days` is how long it ran, None while it runs; effort and impact go from 1 to 5,
    None where nobody weighed it.
    """

    verdict: Verdict | None
    share: Fraction | None
    effort: int | None
    impact: int | None
    days: int | None

    @property
    def told(self) -> Fraction | None:
        """The share, where it says something of the estimate."""
        return self.share if self.verdict in TELLING else None


@dataclass(frozen=True)
class Weight:
    """The actions that were given one weight, and the medians of what came."""

    weight: int
    count: int
    share: Fraction | None
    days: Fraction | None


@dataclass(frozen=True)
class Estimates:
    """`share` and `distance` are medians: of what came, and of how far it was off."""

    counts: dict[Verdict, int]
    share: Fraction | None
    distance: Fraction | None
    by_effort: Sequence[Weight]
    by_impact: Sequence[Weight]


def estimates(outcomes: Iterable[Outcome]) -> Estimates:
    known = list(outcomes)
    shares = told_of(known)
    return Estimates(
        counts={v: sum(o.verdict == v for o in known) for v in Verdict},
        share=median(shares),
        distance=median(abs(1 - share) for share in shares),
        by_effort=by_weight(known, lambda outcome: outcome.effort),
        by_impact=by_weight(known, lambda outcome: outcome.impact),
    )


def by_weight(
    outcomes: Sequence[Outcome], weight_of: Callable[[Outcome], int | None]
) -> list[Weight]:
    """From 1 to 5; a weight that nothing was given is there with a count of 0."""
    found = []
    for weight in WEIGHTS:
        those = [outcome for outcome in outcomes if weight_of(outcome) == weight]
        days = [Fraction(each.days) for each in those if each.days is not None]
        found.append(Weight(weight, len(those), median(told_of(those)), median(days)))
    return found


def told_of(outcomes: Iterable[Outcome]) -> list[Fraction]:
    return [outcome.told for outcome in outcomes if outcome.told is not None]


def median(values: Iterable[Fraction]) -> Fraction | None:
    """The middle one, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
