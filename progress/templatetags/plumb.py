"""Drawings and marks in templates; what they mean stands in drawing.py and words.py.

Every figure is in whole millionths, None where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from objectives import clock
from objectives.display import MINUS, show_number
from objectives.models import Cycle
from progress import drawing, drawing_dots, words
from progress.change import points as whole_points
from progress.change import tenth_percent
from progress.due import Due
from progress.measure import GapReading, Status, gap_band
from progress.readings import KeyResultReading
from progress.words import DeltaRow

register = template.Library()


@register.simple_tag
def track(
    own: int | None,
    mean: int | None = None,
    expected: int | None = None,
    label: str = "",
) -> SafeString:
    """`{% track own mean expected %}`: an objective's track."""
    return drawing.track(own=own, mean=mean, expected=expected, label=label)


@register.simple_tag
def kr_track(
    progress: int | None, expected: int | None = None, note: str = ""
) -> SafeString:
    """`{% kr_track progress expected note %}`: a key result's track.

    `note` follows the progress in the label: "15 pts ahead of pace", "holding".
    """
    label = drawing.key_result_label(progress, note)
    return drawing.track(own=progress, expected=expected, label=label)


@register.simple_tag
def spark(values: Sequence[Decimal]) -> SafeString:
    return drawing.spark(values)


@register.simple_tag
def own_dot(own: int) -> SafeString:
    return drawing_dots.own_row(own)


@register.simple_tag
def child_dot(own: int, child: int | None, name: str) -> SafeString:
    return drawing_dots.child_row(own=own, child=child, name=name)


@register.simple_tag
def mean_dot(own: int, mean: int) -> SafeString:
    return drawing_dots.mean_row(own=own, mean=mean)


@register.simple_tag
def pace(progress: int | None, expected: int | None) -> str:
    """ "15 pts ahead of pace", "on pace", or nothing."""
    return words.pace_words(progress, expected)


@register.filter
def percent(figure: int | None) -> str:
    """ "67%"; 100% only when reached, 0% only when nothing moved."""
    return drawing.show_percent(figure)


@register.filter
def percent1(figure: int | None) -> str:
    """ "67.3%", by the same rule."""
    return "–" if figure is None else f"{show_number(tenth_percent(figure), 1)}%"


@register.filter
def points(difference: int | None) -> str:
    """A difference of figures in whole points without its sign: "24"."""
    return "–" if difference is None else str(abs(whole_points(difference)))


@register.filter
def signed_points(difference: int | None) -> str:
    """ "+35", "−8", "0"."""
    return drawing_dots.signed_points(difference)


@register.filter
def minus(number: object) -> str:
    """Any number with a real minus sign."""
    return str(number).replace("-", MINUS)


@register.inclusion_tag("components/gap.html")
def gap(figure: int | None, children: object = None) -> dict[str, object]:
    """The badge of a gap; `children` are those shown, to say why there is none."""
    return {"mark": words.gap_mark(figure, has_children=bool(children))}


@register.inclusion_tag("components/status.html")
def status(value: Status | str) -> dict[str, object]:
    return {"mark": words.status_mark(value)}


@register.inclusion_tag("components/status.html")
def confidence(value: str) -> dict[str, object]:
    """ "High" with its bars; nothing when none was given."""
    return {"mark": words.confidence_mark(value)}


@register.inclusion_tag("components/status.html")
def confidence_told(value: str) -> dict[str, object]:
    """ "High confidence" with its bars; nothing when none was given."""
    return {"mark": words.confidence_sentence(value)}


@register.inclusion_tag("components/due.html")
def due(reading: Due | None, today: date | None = None) -> dict[str, object]:
    return {"mark": words.due_mark(reading, today or clock.today())}


@register.inclusion_tag("components/due.html")
def due_of(reading: KeyResultReading) -> dict[str, object]:
    """Told from the day that it is for the owner, which is said where it differs."""
    owner, today = reading.key_result.owner, reading.owner_today
    apart = reading.due is not None and today != timezone.localdate()
    return {
        "mark": words.due_mark(reading.due, today),
        "note": words.zone_words(owner.time_zone, today) if apart else "",
    }


@register.inclusion_tag("components/delta.html")
def delta(rows: Sequence[DeltaRow]) -> dict[str, object]:
    return {"rows": rows}


@register.inclusion_tag("components/seg.html")
def confidence_choice(
    name: str, checked: str = "", form: str = ""
) -> dict[str, object]:
    """The three radios of a confidence, named `name`."""
    return {
        "name": name,
        "checked": checked,
        "form": form,
        "legend": words.confidence_legend(),
        "options": words.confidence_choices(),
    }


@register.simple_tag
def age(days: int | None) -> str:
    """ "today", "3 d ago"; "–" before the first check-in."""
    return words.age_words(days)


@register.simple_tag
def gap_reading(figure: int | None) -> GapReading:
    return gap_band(figure)


@register.simple_tag
def days_left(cycle: Cycle, today: date) -> str:
    """ "41 days left"."""
    return words.days_left_words(cycle.days_left(today))
