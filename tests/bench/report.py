"""The lines that the benchmark prints: one for each thing measured."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.timing import Ratio


@dataclass(frozen=True)
class Line:
    """`goal` is its number in docs/performance.md ("P5"), "" where none was set.

    `met` is None where no goal was set, or where the floor varied too much to tell.
    """

    goal: str
    what: str
    measured: str
    wanted: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "NOT MET", None: ""}[self.met]
        return columns(self.goal, self.what, self.measured, self.wanted, verdict)


def columns(goal: str, what: str, measured: str, wanted: str, verdict: str) -> str:
    return f"{goal:4} {what:72} {measured:>32}  {wanted:12} {verdict}".rstrip()


def heading() -> str:
    return columns("goal", "what", "measured", "wanted", "")


def ratio_line(
    goal: str, what: str, ratio: Ratio, at_most: float | None = None
) -> Line:
    """How many times the floor, with the subject's own milliseconds beside it."""
    middle = sorted(ratio.subjects)[len(ratio.subjects) // 2]
    measured = f"{ratio.value:.2f} x  ({middle * 1000:.1f} ms)"
    if ratio.is_void:
        return Line(goal, what, f"{measured} void", f"floor ±{ratio.spread:.0%}")
    if at_most is None:
        return Line(goal, what, measured)
    return Line(goal, what, measured, f"<= {at_most} x", ratio.value <= at_most)
