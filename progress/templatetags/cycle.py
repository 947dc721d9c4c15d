"""What only the pages of a cycle draw and say."""

from __future__ import annotations

import datetime

from django import template
from django.utils.safestring import SafeString

from objectives.display import show_number
from objectives.models import Cycle
from progress import drawing_paces, drawing_updates, words_of_cycles, words_of_updates
from progress.closing import Point
from progress.compliance import Compliance, Row, Week
from progress.dashboard import Dashboard, WideGap
from progress.grade_form import in_hundredths
from progress.measure import Status
from progress.models import Grade
from progress.periods import Period
from progress.readings import KeyResultReading
from progress.words import Mark, status_mark

register = template.Library()

ORDER = [
    Status.ACHIEVED,
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OFF_TRACK,
    Status.NOT_ACHIEVED,
    Status.TOO_EARLY,
    Status.NOT_STARTED,
]


@register.simple_tag
def week_heads(updates: Compliance, today: datetime.date) -> SafeString:
    return drawing_updates.heads(updates.weeks, today)


@register.simple_tag
def week_cells(
    updates: Compliance, row: Row, cycle: Cycle, today: datetime.date
) -> SafeString:
    """`{% week_cells updates row cycle today %}`: a team's cells."""
    return drawing_updates.cells(cycle, updates.weeks, row.cells, row.key, today)


@register.simple_tag
def sum_cells(updates: Compliance, cycle: Cycle, today: datetime.date) -> SafeString:
    """What the rows add up to."""
    weeks, total = updates.weeks, updates.total
    return drawing_updates.cells(cycle, weeks, total, updates.key, today)


@register.simple_tag
def paces(board: Dashboard) -> SafeString:
    """`{% paces board %}`: a mark for each objective, or bars where they are many."""
    if board.summary.marks:
        return drawing_paces.marks(board.marks)
    return drawing_paces.bars(board.summary.paces)


@register.filter
def status_counts(board: Dashboard) -> list[tuple[Mark, int]]:
    """Each status that is drawn, from the best to the worst, and how often."""
    counts = board.summary.drawn
    return [
        (status_mark(status), counts[status]) for status in ORDER if status in counts
    ]


@register.filter
def runs(week: Week, day: datetime.date) -> bool:
    return week.has(day)


@register.simple_tag
def cycle_words(cycle: Cycle, today: datetime.date) -> str:
    """ "1 Jul to 30 Sep 2026. Week 8 of 13, 55% of the time has passed."."""
    return words_of_cycles.cycle_words(cycle, today)


@register.inclusion_tag("components/due.html")
def outcome(period: Period, today: datetime.date) -> dict[str, object]:
    """ "On time", "Updated 2 days late", "Missed"."""
    return {"mark": words_of_updates.outcome_mark(period, today)}


@register.filter
def last_check_in(reading: KeyResultReading) -> str:
    return words_of_cycles.last_check_in_words(reading)


@register.filter
def asks(point: Point) -> str:
    return words_of_cycles.point_words(point)


@register.filter
def how_many(point: Point) -> str:
    return words_of_cycles.point_count(point)


@register.filter
def as_grade(figure: int | None) -> str:
    """A figure in millionths as grades are written: "0.67"."""
    return in_hundredths(figure)


@register.filter
def grade_value(grade: Grade | None) -> str:
    """ "0.70"; "–" where none was given."""
    value = grade.value if grade else None
    return "–" if value is None else show_number(value, 2)


@register.filter
def review_words(gap: WideGap) -> str:
    return words_of_cycles.review_words(gap)
