"""The dot plot of the target gap: how far each child stands from its parent.

The plumb line falls from the end of the objective's own bar through every row. Each
function draws one row; figures are whole millionths, 0 to WHOLE.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.display import MINUS
from progress.change import points
from progress.drawing import NOTHING, at, percent, permille, show_percent
from progress.measure import DEFAULT_RULES, Rules, gap_band, link_gap


def own_row(own: int) -> SafeString:
    """The objective's own bar, from whose end the line falls."""
    return format_html(
        '<svg class="plot" width="100%" aria-hidden="true">'
        '<rect class="own" y="50%" width="{0}" height="8" transform="translate(0 -4)"/>'
        '<line class="plumb" x1="{0}" x2="{0}" y1="50%" y2="100%"/></svg>',
        at(own),
    )


def child_row(
    *, own: int, child: int | None, name: str, rules: Rules = DEFAULT_RULES
) -> SafeString:
    """One child; `name` is its title. Without progress it has no dot."""
    dot = NOTHING
    if child is not None:
        dot = format_html(
            '<svg x="{}" y="50%" overflow="visible">'
            '<circle class="dot" r="4.5"/></svg>',
            at(child),
        )
    return format_html(
        '<svg class="plot" width="100%" role="img"><title>{}</title>{}{}'
        '<line class="plumb" x1="{}" x2="{}" y1="0" y2="100%"/>{}</svg>',
        child_title(own, child, name),
        GRID,
        stretch(own, child, rules),
        at(own),
        at(own),
        dot,
    )


def mean_row(*, own: int, mean: int, rules: Rules = DEFAULT_RULES) -> SafeString:
    """The mean of the children; the plumb line ends here in its point."""
    return format_html(
        '<svg class="plot" width="100%" aria-hidden="true">{0}{1}'
        '<line class="plumb" x1="{2}" x2="{2}" y1="0" y2="50%"/>'
        '<use href="#m-bob" x="{3}" y="50%"/><svg x="{2}" y="50%" overflow="visible">'
        '<path class="own" d="M-4-2H4L0 7Z"/></svg></svg>',
        GRID,
        stretch(own, mean, rules),
        at(own),
        at(mean),
    )


GRID = format_html('<line class="grid" x1="0" x2="100%" y1="{0}" y2="{0}"/>', "50%")


def stretch(own: int, child: int | None, rules: Rules) -> SafeString:
    """Hatched where the child is ahead, solid where it is behind, else nothing."""
    gap = gap_band(link_gap(own, child), rules).direction
    if child is None or gap in {"inline", "none"}:
        return NOTHING
    left, right = sorted([permille(own), permille(child)])
    shape = (
        '<rect class="ahead" x="{}" y="50%" width="{}" height="6"'
        ' transform="translate(0 -3)"/>'
    )
    if gap == "behind":
        shape = (
            '<rect x="{}" y="50%" width="{}" height="6" fill="url(#hatch)"'
            ' transform="translate(0 -3)"/>'
        )
    return format_html(shape, percent(left), percent(right - left))


def child_title(own: int, child: int | None, name: str) -> str:
    """ "Make contact data trustworthy: 62%, 31 points ahead of this objective"."""
    said = {"name": name, "figure": show_percent(child)}
    if child is None:
        return _("%(name)s: no progress yet") % said
    said["points"] = str(abs(points(child - own)))
    if said["points"] == "0":
        return _("%(name)s: %(figure)s, level with this objective") % said
    if child > own:
        return (
            _("%(name)s: %(figure)s, %(points)s points ahead of this objective") % said
        )
    return _("%(name)s: %(figure)s, %(points)s points behind this objective") % said


def signed_points(difference: int | None) -> str:
    """A difference of figures in whole points with its sign: "+35", "−8", "–"."""
    if difference is None:
        return "–"
    whole = points(difference)
    return f"{MINUS if whole < 0 else '+'}{abs(whole)}" if whole else "0"
