"""How far objectives stand from their pace: a column for every ten points.

Where they are few, each is a mark that leads to it; where one column would grow too
high for that, every column is a bar with its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import MINUS
from progress.drawing import percent
from progress.measure import Status
from progress.words import pace_words, status_mark

STEP = 100_000  # millionths: ten points
FARTHEST = 4  # steps on either side; what lies beyond stands in the last one
MOST_MARKS = 12  # in a column
APART, HEAD = 26, 38  # from mark to mark, and what stands above them
HEIGHT = 220  # unless a column of marks needs more
BINS = range(-FARTHEST, FARTHEST + 1)


@dataclass(frozen=True)
class PaceMark:
    """An objective; `progress` and `expected` in millionths."""

    title: str
    url: str
    progress: int
    expected: int
    status: Status


def bin_of(pace: int) -> int:
    """The nearest step, half away from 0; what lies beyond the last is in it."""
    steps = (abs(pace) + STEP // 2) // STEP
    return min(steps, FARTHEST) * (1 if pace > 0 else -1)


def counted(paces: Iterable[int]) -> dict[int, int]:
    """How many lie in each bin, from the furthest behind to the furthest ahead."""
    counts = dict.fromkeys(BINS, 0)
    for pace in paces:
        counts[bin_of(pace)] += 1
    return counts


def fits_marks(counts: Mapping[int, int]) -> bool:
    """Whether each of these can be a mark of its own; `counts` are of each step."""
    return max(counts.values(), default=0) <= MOST_MARKS


def marks(drawn: Sequence[PaceMark]) -> SafeString:
    """One mark for each objective, those furthest behind at the foot."""
    columns: dict[int, list[PaceMark]] = defaultdict(list)
    for mark in sorted(drawn, key=lambda mark: mark.progress - mark.expected):
        columns[bin_of(mark.progress - mark.expected)].append(mark)
    tallest = max(map(len, columns.values()))
    height = max(HEIGHT, HEAD + APART * tallest)
    links = [
        (link(mark, number, height - APART * above),)
        for number, column in columns.items()
        for above, mark in enumerate(column, start=1)
    ]
    return plot("group", format_html_join("", "{}", links), height)


def link(mark: PaceMark, number: int, y: int) -> SafeString:
    shape = status_mark(mark.status)
    return format_html(
        '<a href="{}"><title>{}: {}, {}</title><use class="d-{}" href="#{}" x="{}" '
        'y="{}" width="19" height="19" transform="translate(-9.5 0)"/></a>',
        mark.url,
        mark.title,
        shape.text,
        pace_words(mark.progress, mark.expected),
        shape.state,
        shape.icon,
        place(number),
        y,
    )


def bars(counts: Mapping[int, int]) -> SafeString:
    """One bar for each step, with its number."""
    tallest = max(counts.values())
    drawn = ((bar(number, count, tallest),) for number, count in counts.items())
    inside = format_html_join("", "{}", drawn)
    return plot("img", inside, label=bars_words(counts))


def bar(number: int, count: int, tallest: int) -> SafeString:
    """Its height is its part of the tallest; one with anything in it can be seen."""
    if not count:
        return format_html("{}", "")
    height = max(count * (HEIGHT - 60) // tallest, 2)
    return format_html(
        '<rect class="own" x="{0}" width="6%" y="{1}" height="{2}" rx="1"/>'
        '<text class="t-zone" x="{3}" y="{4}" text-anchor="middle">{5}</text>',
        percent(left_of(number)),
        HEIGHT - height,
        height,
        percent(left_of(number) + 30),
        HEIGHT - height - 6,
        count,
    )


def bars_words(counts: Mapping[int, int]) -> str:
    told = [
        _("%(points)s points: %(count)s") % {"points": scale(number), "count": count}
        for number, count in counts.items()
        if count
    ]
    return _(", ").join(told)


def place(number: int) -> str:
    """Where a step stands, in percent of the width."""
    return percent((number + FARTHEST) * 125)


def left_of(number: int) -> int:
    """Where its bar begins, in thousandths: inside the plot at both ends."""
    return min(max((number + FARTHEST) * 125 - 30, 0), 940)


def plot(
    role: str, inside: SafeString, height: int = HEIGHT, label: str = ""
) -> SafeString:
    name = _("Objectives by their distance from what is expected today")
    return format_html(
        '<svg class="plot dots" width="100%" height="{}" role="{}" aria-label="{}">'
        '<rect class="zone" x="43.75%" width="12.5%" height="100%"/>{}{}'
        '<line class="axis" x1="0" x2="100%" y1="100%" y2="100%"/>{}</svg>',
        height,
        role,
        f"{name}: {label}" if label else name,
        zones(),
        inside,
        format_html_join("", "{}", ((tick(number),) for number in BINS)),
    )


def zones() -> SafeString:
    words = [
        ("0", "start", _("behind pace")),
        ("50%", "middle", _("on pace")),
        ("100%", "end", _("ahead of pace")),
    ]
    return format_html_join(
        "", '<text class="t-zone" x="{}" y="12" text-anchor="{}">{}</text>', words
    )


def tick(number: int) -> SafeString:
    anchor = {-FARTHEST: "start", FARTHEST: "end"}.get(number, "middle")
    return format_html(
        '<text x="{}" y="100%" dy="18" text-anchor="{}">{}</text>',
        place(number),
        anchor,
        scale(number),
    )


def scale(number: int) -> str:
    """ "−40", "±0", "+40"."""
    if not number:
        return "±0"
    return f"+{10 * number}" if number > 0 else f"{MINUS}{10 * -number}"
