"""Actions in templates: their states, days, weights and what they wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import MINUS
from objectives.models import Action
from progress import words_of_actions as words

register = template.Library()
SCALE = 5


@register.inclusion_tag("components/status.html")
def action_state(action: Action) -> dict[str, object]:
    """ "Doing" with its shape."""
    return {"mark": words.state_mark(action)}


@register.simple_tag
def action_icon(action: Action) -> SafeString:
    """Only the shape; the word is read out."""
    mark = words.state_mark(action)
    return format_html(
        '<span class="status" data-s="{}"><svg class="icon" aria-hidden="true">'
        '<use href="#{}"/></svg><span class="vh">{}</span></span>',
        mark.state,
        mark.icon,
        mark.text,
    )


@register.filter
def planned(action: Action) -> str:
    """ "10 Aug – 4 Sep", "not set"."""
    return words.planned_words(action)


@register.filter
def ran(action: Action) -> str:
    """ "since 6 Jul", "6 Jul – 31 Jul"; "" before it began."""
    return words.ran_words(action)


@register.filter
def is_overdue(action: Action, today: date) -> bool:
    return bool(action.due_on and action.due_on < today)


@register.filter
def due_day(action: Action, today: date) -> str:
    """ "3 days overdue", "Due today", "Due 4 Sep"; "" without a day."""
    return words.due_words(action, today)


@register.filter
def waits_of(needs: Mapping[int, Sequence[Action]], action: Action) -> Sequence[Action]:
    """`{{ part.needs|waits_of:action }}`: what an action waits for."""
    return needs.get(action.pk, ())


@register.simple_tag
def effort(value: int | None) -> SafeString:
    label = _("Effort %(value)s of %(most)s") % {"value": value, "most": SCALE}
    return pips(value, label)


@register.simple_tag
def impact(value: int | None) -> SafeString:
    label = _("Impact %(value)s of %(most)s") % {"value": value, "most": SCALE}
    return pips(value, label)


def pips(value: int | None, label: str) -> SafeString:
    """Five small bars, as many of them full as `value` says; "–" for None."""
    if value is None:
        return format_html('<span class="dim">{}</span>', "–")
    bars = (("on" if n < value else "offp", 8 * n) for n in range(SCALE))
    return format_html(
        '<span class="pips" role="img" aria-label="{}">'
        '<svg viewBox="0 0 38 9" aria-hidden="true">{}</svg></span>',
        label,
        format_html_join(
            "", '<rect class="{}" x="{}" width="6" height="9" rx="1"/>', bars
        ),
    )


@register.simple_tag
def surplus(value: int) -> str:
    """Impact less effort: "impact − effort = +2"."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return _("impact − effort = %(number)s") % {"number": f"{sign}{abs(value)}"}


@register.simple_tag
def weights_to_choose(
    value: int | None, refused: Any, action: Action, name: str
) -> SafeString:
    """The options of one weight; what was refused stays chosen."""
    chosen = "" if value is None else str(value)
    if refused and refused.action.pk == action.pk:
        chosen = str(refused.form[name].value() or "")
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (number, " selected" if number == chosen else "", words)
            for number, words in [("", "–"), *((n, n) for n in "12345")]
        ),
    )
