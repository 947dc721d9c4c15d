"""A timeline of actions: what was planned above what really ran, and what waits.

Places come from schedule_layout.py. A plan is a hollow bar, a run a full one. Where
an action starts before something that it waits for is done, its arrow is broken and
runs back, and a triangle stands before the sentence that says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import language_of
from progress.drawing import NOTHING, percent
from progress.drawing_axes import Days, month_names, today_line
from progress.schedule_layout import (
    PLAN,
    PLAN_HEIGHT,
    ROW,
    RUN,
    RUN_HEIGHT,
    Arrow,
    Group,
    Layout,
    Place,
    Span,
)
from progress.wrapping import wrapped

WIDE, NARROW = 900, 300  # pixels for a name; CSS shows the one that has room
NEAR = 8  # thousandths within which an arrow has no room to run sideways
TIP = 6  # pixels


@dataclass(frozen=True)
class Name:
    """What a row or a group is called, where it leads, and what is wrong with it.

    `words` is all that its bars show.
    """

    title: str
    url: str
    words: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class ScheduleDrawing:
    """`groups` and `rows` name what the layout placed, by its keys."""

    layout: Layout
    groups: Mapping[int, Name]
    rows: Mapping[int, Name]
    days: Days
    today_mark: SafeString

    @property
    def svg(self) -> SafeString:
        return format_html(
            '<svg class="gantt plot" width="100%" height="{}" role="group"'
            ' aria-label="{}">{}{}{}{}{}</svg>',
            self.layout.height,
            _("Timeline of actions"),
            self.today_mark,
            month_names(self.days),
            join(self.group(group) for group in self.layout.groups),
            join(self.row(place) for place in self.layout.places),
            join(arrow(each) for each in self.layout.arrows),
        )

    def group(self, group: Group) -> SafeString:
        name = self.groups[group.key]
        line = format_html(
            '<line class="grid" x1="0" x2="100%" y1="{0}" y2="{0}"/>', group.y
        )
        return format_html("{}{}", line, named(name, "g-group", group.y + 22))

    def row(self, place: Place) -> SafeString:
        name = self.rows[place.work.key]
        return format_html(
            "{}{}{}{}",
            named(name, "g-name", place.y + 14),
            bar("g-plan", place.plan, place.y + PLAN, PLAN_HEIGHT),
            bar("g-run", place.run, place.y + RUN, RUN_HEIGHT),
            join(
                note(text, place.y + ROW + 18 * index)
                for index, text in enumerate(name.notes)
            ),
        )


def drawing_of(
    layout: Layout, groups: Mapping[int, Name], rows: Mapping[int, Name], today
) -> ScheduleDrawing:
    days = Days(layout.scale.first, layout.scale.last)
    return ScheduleDrawing(layout, groups, rows, days, today_line(days, today))


def join(parts) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def named(name: Name, kind: str, y: int) -> SafeString:
    """A link with the name, cut for wide and for narrow drawings."""
    return format_html(
        '<a href="{}" aria-label="{}">{}</a>',
        name.url,
        name.words or name.title,
        lines_of(name.title, kind, y),
    )


def lines_of(text: str, kind: str, y: int, x: int = 0) -> SafeString:
    language = language_of(text)
    cuts = {"g-wide": wrapped(text, width=WIDE, lines=1)}
    short = wrapped(text, width=NARROW - x, lines=1)
    if short != cuts["g-wide"]:
        cuts["g-narrow"] = short
    else:
        cuts = {"": short}
    return format_html_join(
        "",
        '<text class="{} {}" x="{}" y="{}"{}>{}</text>',
        (
            (kind, cut, x, y, format_html(' lang="{}"', language), "".join(lines))
            if language
            else (kind, cut, x, y, "", "".join(lines))
            for cut, lines in cuts.items()
        ),
    )


def bar(kind: str, span: Span | None, y: int, height: int) -> SafeString:
    if span is None:
        return NOTHING
    return format_html(
        '<rect class="{}" x="{}" width="{}" y="{}" height="{}" rx="1.5"/>',
        kind,
        percent(span.start),
        percent(max(span.width, 4)),
        y,
        height,
    )


def note(text: str, y: int) -> SafeString:
    return format_html(
        '<use class="g-alert" href="#s-risk" x="0" y="{}" width="11" height="11"/>{}',
        y + 1,
        lines_of(text, "g-note", y + 11, x=17),
    )


def arrow(each: Arrow) -> SafeString:
    """Down or up at the end of what is waited for, then sideways to what waits."""
    start, end = each.needed.end, each.waiting.start
    above = each.needed.middle < each.waiting.middle
    shape = "back" if end < start else "on"
    tips = {"on": f"l-{TIP}-4v8z", "back": f"l{TIP}-4v8z"}
    tip = tips[shape]
    if abs(end - start) < NEAR:
        tip = f"l-4-{TIP}h8z" if above else f"l-4 {TIP}h8z"
    return format_html(
        '<g class="g-arrow"{0}><line x1="{1}" x2="{1}" y1="{2}" y2="{3}"/>'
        '<line x1="{1}" x2="{4}" y1="{3}" y2="{3}"/>'
        '<svg x="{4}" y="{3}" overflow="visible"><path d="M0 0{5}"/></svg></g>',
        format_html(' data-early="{}"', each.early) if each.early else "",
        percent(start),
        each.needed.middle,
        each.waiting.middle,
        percent(end),
        tip,
    )
