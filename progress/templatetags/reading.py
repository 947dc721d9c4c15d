"""Filters that put a reading into words; the words stand in progress/deltas.py."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone

from progress import deltas, measure
from progress.change import whole_percent
from progress.drawing_dots import signed_points
from progress.readings import KeyResultReading, ObjectiveReading
from progress.words import DeltaRow, direction_word

register = template.Library()


@register.filter
def deltas_of(reading: KeyResultReading) -> list[DeltaRow]:
    """Since last, since start, to target."""
    return deltas.delta_rows(reading)


@register.filter
def now(reading: KeyResultReading) -> str:
    """The current value with its unit: "4.1 h", "Not yet"; "–" where there is none."""
    return deltas.value_words(reading, reading.current)


@register.filter
def last(reading: KeyResultReading) -> str:
    """ "last 4.1 h, 10 Aug"."""
    return deltas.last_words(reading)


@register.simple_tag
def in_words(reading: KeyResultReading, number: Decimal | None) -> str:
    """`{% in_words reading entry.value %}`: any value of this key result."""
    return deltas.value_words(reading, number)


@register.filter
def goal(reading: KeyResultReading) -> str:
    """ "2.0 h", "at most 4", "by 4 Sep"."""
    return deltas.goal_words(reading)


@register.filter
def way(reading: KeyResultReading) -> str:
    """ "lower is better" or "higher is better"; "" where neither is said."""
    return deltas.way_words(reading)


@register.filter
def standing(reading: KeyResultReading) -> str:
    """ "15 pts ahead of pace", "holding", "due 4 Sep", "118% of the way"."""
    return deltas.pace_words(reading)


@register.filter
def values_of(reading: KeyResultReading) -> list[Decimal]:
    """What the trend line draws."""
    return [entry.value for entry in reading.entries]


@register.simple_tag
def share(weight: int | Decimal, total: int | Decimal) -> str:
    """`{% share weight total %}`: "30%" of the objective."""
    if not total:
        return "–"
    ratio = Fraction(weight) / Fraction(total)
    return f"{whole_percent(measure.to_figure(ratio) or 0)}%"


@register.filter
def summary(reading: KeyResultReading) -> str:
    """ "2.1 h to target · 0.5 h better since last · 4.9 h better since start"."""
    return deltas.summary_words(reading)


@register.inclusion_tag("components/direction.html")
def direction_mark(reading: KeyResultReading, delta: Decimal) -> dict[str, str]:
    way = reading.direction(delta)
    return {"direction": way, "word": direction_word(way)}


@register.filter
def localday(moment: datetime.datetime) -> datetime.date:
    """The site's day on which something was entered."""
    return timezone.localdate(moment, timezone.get_default_timezone())


@register.filter
def mean_told(reading: ObjectiveReading) -> str:
    """ "children’s mean 62%"; "" where there is none."""
    return deltas.mean_words(reading)


@register.filter
def expectation_told(reading: ObjectiveReading) -> str:
    """ "expected today 51%, so 20 pts behind pace"; "" without progress."""
    return deltas.expectation_words(reading)


@register.simple_tag
def sum_of(lines: list[Any]) -> str:
    """ "= 35% × 21 + 30% × 29": the shares that count times their progress."""
    counting = [line.term for line in lines if line.share is not None]
    return f"= {' + '.join(counting)}" if counting else ""


@register.simple_tag
def child_difference(child: Any, own: int | None) -> str:
    """How far a child is ahead of this objective, in points: "+35"."""
    gap = child.link_gap(own)
    return signed_points(None if gap is None else -gap)


@register.simple_tag
def mean_difference(reading: ObjectiveReading) -> str:
    return signed_points(None if reading.gap is None else -reading.gap)
