"""Numbers that open their arithmetic, and the points that make a gap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_number
from objectives.models import KeyResult, Objective
from objectives.templatetags.shown import typed
from progress import arithmetic
from progress.change import tenth_points
from progress.family import Child, Family
from progress.readings import KeyResultReading, ObjectiveReading

register = template.Library()


@register.simple_block_tag
def how(content: str, lines: Sequence[str]) -> SafeString | str:
    """`{% how lines %}31%{% endhow %}`: a number that opens how it is worked out.

    Without lines the number stands alone. One at a time is open.
    """
    if not lines:
        return content
    return format_html(
        '<details class="how" name="how"><summary>{}<span class="vh"> {}</span>'
        '</summary><div class="how-body">{}</div></details>',
        content,
        _("(show the arithmetic)"),
        format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
    )


@register.filter
def worked_out(reading: KeyResultReading) -> list[str]:
    """Progress, expectation and pace of a key result."""
    return arithmetic.key_result_sums(reading)


@register.simple_tag
def link_sums(child: Child, own: int | None) -> list[str]:
    return arithmetic.link_lines(child, own)


@register.simple_tag
def pace_gap_sums(reading: ObjectiveReading, family: Family, figure: int) -> list[str]:
    return arithmetic.pace_gap_lines(reading, family, figure)


@register.filter
def pts(number: Decimal) -> str:
    """Points with one decimal, without their sign: "14.2"."""
    return show_number(abs(number), 1)


@register.filter
def signed_pts(number: Decimal) -> str:
    """ "−14.2", "+5.7", "0.0"."""
    return f"+{show_number(number, 1)}" if number > 0 else show_number(number, 1)


@register.simple_tag
def linked(subject: KeyResult | Objective) -> SafeString:
    """Its own words as a link, to stand inside a sentence."""
    return format_html(
        '<a class="quiet-link strong" href="{}">{}</a>',
        subject.get_absolute_url(),
        typed(subject),
    )


@register.filter
def tenths(figure: int | None) -> str:
    """A difference of figures in points with its sign: "−30.7"; "–" for None."""
    return "–" if figure is None else signed_pts(tenth_points(figure))
