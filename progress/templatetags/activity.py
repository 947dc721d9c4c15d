"""Words of what happened, and of comments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import language_of, show_value
from objectives.models import KeyResult, Objective
from progress.activity import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS
from progress.markdown import html_of
from progress.mentions import names_in
from progress.models import CheckIn, Comment
from progress.words_of_comments import subject_words

register = template.Library()


@register.filter
def in_html(comment: Comment) -> SafeString:
    """The comment's text; names of people who were told of it are bold."""
    people = [mention.person for mention in comment.mentions.all()]
    return html_of(comment.text, names_in(comment, people) if people else ())


@register.filter
def plain_html(text: str) -> SafeString:
    return html_of(text)


@register.filter
def language(text: str) -> str:
    """For a `lang` attribute; "" where the script does not tell it."""
    return language_of(text)


@register.filter
def commented(comment: Comment) -> str:
    """What was commented on, where that is not the objective itself; else ""."""
    is_own = comment.subject == comment.objective
    return "" if is_own else subject_words(comment)


@register.simple_tag
def value_then(entry: CheckIn) -> str:
    return _shown(entry, entry.value)


@register.simple_tag
def value_before(entry: CheckIn) -> str:
    """Of what is corrected, else of the entry before; a way's start before any."""
    if entry.corrects:
        return _shown(entry, entry.corrects.value)
    before = entry.value_before
    if before is None and entry.key_result.kind == KeyResult.Kind.REACH:
        before = entry.key_result.start_value
    return "" if before is None else _shown(entry, before)


def _shown(entry: CheckIn, value: Decimal) -> str:
    if entry.key_result.is_milestone:
        return _("done") if value else _("not done")
    return show_value(value, entry.key_result.unit)


@register.filter
def changed_fields(row: Any) -> str:
    """What differs from the version before: "target value, weight"."""
    is_objective = isinstance(row.instance, Objective)
    model = Objective if is_objective else KeyResult
    names = OBJECTIVE_FIELDS if is_objective else KEY_RESULT_FIELDS
    changed = [n for n in names if getattr(row, n) != getattr(row, f"before_{n}")]
    fields = [model._meta.get_field(n.removesuffix("_id")) for n in changed]
    return _(", ").join(str(field.verbose_name) for field in fields)


@register.filter
def turned(row: Any) -> str:
    """ "set", "dropped", "restored" or "changed": what a version did."""
    if row.history_type == "+":
        return "set"
    if row.dropped_at and not row.before_dropped_at:
        return "dropped"
    if row.before_dropped_at and not row.dropped_at:
        return "restored"
    return "changed"
