"""Verdicts on actions, and what the key result did while they ran."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from objectives import clock
from objectives.display import show_difference, show_number
from objectives.models import Action
from progress import words_of_verdicts as words
from progress.judging import Judged
from progress.models import ActionVerdict

register = template.Library()


@register.inclusion_tag("components/status.html")
def verdict(name: str) -> dict[str, object]:
    """ "as expected" with its shape."""
    return {"mark": words.verdict_mark(name)}


@register.filter
def of_action(told: Mapping[int, Judged], action: Action) -> Judged:
    """`{{ part.told|of_action:action }}`."""
    return told[action.pk]


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
def expected(told: Judged) -> str:
    """ "+0.11 pts"; "reached" of a milestone."""
    if told.action.key_result.is_milestone:
        return words.value_words(told.action.expected_to, told.action.key_result, 0)
    return words.change_words(told.judgement.expected, told)


@register.simple_tag
def came(told: Judged) -> str:
    """What had changed by the day; "not reached" of a milestone."""
    if told.action.key_result.is_milestone:
        return words.value_words(told.judgement.reached, told.action.key_result, 0)
    return words.change_words(told.judgement.effect, told)


@register.simple_tag
def off_by(distance: Fraction | None) -> str:
    """How far from what was expected: "36 pts"; "–" of nothing."""
    if distance is None:
        return "–"
    return show_difference(words.as_decimal(distance * 100, 0), "%", 0)


@register.simple_tag
def days_ran(days: Fraction | None) -> str:
    """ "12", "15.5"; "–" of nothing."""
    return "–" if days is None else show_number(words.as_decimal(days, 1))


@register.simple_tag
def verdict_icon(name: str) -> SafeString:
    """Only the shape: the words stand beside it."""
    mark = words.verdict_mark(name)
    return format_html(
        '<span class="status" data-s="{}"><svg class="icon" aria-hidden="true">'
        '<use href="#{}"/></svg></span>',
        mark.state,
        mark.icon,
    )


@register.simple_tag
def word_way(word: ActionVerdict, told: Judged) -> str:
    """The values that a word was given on, not those of today."""
    key_result = told.action.key_result
    return words.way_words(word.before, word.reached, key_result, told.places)


@register.inclusion_tag("progress/_meanwhile.html")
def while_it_ran(told: Judged) -> dict[str, object]:
    """ "+0.11 pts 99.20 → 99.31%"."""
    return {"found": words.meanwhile(told, clock.today()), "told": told}
