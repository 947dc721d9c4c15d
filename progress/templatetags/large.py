"""Large drawings of one page; what they take stands in the drawing modules."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from progress import (
    drawing_chart,
    drawing_gap,
    drawing_lanes,
    drawing_large,
    drawing_progress,
)
from progress.readings import KeyResultReading, ObjectiveReading

register = template.Library()


@register.simple_tag
def value_chart(chart: drawing_chart.ValueChart) -> SafeString:
    return drawing_chart.value_chart(chart)


@register.simple_tag
def action_lanes(lanes: drawing_lanes.Lanes) -> SafeString:
    return drawing_lanes.action_lanes(lanes)


@register.simple_tag
def progress_chart(chart: drawing_progress.ProgressChart) -> SafeString:
    return drawing_progress.progress_chart(chart)


@register.simple_tag
def gap_chart(chart: drawing_gap.GapChart) -> SafeString:
    return drawing_gap.gap_chart(chart)


@register.simple_tag
def objective_track(reading: ObjectiveReading) -> SafeString:
    return drawing_large.objective_track(
        own=reading.progress, mean=reading.mean, expected=reading.expected
    )


@register.simple_tag
def key_result_track(reading: KeyResultReading) -> SafeString:
    """The way from start to target on the key result's own scale."""
    key_result = reading.key_result
    scale = drawing_large.Scale(
        key_result.start_value, key_result.target_value, key_result.unit, reading.places
    )
    return drawing_large.key_result_track(
        scale=scale,
        current=reading.current,
        progress=reading.progress or 0,
        expected=reading.expected,
    )
