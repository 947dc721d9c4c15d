"""Tracks and sparklines: from figures to SVG.

Lengths that depend on data are SVG attributes in percent, which the security
policy lets pass and which need no script; they are written with a point in every
language. Figures are whole millionths (1_000_000 is 100 %). Every drawing says its
numbers in a <title>, except those that only repeat what stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from progress.change import whole_percent
from progress.measure import DEFAULT_RULES, WHOLE, Rules, gap_band, link_gap

NOTHING = format_html("{}", "")


def permille(figure: int) -> int:
    """Where a figure is drawn: in thousandths of the width, clamped to 0 to 1000."""
    return (min(max(figure, 0), WHOLE) + 500) // 1000


def percent(thousandths: int) -> str:
    """Thousandths as SVG wants them: 306 is "30.6%", 550 is "55%"."""
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def at(figure: int) -> str:
    return percent(permille(figure))


def show_percent(figure: int | None) -> str:
    """A figure in whole percent for the eye: "67%", "−8%", "–" when there is none."""
    if figure is None:
        return "–"
    return f"{whole_percent(figure)}%".replace("-", "−")


def track(
    *,
    own: int | None,
    mean: int | None = None,
    expected: int | None = None,
    label: str = "",
    rules: Rules = DEFAULT_RULES,
) -> SafeString:
    """One scale from 0 to 100 %: own progress, children's mean, expected today.

    All three are figures; None draws no mark. `label` says the numbers in words;
    without it they are said as an objective's.
    """
    return format_html(
        '<svg class="track" width="100%" height="22" role="img"><title>{}</title>'
        '<rect class="rail" y="7" width="100%" height="8" rx="1"/>{}{}{}{}</svg>',
        label or objective_label(own, mean, expected),
        own_bar(own, y=7, height=8),
        gap_bar(own, mean, y=7, height=8, rules=rules),
        mark("m-pace", expected),
        mark("m-bob", mean, y=11),
    )


def objective_label(own: int | None, mean: int | None, expected: int | None) -> str:
    """ "Own progress 67%, children’s mean 43%, expected today 55%"."""
    if own is None:
        parts = [_("No progress yet")]
    else:
        parts = [_("Own progress %(figure)s") % {"figure": show_percent(own)}]
    if mean is not None:
        parts.append(_("children’s mean %(figure)s") % {"figure": show_percent(mean)})
    if expected is not None:
        shown = {"figure": show_percent(expected)}
        parts.append(_("expected today %(figure)s") % shown)
    return _(", ").join(parts)


def key_result_label(progress: int | None, note: str = "") -> str:
    """ "Progress 70%, 15 pts ahead of pace"; `note` is what follows the comma."""
    if progress is None:
        text = _("No progress yet")
    else:
        text = _("Progress %(figure)s") % {"figure": show_percent(progress)}
    return _(", ").join([text, note]) if note else text


def own_bar(own: int | None, *, y: int, height: int) -> SafeString:
    if own is None:
        return NOTHING
    return format_html(
        '<rect class="own" y="{}" width="{}" height="{}" rx="1"/>', y, at(own), height
    )


def gap_bar(
    own: int | None, mean: int | None, *, y: int, height: int, rules: Rules
) -> SafeString:
    """Solid where the objective is ahead, hatched where it is behind, else nothing."""
    direction = gap_band(link_gap(own, mean), rules).direction
    if own is None or mean is None or direction in {"inline", "none"}:
        return NOTHING
    return span(own, mean, y=y, height=height, solid=direction == "ahead")


def span(one: int, other: int, *, y: int, height: int, solid: bool) -> SafeString:
    """The stretch between two figures."""
    left, right = sorted([permille(one), permille(other)])
    shape = '<rect class="ahead" x="{}" y="{}" width="{}" height="{}"/>'
    if not solid:
        # An attribute: a fragment in a stylesheet may resolve against that file.
        shape = '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#hatch)"/>'
    return format_html(shape, percent(left), y, percent(right - left), height)


def mark(symbol: str, figure: int | None, y: int | None = None) -> SafeString:
    if figure is None:
        return NOTHING
    if y is None:
        return format_html('<use href="#{}" x="{}"/>', symbol, at(figure))
    return format_html('<use href="#{}" x="{}" y="{}"/>', symbol, at(figure), y)


SPARK_LEFT, SPARK_RIGHT = 2, 94
SPARK_TOP, SPARK_BOTTOM = 3, 21


def spark(values: Sequence[Decimal]) -> SafeString:
    """A trend without a scale, oldest value first; "–" below two values.

    Hidden from screen readers: the change beside it says what it shows.
    """
    if len(values) < 2:
        return format_html('<span class="dim">{}</span>', "–")
    points = spark_points(values)
    x, y = points[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" aria-hidden="true">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        format_html_join(" ", "{},{}", points),
        x,
        y,
    )


def spark_points(values: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Evenly spaced from left to right; the highest value touches the top."""
    low, high = min(values), max(values)
    height, width = SPARK_BOTTOM - SPARK_TOP, SPARK_RIGHT - SPARK_LEFT
    middle = (SPARK_TOP + SPARK_BOTTOM) // 2
    tenth = Decimal("0.1")
    points = []
    for index, value in enumerate(values):
        x = SPARK_LEFT + Decimal(width * index) / (len(values) - 1)
        rise = (value - low) / (high - low) * height if high > low else None
        y = middle if rise is None else SPARK_BOTTOM - rise
        points.append((x.quantize(tenth), Decimal(y).quantize(tenth)))
    return points
