"""Many at once: people who go on until the time is over, and how fast they were."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.report import Line
from tests.bench.timing import Ratio

PATIENCE = 90  # seconds that the last answers may take


@dataclass
class Tally:
    """What a crowd did: seconds of each deed, and what did not go as it should."""

    seconds: float
    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Deeds in a second."""
        return len(self.taken) / self.seconds

    @property
    def p95(self) -> float:
        """Seconds within which nineteen of twenty deeds were done."""
        return sorted(self.taken)[int(len(self.taken) * 0.95)] if self.taken else 0.0


def let(members: Sequence[Callable[[], object]], seconds: float) -> Tally:
    """Each member does its deed again and again; all begin together.

    What is under way when the time is over counts, as does the time that it takes.
    """
    tally, start = Tally(seconds), threading.Barrier(len(members) + 1)
    until = 0.0

    def is_over() -> bool:
        return time.perf_counter() > until

    def member(deed: Callable[[], object]) -> None:
        start.wait()
        work(deed, tally, is_over)

    threads = [
        threading.Thread(target=member, args=(deed,), daemon=True) for deed in members
    ]
    for thread in threads:
        thread.start()
    begin = time.perf_counter()
    until = begin + seconds
    start.wait()
    for thread in threads:
        thread.join(seconds + PATIENCE)
    if any(thread.is_alive() for thread in threads):
        tally.errors.append("somebody waits for an answer without end")
    tally.seconds = time.perf_counter() - begin
    return tally


def work(deed: Callable[[], object], tally: Tally, is_over: Callable[[], bool]) -> None:
    """Do it until it is over, or until it fails."""
    while not is_over():
        begin = time.perf_counter()
        try:
            deed()
        except Exception as error:
            tally.errors.append(f"{type(error).__name__}: {error}"[:300])
            return
        tally.taken.append(time.perf_counter() - begin)


def rates(
    floor: Callable[[], Tally], subject: Callable[[], Tally], turns: int
) -> tuple[Ratio, list[Tally]]:
    """Deeds in a second of both, in turns; with the subject's tallies."""
    pairs = [(floor(), subject()) for _ in range(turns)]
    floors = tuple(one.rate for one, _other in pairs)
    subjects = tuple(other.rate for _one, other in pairs)
    return Ratio(floors, subjects), [other for _one, other in pairs]


def rate_line(goal: str, what: str, ratio: Ratio, at_least: float) -> Line:
    """Which part of the floor's rate is reached, with both rates beside it."""
    own, floor = median(ratio.subjects), median(ratio.floors)
    measured = f"{ratio.value:.2f} x  ({own:.0f}/s of {floor:.0f}/s)"
    if ratio.is_void:
        return Line(goal, what, f"{measured} void", f"floor ±{ratio.spread:.0%}")
    met = ratio.value >= at_least
    return Line(goal, what, measured, f">= {at_least:.2f} x", met)


def none_line(goal: str, what: str, errors: Sequence[object]) -> Line:
    """What must not happen, and how often it did; the first of it is told."""
    told = f"{len(errors)}: {errors[0]}" if errors else "0"
    return Line(goal, what, told, "0", not errors)
