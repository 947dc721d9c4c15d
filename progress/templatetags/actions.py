"""Bets and gaps in plans of actions, in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from objectives.display import decimals_shown, show_value
from objectives.models import Action, KeyResult
from progress.words_of_actions import ran_words

register = template.Library()
IF = ("if ", "如果", "若")


@register.inclusion_tag("progress/_bet.html")
def bet(action: Action, key_result: KeyResult) -> dict[str, Any]:
    """ "If we do this, the key result goes from 99.31% to 99.8% by 18 Sep." """
    return {
        "action": action,
        "kr": key_result,
        "premise": bare(action.premise),
        "places": places_of(action, key_result),
    }


def places_of(action: Action, key_result: KeyResult) -> int:
    """Decimals that let the bet line up with the key result: 99.80, not 99.8."""
    own = [key_result.start_value, key_result.target_value]
    bet = [action.expected_from, action.expected_to]
    return max(decimals_shown(v) for v in own + bet if v is not None)


def bare(premise: str) -> str:
    """Without the "if" and the full stop that the sentence around it has."""
    text = premise.strip().rstrip(".。, ，")
    for word in IF:
        if text.lower().startswith(word):
            return text[len(word) :].strip()
    return text


@register.filter
def lacks(action: Action) -> str:
    """ "nobody does it", "no days", or both; "" where it is a plan."""
    missing = [
        not action.owner_id and _("nobody does it"),
        not (action.starts_on and action.due_on) and _("no days"),
    ]
    return _(", ").join(filter(None, missing))


@register.filter
def really_ran(action: Action) -> str:
    """When it really ran; "" before it began."""
    return ran_words(action)


@register.filter
def costs(action: Action) -> str:
    """ "€18,000", "40,000 USD"; "" where nothing is said."""
    if action.cost is None:
        return ""
    return show_value(action.cost, action.currency)
