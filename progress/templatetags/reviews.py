"""Words of alignment reviews."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import show_day
from progress.drawing_dots import signed_points
from progress.models import AlignmentReview, Decision
from progress.review_readings import Sheet
from progress.templatetags.reading import localday

register = template.Library()


@register.simple_tag
def then_and_now(sheet: Sheet) -> str:
    """ "gap when opened −29 pts, today −31 pts"; the closing's between them."""
    review = sheet.review
    said = {
        "then": signed_points(review.gap),
        "closing": signed_points(review.closing_gap),
        "now": signed_points(sheet.figures.gap),
    }
    if review.is_open:
        return _("gap when opened %(then)s pts, today %(now)s pts") % said
    return (
        _(
            "gap when opened %(then)s pts, when closed %(closing)s pts, "
            "today %(now)s pts"
        )
        % said
    )


@register.simple_tag
def opened_words(review: AlignmentReview) -> SafeString:
    """ "Opened by Priya Nair on 18 Aug at a gap of −29 points."."""
    said = {
        "name": format_html("<bdi>{}</bdi>", review.opened_by.name),
        "day": show_day(localday(review.opened_at)),
        "points": signed_points(review.gap),
    }
    if review.gap is None:
        return format_html(_("Opened by {name} on {day}, without a gap."), **said)
    return format_html(
        _("Opened by {name} on {day} at a gap of {points} points."), **said
    )


@register.filter
def decisions(_chosen: str) -> list[tuple[str, str, str]]:
    """(value, words, what it means) of every decision."""
    notes = {
        Decision.KEEP: _("The gap is understood and will close by itself."),
        Decision.KEY_RESULTS: _("The measures are wrong or asked too much."),
        Decision.ALIGNMENT: _("A child belongs elsewhere, or under another weight."),
        Decision.CHILDREN: _("Their key results should move the parent."),
        Decision.LOOK_AGAIN: _("It is as it should be for now; say until when."),
    }
    return [(d.value, str(d.label), notes[d]) for d in Decision]
