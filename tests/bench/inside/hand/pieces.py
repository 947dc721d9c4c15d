"""Words, figures and drawings of a page from plain strings, in English only."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from html import escape
from typing import Any

MILLION, POINT = 1_000_000, 10_000
HAN = re.compile("[\u3400-\u9fff]")
STATUSES = {
    "too early": ("none", "s-none", "Too early to say"),
    "on track": ("ok", "s-ok", "On track"),
    "at risk": ("risk", "s-risk", "At risk"),
    "off track": ("off", "s-off", "Off track"),
    "not started": ("none", "s-none", "Not started"),
    "achieved": ("done", "s-done", "Achieved"),
}


def as_date(value: Any) -> date | None:
    """SQLite keeps a date as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def bdi(text: str) -> str:
    language = ' lang="zh"' if HAN.search(text) else ""
    return f"<bdi{language}>{escape(text)}</bdi>"


def rounded(ratio: Fraction, parts: int) -> int:
    whole = (2 * ratio.numerator * parts + ratio.denominator) // (2 * ratio.denominator)
    return min(max(whole, 1), parts - 1) if 0 < ratio < 1 else whole


def percent(figure: int | None) -> str:
    return "–" if figure is None else f"{rounded(Fraction(figure, MILLION), 100)}%"


def at(thousandths: int) -> str:
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def serves(parent: str | None) -> str:
    return f'<span class="serves">serves: {escape(parent)}</span>' if parent else ""


def badge(status: str) -> str:
    state, icon, text = STATUSES[status]
    return (
        f'<span class="status" data-s="{state}"><svg class="icon" aria-hidden="true">'
        f'<use href="#{icon}"/></svg>{text}</span>'
    )


def gap_badge(gap: int | None) -> str:
    """Without a gap nothing stands below."""
    if gap is None:
        return (
            '<span class="gap" data-gap="none" data-size="none">'
            '<span aria-hidden="true">–</span>'
            '<span class="vh">no child objectives</span></span>'
        )
    direction, size, words = gap_of(gap)
    return (
        f'<span class="gap" data-gap="{direction}" data-size="{size}">'
        '<svg class="gap-icon" aria-hidden="true">'
        f'<use href="#g-{direction}"/></svg>{words}</span>'
    )


def gap_of(gap: int) -> tuple[str, str, str]:
    size, points = abs(gap), (2 * abs(gap) + POINT) // (2 * POINT)
    if size <= 50_000:
        return "inline", "small", "in line with children"
    direction = "ahead" if gap > 0 else "behind"
    words = f"{direction}{' of' if gap > 0 else ''} children by {points} pts"
    return direction, "large" if size >= 150_000 else "medium", words


def track(own: int | None, mean: int | None, expected: int | None) -> str:
    """Of an objective."""
    told = "No progress yet" if own is None else f"Own progress {percent(own)}"
    if mean is not None:
        told += f", children’s mean {percent(mean)}"
    if expected is not None:
        told += f", expected today {percent(expected)}"
    bob = "" if mean is None else f'<use href="#m-bob" x="{along(mean)}" y="11"/>'
    between = ""
    if own is not None and mean is not None:
        between = stretch(own, mean)
    return scale(told, own, between, pace_mark(expected), bob)


def scale(told: str, own: int | None, *marks: str) -> str:
    """From 0 to 100 %, with a bar up to what is reached."""
    bar = f'<rect class="own" y="7" width="{along(own or 0)}" height="8" rx="1"/>'
    return (
        '<svg class="track" width="100%" height="22" role="img">'
        f"<title>{told}</title>"
        '<rect class="rail" y="7" width="100%" height="8" rx="1"/>'
        f"{'' if own is None else bar}{''.join(marks)}</svg>"
    )


def thousandths(figure: int) -> int:
    return (figure + 500) // 1000


def along(figure: int) -> str:
    return at(thousandths(figure))


def pace_mark(expected: int | None) -> str:
    return "" if expected is None else f'<use href="#m-pace" x="{along(expected)}"/>'


def stretch(own: int, other: int, y: str = "7", height: int = 8, more: str = "") -> str:
    """Hatched where the other is ahead, solid where it is behind, else nothing."""
    if abs(own - other) <= 50_000:
        return ""
    left, right = sorted([thousandths(own), thousandths(other)])
    place = f'x="{at(left)}" y="{y}" width="{at(right - left)}" height="{height}"'
    if own > other:
        return f'<rect class="ahead" {place}{more}/>'
    return f'<rect {place} fill="url(#hatch)"{more}/>'


def move(pk: int, title: str) -> str:
    return (
        f'<a class="node-move" href="/objectives/{pk}/move/">Move'
        f'<span class="vh"> {escape(title)}</span></a>'
    )
