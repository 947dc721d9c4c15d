"""The large track on top of a page."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from html import escape

from tests.bench.inside.hand.course import KeyResult
from tests.bench.inside.hand.figures import bar
from tests.bench.inside.hand.pieces import (
    MILLION,
    along,
    at,
    percent,
    stretch,
    thousandths,
)

LABEL, SPACE = 200, 10  # thousandths of the width: the widest label, between two
Place = tuple[int, str]  # where a label starts or ends, and which of the two


def frame(height: int, rail: int, title: str, own: int, *parts: str) -> str:
    return (
        f'<svg class="track track-lg" width="100%" height="{height}" role="img">'
        f'<title>{escape(title)}</title><rect class="rail" y="{rail}" width="100%" '
        f'height="14" rx="1"/>{bar(own, y=rail, height=14)}{"".join(parts)}</svg>'
    )


def objective_track(own: int, mean: int, expected: int) -> str:
    words = f"children’s mean {percent(mean)}"
    awaited = f"expected today {percent(expected)}"
    one, other = apart(thousandths(own), thousandths(mean))
    return frame(
        82,
        42,
        f"Own progress {percent(own)}, {words}, {awaited}",
        own,
        stretch(own, mean, "42", 14),
        ruler(59, percent, quarters=4),
        pace(expected, rail=42, top=17),
        bob(along(mean)),
        label(centred(thousandths(expected)), 12, awaited),
        label(one, 33, f"own progress {percent(own)}", " t-own"),
        label(other, 33, words),
    )


def bob(x: str) -> str:
    return (
        f'<line class="thread" x1="{x}" x2="{x}" y1="34" y2="42"/>'
        f'<use href="#m-bob-lg" x="{x}" y="49"/>'
    )


def key_result_track(of: KeyResult) -> str:
    """On its own scale, for a way."""
    progress, expected = of.progress, of.expected
    now, awaited = f"now {of.shown(of.current)}", on_scale(of, expected)
    return frame(
        66,
        26,
        f"{now}, progress {percent(progress)}; expected {awaited} today",
        progress,
        ruler(43, lambda figure: on_scale(of, figure), quarters=2),
        pace(expected, rail=26, top=18),
        key_result_labels(progress, expected, now, f"expected {awaited}"),
    )


def on_scale(of: KeyResult, figure: int) -> str:
    """The value that stands there."""
    return of.shown(of.start + (of.target - of.start) * Fraction(figure, MILLION))


def key_result_labels(progress: int, expected: int, now: str, awaited: str) -> str:
    own, there = apart(thousandths(progress), thousandths(expected))
    away = own[1] != there[1] and (own[0] < there[0]) == (own[1] == "end")
    if away and abs(own[0] - there[0]) >= LABEL * 3 // 4:
        there = centred(thousandths(expected))
    return label(there, 13, awaited) + label(own, 13, now, " t-own")


def ruler(top: int, show: Callable[[int], str], *, quarters: int) -> str:
    ticks = "".join(
        f'<line class="tick" x1="{at(x)}" x2="{at(x)}" y1="{top}" '
        f'y2="{top + (3 if x % 250 else 6)}"/>'
        for x in range(0, 1001, 50)
    )
    edge = {0: "start", MILLION: "end"}
    numbers = "".join(
        f'<text class="t-scale" x="{along(figure)}" y="{top + 20}" '
        f'text-anchor="{edge.get(figure, "middle")}">{show(figure)}</text>'
        for figure in range(0, MILLION + 1, MILLION // quarters)
    )
    return ticks + numbers


def pace(expected: int, *, rail: int, top: int) -> str:
    x = along(expected)
    return (
        f'<rect class="halo" x="{x}" y="{rail - 4}" width="4" height="22" '
        f'transform="translate(-2 0)"/><rect class="pace" x="{x}" y="{top}" '
        f'width="1.5" height="{rail + 17 - top}" transform="translate(-.75 0)"/>'
    )


def label(place: Place, y: int, text: str, kind: str = "") -> str:
    x, anchor = place
    return (
        f'<text class="t-lab{kind}" x="{at(x)}" y="{y}" text-anchor="{anchor}">'
        f"{text}</text>"
    )


def centred(x: int) -> Place:
    if x < LABEL // 2:
        return x, "start"
    return x, "middle" if x <= 1000 - LABEL // 2 else "end"


def apart(one: int, other: int) -> tuple[Place, Place]:
    """The left one ends at its mark, the right one starts; they never meet."""
    if one > other:
        return apart(other, one)[::-1]
    short = max(SPACE - (other - one), 0) // 2
    left, right = (one - short, "end"), (other + short, "start")
    if left[0] < LABEL:
        left = one, "start"
    if right[0] > 1000 - LABEL:
        right = other, "end"
    if left[1] == right[1] == "start":
        right = max(other, one + LABEL), "start"
    if left[1] == right[1] == "end":
        left = min(one, other - LABEL), "end"
    return left, right
