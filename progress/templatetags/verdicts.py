"""Verdicts on actions, and what the key result did while they ran."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from objectives import clock
from progress import words_of_verdicts as words
from progress.judging import Judged
from progress.models import ActionVerdict

register = template.Library()


@register.inclusion_tag("components/status.html")
def verdict(name: str) -> dict[str, object]:
    """ "as expected" with its shape."""
    return {"mark": words.verdict_mark(name)}


@register.filter
def verdict_name(name: str) -> str:
    return words.verdict_mark(name).text


@register.filter
def verdict_why(told: Judged) -> str:
    return words.why_words(told)


@register.filter
def share(part: Fraction | None) -> str:
    """ "64%"; "–" where it cannot be told."""
    return words.share_words(part)


@register.simple_tag
def slope(number: Fraction | None, told: Judged) -> str:
    return words.slope_words(number, told)


@register.simple_tag
def moved(delta: Decimal | None, told: Judged) -> str:
    return words.change_words(delta, told)


@register.simple_tag
def way(before: Decimal | None, after: Decimal | None, told: Judged) -> str:
    return words.way_words(before, after, told.action.key_result, told.places)


@register.simple_tag
def word_way(word: ActionVerdict, told: Judged) -> str:
    """The values that a word was given on, not those of today."""
    key_result = told.action.key_result
    return words.way_words(word.before, word.reached, key_result, told.places)


@register.inclusion_tag("progress/_meanwhile.html")
def while_it_ran(told: Judged) -> dict[str, object]:
    """ "+0.11 pts 99.20 → 99.31%"."""
    return {"found": words.meanwhile(told, clock.today()), "told": told}
