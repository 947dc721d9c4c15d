"""Actions as lanes below a key result's chart: when each ran, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from progress.drawing import percent
from progress.drawing_axes import Days, plot

HEIGHT, STEP = 22, 28  # of a lane, and from one lane to the next
LONG = 32  # characters of a title; the sentences have all of it
ROOMY = 250  # thousandths of the width that hold the words of a lane
MIDDLE = 500


@dataclass(frozen=True)
class Lane:
    """An action from its first to its last day, planned where it still runs.

    `ran` says when ("6 Jul – 31 Jul"), `change` what the key result did meanwhile
    ("−1.7 h"), "" where nothing was measured.
    """

    title: str
    first: date
    last: date
    runs: bool
    ran: str
    change: str


@dataclass(frozen=True)
class Lanes:
    """The latest ones, the first to begin on top; `more` where others are left out."""

    days: Days
    lanes: Sequence[Lane]
    more: bool


def action_lanes(drawn: Lanes) -> SafeString:
    rows = [lane_row(drawn.days, lane, n) for n, lane in enumerate(drawn.lanes)]
    height = STEP * len(rows) - (STEP - HEIGHT)
    return plot(height, lanes_title(drawn.lanes), *rows, name="plot mt5")


def lanes_title(lanes: Sequence[Lane]) -> str:
    """All of the drawing in sentences."""
    told = [
        _("%(action)s, %(ran)s: %(change)s")
        % {"action": lane.title, "ran": lane.ran, "change": change_of(lane)}
        for lane in lanes
    ]
    return _("Actions: %(actions)s") % {"actions": _("; ").join(told)}


def change_of(lane: Lane) -> str:
    """ "−1.7 h", "−1.7 h so far", "nothing measured"."""
    if not lane.change:
        return _("nothing measured")
    if lane.runs:
        return _("%(change)s so far") % {"change": lane.change}
    return lane.change


def lane_row(days: Days, lane: Lane, number: int) -> SafeString:
    left, right = days.permille(lane.first), days.permille(lane.last)
    x, dx, anchor = place_of_words(left, right)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="t-lane" x="{}" dx="{}" y="{}" text-anchor="{}">{}</text>',
        "lane-on" if lane.runs else "lane",
        percent(left),
        STEP * number,
        percent(max(right - left, 5)),
        HEIGHT,
        percent(x),
        dx,
        STEP * number + 15,
        anchor,
        words_in(lane),
    )


def words_in(lane: Lane) -> str:
    title = Truncator(lane.title).chars(LONG)
    return f"{title} · {change_of(lane)}" if lane.change else title


def place_of_words(left: int, right: int) -> tuple[int, int, str]:
    """Where the words begin or end, so that they keep inside the drawing."""
    if right <= MIDDLE and right - left < ROOMY:
        return right, 8, "start"
    if left <= MIDDLE:
        return left, 8, "start"
    if right - left < ROOMY:
        return left, -8, "end"
    return right, -8, "end"
