"""The large track on top of an objective's or a key result's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_value
from progress.drawing import (
    NOTHING,
    at,
    gap_bar,
    objective_label,
    own_bar,
    percent,
    permille,
    show_percent,
)
from progress.measure import DEFAULT_RULES, WHOLE, Rules

# Widest that a label may be, in thousandths of the narrowest track with labels.
LABEL = 200
SPACE = 10  # between two labels


@dataclass(frozen=True)
class Layout:
    """Rows of the drawing, in pixels from its top."""

    height: int
    rail: int
    pace_top: int
    pace_label: int
    label: int

    @property
    def ruler(self) -> int:
        return self.rail + 17


OBJECTIVE = Layout(height=82, rail=42, pace_top=17, pace_label=12, label=33)
KEY_RESULT = Layout(height=66, rail=26, pace_top=18, pace_label=13, label=13)


@dataclass(frozen=True)
class Place:
    """Where a label starts or ends, in thousandths of the width."""

    x: int
    anchor: str  # SVG's text-anchor


@dataclass(frozen=True)
class Scale:
    """A key result's own scale: its start left, its target right."""

    start: Decimal
    target: Decimal
    unit: str
    places: int

    def show(self, figure: int) -> str:
        """The value that stands at `figure`, with its unit."""
        way = (self.target - self.start) * figure / WHOLE
        return show_value(self.start + way, self.unit, self.places)


def objective_track(
    *,
    own: int | None,
    mean: int | None = None,
    expected: int | None = None,
    rules: Rules = DEFAULT_RULES,
) -> SafeString:
    """An objective's progress over a ruler in percent; all three are figures."""
    body = format_html(
        "{}{}{}{}{}{}",
        gap_bar(own, mean, y=OBJECTIVE.rail, height=14, rules=rules),
        ruler(OBJECTIVE, show_percent, quarters=4),
        pace(OBJECTIVE, expected),
        bob(mean),
        pace_label(OBJECTIVE, expected, show_percent),
        objective_labels(own, mean),
    )
    return frame(OBJECTIVE, own, objective_label(own, mean, expected), body)


def key_result_track(
    *, scale: Scale, current: Decimal, progress: int, expected: int | None = None
) -> SafeString:
    """A key result's way on its own scale; `progress` and `expected` are figures.

    `current` is told as it is; the bar ends with the scale.
    """
    now = _("now %(value)s") % {"value": show_value(current, scale.unit, scale.places)}
    title = _("%(now)s, progress %(figure)s") % {
        "now": now,
        "figure": show_percent(progress),
    }
    if expected is not None:
        title = _("%(title)s; expected %(value)s today") % {
            "title": title,
            "value": scale.show(expected),
        }
    body = format_html(
        "{}{}{}",
        ruler(KEY_RESULT, scale.show, quarters=2),
        pace(KEY_RESULT, expected),
        key_result_labels(now, progress, expected, scale),
    )
    return frame(KEY_RESULT, progress, title, body)


def frame(layout: Layout, own: int | None, title: str, body: SafeString) -> SafeString:
    return format_html(
        '<svg class="track track-lg" width="100%" height="{}" role="img">'
        '<title>{}</title><rect class="rail" y="{}" width="100%" height="14" rx="1"/>'
        "{}{}</svg>",
        layout.height,
        title,
        layout.rail,
        own_bar(own, y=layout.rail, height=14),
        body,
    )


