"""Where a cycle stands on a day, in a sentence or two."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.display import show_date, show_day
from objectives.models import Cycle
from progress import measure
from progress.closing import Point
from progress.dashboard import WideGap
from progress.drawing import show_percent
from progress.readings import KeyResultReading
from progress.words import age_words


def cycle_words(cycle: Cycle, today: datetime.date) -> str:
    """ "1 Jul to 30 Sep 2026. Week 8 of 13, 55% of the time has passed."."""
    dates = _("%(first)s to %(last)s.") % {
        "first": first_day(cycle),
        "last": show_date(cycle.ends_on),
    }
    return f"{dates} {stand_words(cycle, today)}"


def first_day(cycle: Cycle) -> str:
    """Without its year where the last day's is the same."""
    same_year = cycle.starts_on.year == cycle.ends_on.year
    return show_day(cycle.starts_on) if same_year else show_date(cycle.starts_on)


def stand_words(cycle: Cycle, today: datetime.date) -> str:
    if cycle.state == Cycle.State.CLOSED:
        return _("It is closed.")
    if cycle.state == Cycle.State.PLANNING:
        return _("It is still being planned.")
    if today < cycle.starts_on:
        return _("It has not begun yet.")
    if today > cycle.ends_on:
        return _("It is over, and still open.")
    return _("Week %(week)s of %(weeks)s, %(gone)s of the time has passed.") % {
        "week": cycle.week_of(today),
        "weeks": cycle.weeks,
        "gone": show_percent(time_gone(cycle, today)),
    }


def time_gone(cycle: Cycle, today: datetime.date) -> int | None:
    """In millionths."""
    return measure.to_figure(
        measure.elapsed(starts_on=cycle.starts_on, ends_on=cycle.ends_on, day=today)
    )


def last_check_in_words(reading: KeyResultReading) -> str:
    """ "19 d ago, 1 Aug"; "none yet" before the first."""
    if reading.latest is None:
        return _("none yet")
    day = reading.latest.measured_on
    return f"{age_words((reading.today - day).days)}{_(', ')}{show_day(day)}"


def point_words(point: Point) -> str:
    """What a point of the checklist asks for."""
    return {
        "over": _("The last day has passed"),
        "final": _("Every key result has a final value"),
        "reviews": _("Alignment reviews are closed"),
        "graded": _("Every objective is graded"),
        "next": _("The next cycle exists"),
    }[point.name]


def point_count(point: Point) -> str:
    """ "62 of 71", or what was found; nothing where that says no more."""
    if point.found or point.name in {"over", "next"}:
        return point.found
    return _("%(done)s of %(of)s") % {"done": point.done, "of": point.of}


def review_words(gap: WideGap) -> str:
    """Where the talk about a gap stands; the owner where it calls for none."""
    review = gap.review
    if review and review.is_open:
        if review.meets_at:
            day = show_day(timezone.localtime(review.meets_at).date())
            return _("Review meets %(day)s") % {"day": day}
        return _("Review open")
    if gap.is_large:
        return _("No open review")
    return gap.reading.objective.owner.name
