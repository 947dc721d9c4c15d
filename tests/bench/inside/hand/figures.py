"""Numbers as a page writes them, and how they were worked out.

A value is told in ten-thousandths of its unit, as many decimals as its column has. A
figure in millionths has as many in percent, and a difference of figures in points, so
that one function writes them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from html import escape

from tests.bench.inside.hand.pieces import (
    MILLION,
    POINT,
    along,
    pace_mark,
    percent,
    scale,
)
from tests.bench.inside.hand.readings import DECIMALS, PARTS, day_of, decimals

MINUS = "−"
PLAIN = 9_999  # the largest denominator that still says something


def number(value: int | Fraction, places: int | None = None) -> str:
    """Half up to so many decimals; without them as many as it needs."""
    places = decimals(value) if places is None else places
    step = 10 ** (DECIMALS - places)
    nearest = int((2 * abs(value) + step) // (2 * step))
    whole, rest = divmod(nearest, 10**places)
    shown = f"{whole:,}.{rest:0{places}}" if places else f"{whole:,}"
    return MINUS + shown if value < 0 and nearest else shown


def signed(value: int, places: int | None = None) -> str:
    shown = number(value, places)
    return f"+{shown}" if value > 0 else shown


def figure(ratio: Fraction) -> int:
    """All of it only when reached, nothing only when nothing moved."""
    size = abs(ratio)
    whole = int((2 * size * MILLION + 1) // 2)
    if 0 < size < 1:
        whole = min(max(whole, 1), MILLION - 1)
    return whole if ratio > 0 else -whole


def exactly(of: int) -> str:
    return f"{number(of)}%"


def points(of: int) -> str:
    return f"{signed(of)} pts"


def whole_points(of: int) -> int:
    size = (2 * abs(of) + POINT) // (2 * POINT)
    return size if of > 0 else -size


def signed_points(of: int) -> str:
    return signed(whole_points(of) * PARTS)


def tenths(of: int) -> int:
    """A difference in tenths of a point."""
    size = (20 * abs(of) + POINT) // (2 * POINT)
    return size if of > 0 else -size


def signed_tenths(count: int) -> str:
    return signed(count * PARTS // 10, 1)


def percent1(of: int) -> str:
    whole = (2 * of * 1000 + MILLION) // (2 * MILLION)
    if 0 < of < MILLION:
        whole = min(max(whole, 1), 999)
    return f"{number(whole * PARTS // 10, 1)}%"


def pace_words(ahead: int) -> str:
    whole = whole_points(ahead)
    if not whole:
        return "on pace"
    return f"{abs(whole)} pts {'ahead of' if whole > 0 else 'behind'} pace"


def of_ratio(ratio: Fraction) -> str:
    if ratio.denominator > PLAIN:
        return exactly(figure(ratio))
    return str(ratio).replace("-", MINUS)


def equals(left: str, ratio: Fraction) -> str:
    """The fraction only where it says something."""
    told = exactly(figure(ratio))
    if ratio.denominator == 1 or ratio.denominator > PLAIN:
        return f"{left} = {told}"
    return f"{left} = {of_ratio(ratio)} = {told}"


def mean_of(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Of (weight, ratio)."""
    if not parts:
        return None
    whole = sum(weight * ratio for weight, ratio in parts)
    return whole / sum(weight for weight, _ in parts)


def mean_sum(parts: Sequence[tuple[Fraction, Fraction]]) -> str:
    terms = " + ".join(
        f"{number(weight * PARTS)} × {of_ratio(ratio)}" for weight, ratio in parts
    )
    total = number(sum(weight for weight, _ in parts) * PARTS)
    return equals(f"({terms}) ÷ {total}", mean_of(parts))


def difference(one: int, other: int) -> str:
    return f"{exactly(one)} {MINUS} {exactly(other)} = {points(one - other)}"


def pace_lines(progress: int, expected: int) -> list[str]:
    return ["pace = progress − expected", difference(progress, expected)]


def how(shown: str, lines: Iterable[str]) -> str:
    """A number that opens how it was worked out."""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    if not told:
        return shown
    return (
        f'<details class="how" name="how"><summary>{shown}<span class="vh"> '
        f'(show the arithmetic)</span></summary><div class="how-body">{told}</div>'
        "</details>"
    )


def key_result_bar(progress: int | None, expected: int | None, note: str = "") -> str:
    told = "No progress yet" if progress is None else f"Progress {percent(progress)}"
    return scale(f"{told}{note and f', {note}'}", progress, pace_mark(expected))


def bar(own: int, *, y: int, height: int) -> str:
    return f'<rect class="own" y="{y}" width="{along(own)}" height="{height}" rx="1"/>'


def weekday(day: date) -> str:
    return f"{day:%a} {day_of(day)}"