def ruler(layout: Layout, show: Callable[[int], str], *, quarters: int) -> SafeString:
    """A tick every 5 %, longer at each quarter; `quarters` + 1 numbers below."""
    top = layout.ruler
    ticks = (
        (percent(x), percent(x), top, top + (3 if x % 250 else 6))
        for x in range(0, 1001, 50)
    )
    numbers = (
        (at(figure), top + 20, edge(figure), show(figure))
        for figure in range(0, WHOLE + 1, WHOLE // quarters)
    )
    return format_html(
        "{}{}",
        format_html_join(
            "", '<line class="tick" x1="{}" x2="{}" y1="{}" y2="{}"/>', ticks
        ),
        format_html_join(
            "",
            '<text class="t-scale" x="{}" y="{}" text-anchor="{}">{}</text>',
            numbers,
        ),
    )


def edge(figure: int) -> str:
    """The first number stands right of its tick, the last one left of it."""
    return {0: "start", WHOLE: "end"}.get(figure, "middle")


def pace(layout: Layout, expected: int | None) -> SafeString:
    """Where progress should be today, with a halo of paper around the line."""
    if expected is None:
        return NOTHING
    return format_html(
        '<rect class="halo" x="{0}" y="{1}" width="4" height="22"'
        ' transform="translate(-2 0)"/><rect class="pace" x="{0}" y="{2}" width="1.5"'
        ' height="{3}" transform="translate(-.75 0)"/>',
        at(expected),
        layout.rail - 4,
        layout.pace_top,
        layout.ruler - layout.pace_top,
    )


def bob(mean: int | None) -> SafeString:
    if mean is None:
        return NOTHING
    return format_html(
        '<line class="thread" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>'
        '<use href="#m-bob-lg" x="{0}" y="{3}"/>',
        at(mean),
        OBJECTIVE.rail - 8,
        OBJECTIVE.rail,
        OBJECTIVE.rail + 7,
    )


def pace_label(
    layout: Layout, expected: int | None, show: Callable[[int], str]
) -> SafeString:
    if expected is None:
        return NOTHING
    text = _("expected today %(figure)s") % {"figure": show(expected)}
    return label(centred(permille(expected)), layout.pace_label, text)


def objective_labels(own: int | None, mean: int | None) -> SafeString:
    """Own progress and children's mean on one line, each on its own side."""
    if own is None:
        return NOTHING
    text = _("own progress %(figure)s") % {"figure": show_percent(own)}
    if mean is None:
        return label(outwards(permille(own)), OBJECTIVE.label, text, is_own=True)
    other = _("children’s mean %(figure)s") % {"figure": show_percent(mean)}
    own_place, mean_place = apart(permille(own), permille(mean))
    return format_html(
        "{}{}",
        label(own_place, OBJECTIVE.label, text, is_own=True),
        label(mean_place, OBJECTIVE.label, other),
    )


def key_result_labels(
    now: str, progress: int, expected: int | None, scale: Scale
) -> SafeString:
    own = permille(progress)
    if expected is None:
        return label(outwards(own), KEY_RESULT.label, now, is_own=True)
    text = _("expected %(value)s") % {"value": scale.show(expected)}
    own_place, pace_place = apart(own, permille(expected))
    if has_room_between(own_place, pace_place):
        pace_place = centred(permille(expected))
    return format_html(
        "{}{}",
        label(pace_place, KEY_RESULT.pace_label, text),
        label(own_place, KEY_RESULT.label, now, is_own=True),
    )


def has_room_between(one: Place, other: Place) -> bool:
    """Whether a label centred on the other's mark still clears this one's."""
    away = one.anchor != other.anchor and (one.x < other.x) == (one.anchor == "end")
    return away and abs(one.x - other.x) >= LABEL * 3 // 4


def label(place: Place, y: int, text: str, *, is_own: bool = False) -> SafeString:
    return format_html(
        '<text class="t-lab{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        " t-own" if is_own else "",
        percent(place.x),
        y,
        place.anchor,
        text,
    )


def centred(x: int) -> Place:
    """A label over its mark, unless that would leave the drawing."""
    if x < LABEL // 2:
        return Place(x, "start")
    return Place(x, "middle" if x <= 1000 - LABEL // 2 else "end")


def outwards(x: int) -> Place:
    """A label left of its mark, unless there is no room for it."""
    return Place(x, "end" if x >= LABEL else "start")


def apart(one: int, other: int) -> tuple[Place, Place]:
    """Two labels on one line: the left one ends at its mark, the right one starts.

    Near an edge of the drawing one is moved on, so that they never meet.
    """
    if one > other:
        right, left = apart(other, one)
        return left, right
    short = max(SPACE - (other - one), 0) // 2
    left, right = Place(one - short, "end"), Place(other + short, "start")
    if left.x < LABEL:
        left = Place(one, "start")
    if right.x > 1000 - LABEL:
        right = Place(other, "end")
    if left.anchor == "start" and right.anchor == "start":
        right = Place(max(other, one + LABEL), "start")
    if left.anchor == "end" and right.anchor == "end":
        left = Place(min(one, other - LABEL), "end")
    return left, right
