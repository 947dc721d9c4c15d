"""What figures, states and dates are called on a page.

Each function answers with what a component shows: the name that the stylesheet and
the icon sprite know, and the words. Nothing is ever told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.timezone import get_default_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from objectives.display import show_weekday
from progress.change import Direction, points
from progress.due import Due, Freshness
from progress.measure import DEFAULT_RULES, Rules, Status, gap_band, pace


@dataclass(frozen=True)
class Mark:
    """A state in words: `state` for the stylesheet, `icon` for its shape."""

    state: str
    icon: str
    text: str


@dataclass(frozen=True)
class GapMark:
    """A target gap; `text` is a phrase, `direction` and `size` as in GapReading."""

    direction: str
    size: str
    text: str


@dataclass(frozen=True)
class DeltaRow:
    """One line of what changed: "since last", "−0.5 h", "better".

    `direction` is "better", "worse", "same" or "within", or "" where the note is no
    verdict.
    """

    term: str
    amount: str
    direction: Direction | Literal[""]
    note: str


def direction_word(way: Direction) -> str:
    return {
        "better": _("better"),
        "worse": _("worse"),
        "same": _("no change"),
        "within": _("within measuring error"),
    }[way]


def gap_mark(
    gap: int | None, rules: Rules = DEFAULT_RULES, *, has_children: bool = False
) -> GapMark:
    """The badge of a target gap in millionths; None is an objective without one.

    Either nothing is aligned under it, or one of the two sides has no progress yet.
    """
    band = gap_band(gap, rules)
    if gap is None:
        missing = _("no gap yet") if has_children else _("no child objectives")
        return GapMark(band.direction, band.size, missing)
    shown = {"points": abs(points(gap))}
    words = {
        "ahead": _("ahead of children by %(points)s pts") % shown,
        "behind": _("behind children by %(points)s pts") % shown,
        "inline": _("in line with children"),
    }
    return GapMark(band.direction, band.size, words[band.direction])


def parent_words(difference: int | None, rules: Rules = DEFAULT_RULES) -> str:
    """How far an objective is ahead of its parent (above 0), in millionths.

    None where one of the two has no progress yet.
    """
    said = {"points": abs(points(difference or 0))}
    return {
        "ahead": _("%(points)s pts ahead of its parent") % said,
        "behind": _("%(points)s pts behind its parent") % said,
        "inline": _("in line with its parent"),
        "none": _("not to be compared with its parent yet"),
    }[gap_band(difference, rules).direction]


def pace_words(progress: int | None, expected: int | None) -> str:
    """ "15 pts ahead of pace", "on pace"; "" when either figure is missing."""
    difference = pace(progress=progress, expected=expected)
    if difference is None:
        return ""
    whole = points(difference)
    if whole == 0:
        return _("on pace")
    if whole > 0:
        return _("%(points)s pts ahead of pace") % {"points": whole}
    return _("%(points)s pts behind pace") % {"points": -whole}


def status_mark(status: Status | str) -> Mark:
    """Shape and word of a status."""
    return {
        Status.NOT_STARTED: Mark("none", "s-none", _("Not started")),
        Status.TOO_EARLY: Mark("none", "s-none", _("Too early to say")),
        Status.ON_TRACK: Mark("ok", "s-ok", _("On track")),
        Status.AT_RISK: Mark("risk", "s-risk", _("At risk")),
        Status.OFF_TRACK: Mark("off", "s-off", _("Off track")),
        Status.ACHIEVED: Mark("done", "s-done", _("Achieved")),
        Status.NOT_ACHIEVED: Mark("off", "s-off", _("Not achieved")),
    }[Status(status)]


def confidence_mark(confidence: str) -> Mark | None:
    """Bars and word of a confidence; None when none was given."""
    known = {mark.state: mark for mark in confidence_choices()}
    return known.get(confidence)


def confidence_sentence(confidence: str) -> Mark | None:
    """The same where no heading says what is high; None when none was given."""
    mark = confidence_mark(confidence)
    sentences = {
        "high": _("High confidence"),
        "medium": _("Medium confidence"),
        "low": _("Low confidence"),
    }
    return mark and replace(mark, text=sentences[mark.state])


def confidence_legend() -> str:
    return _("Confidence in reaching the target")


def confidence_choices() -> list[Mark]:
    return [
        Mark("high", "c-high", pgettext("confidence", "High")),
        Mark("medium", "c-mid", pgettext("confidence", "Medium")),
        Mark("low", "c-low", pgettext("confidence", "Low")),
    ]


def due_mark(due: Due | None, today: date) -> Mark | None:
    """What is owed and when, told from `today`; None when nothing is."""
    if due is None:
        return None
    if due.freshness == Freshness.UP_TO_DATE:
        return Mark("done", "s-done", up_to_date_words(due))
    if due.freshness == Freshness.DUE:
        return Mark("week", "i-clock", due_words(due, today))
    state = "week" if due.freshness == Freshness.LATE else "overdue"
    return Mark(state, "i-clock", overdue_words(due))


def up_to_date_words(due: Due) -> str:
    if due.next_on is None:
        return _("Up to date")
    return _("Up to date · next %(day)s") % {"day": show_weekday(due.next_on)}


def zone_words(zone: str, today: date) -> str:
    """ "Thu 20 Aug in Asia/Shanghai": the day that counts where the owner lives."""
    said = {"day": show_weekday(today), "zone": zone or get_default_timezone_name()}
    return _("%(day)s in %(zone)s") % said


def due_words(due: Due, today: date) -> str:
    days = (due.on - today).days
    if days == 0:
        return _("Due today")
    if days == 1:
        return _("Due tomorrow")
    return _("Due %(day)s") % {"day": show_weekday(due.on)}


def overdue_words(due: Due) -> str:
    said = {"days": due.days_over, "day": show_weekday(due.on)}
    if due.freshness == Freshness.LATE:
        late = ngettext("%(days)s day late", "%(days)s days late", due.days_over)
        return f"{late % said} · {said['day']}"
    over = ngettext("%(days)s day overdue", "%(days)s days overdue", due.days_over)
    return f"{over % said} · {said['day']}"


def overdue_count(overdue: Sequence[Freshness]) -> str:
    """ "1 update late, 2 updates missed"; "" where none is overdue."""
    late, missed = overdue.count(Freshness.LATE), overdue.count(Freshness.MISSED)
    told = [
        late
        and ngettext("%(n)s update late", "%(n)s updates late", late) % {"n": late},
        missed
        and ngettext("%(n)s update missed", "%(n)s updates missed", missed)
        % {"n": missed},
    ]
    return _(", ").join(filter(None, told))


def age_words(days: int | None) -> str:
    """How long ago the last check-in was: "today", "3 d ago"; "–" before the first."""
    if days is None:
        return "–"
    return _("today") if days <= 0 else _("%(days)s d ago") % {"days": days}


def days_left_words(days: int) -> str:
    if days == 0:
        return _("last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
