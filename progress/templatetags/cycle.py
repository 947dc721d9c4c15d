"""What only the pages of a cycle draw and say."""

from __future__ import annotations

import datetime

from django import template
from django.utils.safestring import SafeString

from objectives.models import Cycle
from progress import drawing_updates, words_of_cycles, words_of_updates
from progress.compliance import Compliance, Row, Week
from progress.periods import Period

register = template.Library()


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
