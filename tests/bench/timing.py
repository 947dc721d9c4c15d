"""A ratio: two things that take turns, and the medians of what each of them took."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

TURNS = 7  # of floor and subject each; five are asked for
MOST_SPREAD = 0.30  # of the floor's own turns, beyond which a ratio says nothing


@dataclass(frozen=True)
class Ratio:
    """Seconds (or any other unit) per turn, in the order in which they were taken."""

    floors: tuple[float, ...]
    subjects: tuple[float, ...]

    @property
    def value(self) -> float:
        """How many times the floor the subject takes."""
        return median(self.subjects) / median(self.floors)

    @property
    def spread(self) -> float:
        """How far the floor's middle half reaches, as a part of its median."""
        outer = len(self.floors) // 4  # at either end
        inner = sorted(self.floors)[outer : len(self.floors) - outer]
        return (inner[-1] - inner[0]) / median(self.floors)

    @property
    def is_void(self) -> bool:
        return self.spread > MOST_SPREAD


def seconds(do: Callable[[], object], repeats: int = 1) -> float:
    """How long one call takes: the median of so many."""
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        do()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def alternate(
    floor: Callable[[], object],
    subject: Callable[[], object],
    *,
    turns: int = TURNS,
    repeats: int = 1,
) -> Ratio:
    """Let both take turns, each the median of `repeats` calls, after a warming one."""
    seconds(floor), seconds(subject)
    pairs = [(seconds(floor, repeats), seconds(subject, repeats)) for _ in range(turns)]
    floors, subjects = zip(*pairs, strict=True)
    return Ratio(floors, subjects)
