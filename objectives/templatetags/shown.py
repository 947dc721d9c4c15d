"""Filters that show values, days and people's own words."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from objectives import display

register = template.Library()


@register.simple_tag
def value(number: Decimal | None, unit: str = "", places: int | None = None) -> str:
    """`{% value kr.target_value kr.unit places %}`: "2.0 h"; "–" for None."""
    return "–" if number is None else display.show_value(number, unit, places)


@register.simple_tag
def change(delta: Decimal | None, unit: str = "", places: int | None = None) -> str:
    """`{% change since_last kr.unit places %}`: "−0.5 h"; "–" for None."""
    return "–" if delta is None else display.show_change(delta, unit, places)


@register.simple_tag
def plus_minus(error: Decimal | None, unit: str = "") -> str:
    """`{% plus_minus plan.known_error kr.unit %}`: "± 0.02 pts"; "–" for None."""
    return "–" if error is None else f"± {display.show_difference(error, unit)}"


@register.filter
def day(date: datetime.date | None) -> str:
    return "–" if date is None else display.show_day(date)


@register.filter
def weekday(date: datetime.date | None) -> str:
    return "–" if date is None else display.show_weekday(date)


@register.filter
def full_date(date: datetime.date | None) -> str:
    return "–" if date is None else display.show_date(date)


@register.filter
def initials(name: str) -> str:
    return display.initials(name)


@register.filter
def is_currency(unit: str) -> bool:
    return display.is_currency(unit)


@register.filter
def typed(text: object) -> SafeString:
    """Words that a person typed: kept apart from the text around them.

    The direction of the letters cannot leak out of <bdi>, and Chinese, Japanese
    or Korean in a page of another language says so.
    """
    words = str(text)
    language = display.language_of(words)
    if language and not (get_language() or "").startswith(language):
        return format_html('<bdi lang="{}">{}</bdi>', language, words)
    return format_html("<bdi>{}</bdi>", words)
