"""The measuring of a key result, told where its actions are listed."""

from __future__ import annotations

from django import template

from progress.measuring import Measuring
from progress.readings import KeyResultReading

register = template.Library()


@register.filter
def measuring(reading: KeyResultReading) -> Measuring | None:
    """None where nothing is measured any more, or not yet."""
    return None if reading.key_result.closed_because else Measuring(reading)
