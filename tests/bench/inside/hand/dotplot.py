"""The target gap: own progress against each child's and their mean."""

from __future__ import annotations

from html import escape

from tests.bench.inside.hand.family import Child, Objective
from tests.bench.inside.hand.figures import (
    MINUS,
    difference,
    exactly,
    how,
    number,
    points,
    signed_points,
    whole_points,
)
from tests.bench.inside.hand.pieces import (
    along,
    bdi,
    gap_badge,
    gap_of,
    percent,
    stretch,
)
from tests.bench.inside.hand.readings import PARTS
from tests.bench.inside.hand.whole import key, token_field

GRID = '<line class="grid" x1="0" x2="100%" y1="50%" y2="50%"/>'
OTHER_WAY = (
    "    <details><summary>What a gap the other way would mean</summary><p>{}</p>"
    "</details>\n"
)
BEHIND = (
    "<strong>The children move, the parent does not.</strong> Work under this "
    "objective is {} points further along than the objective itself. Either these "
    "children are not what moves its key results, or its key results ask for more "
    "than the children were derived to give, or their effect arrives later."
)
BEHIND_OTHER = (
    "An objective well ahead of its children is being moved by something other than "
    "their work, or the children’s key results are too hard, badly derived or simply "
    "not updated. Its own progress may stall when the outside help ends."
)
AHEAD = (
    "<strong>The objective moves without its children.</strong> It is {} points "
    "further along than the work under it. Something other than their work moves it, "
    "or their key results are too hard, badly derived or not updated."
)
AHEAD_OTHER = (
    "Children well ahead of their parent are either not what moves its key results, "
    "or its key results ask for more than they were derived to give, or their effect "
    "arrives later."
)
IN_LINE = (
    "<p>In line: the objective and the ones under it move together, within five "
    "points.</p>"
)


def gap_section(of: Objective, sums: list[str]) -> str:
    rows = "".join(child_row(of, child) for child in of.seen)
    opened = how(percent(of.progress), sums)
    return (
        '\n\n<section class="section" aria-labelledby="s-gap">\n'
        '  <div class="section-head"><h2 id="s-gap">Target gap</h2>\n'
        f'{gap_badge(of.gap)}\n<div class="acts"><a class="btn small" '
        f'href="/objectives/new/?parent={of.pk}">Add child objective</a></div></div>\n'
        '  \n    <ul class="dotplot">\n      <li><span class="strong">This objective'
        f'</span>{own_dot(of.progress)}<b class="num">{opened}</b></li>\n      {rows}\n'
        f"{mean_row(of)}    </ul>\n    \n    {explained(of.gap)}\n  \n</section>\n"
    )


def own_dot(own: int) -> str:
    x = along(own)
    return (
        f'<svg class="plot" width="100%" aria-hidden="true"><rect class="own" y="50%" '
        f'width="{x}" height="8" transform="translate(0 -4)"/>'
        f'<line class="plumb" x1="{x}" x2="{x}" y1="50%" y2="100%"/></svg>'
    )


def child_row(of: Objective, child: Child) -> str:
    own = of.progress
    lines = ["its lead = its progress − own progress", difference(child.progress, own)]
    lead = how(signed_points(child.progress - own), lines)
    notes = ""
    if of.has_weights and not child.is_private:
        notes = f" · weight {child.weight}"
    if child.is_private:
        notes = " · private, not counted"
    return (
        f'\n\n<li>\n  <span><a class="quiet-link" href="/objectives/{child.pk}/">'
        f'{bdi(child.title)}</a><span class="sub">{bdi(child.owner)}{notes}</span>'
        f"</span>\n  {child_dot(own, child)}\n"
        f'  <span class="diff">{lead}</span>\n</li>\n'
    )


def child_dot(own: int, child: Child) -> str:
    x = along(own)
    return (
        '<svg class="plot" width="100%" role="img">'
        f"<title>{escape(dot_title(own, child))}</title>{GRID}"
        f"{apart(own, child.progress)}"
        f'<line class="plumb" x1="{x}" x2="{x}" y1="0" y2="100%"/>'
        f'<svg x="{along(child.progress)}" y="50%" overflow="visible">'
        '<circle class="dot" r="4.5"/></svg></svg>'
    )


def dot_title(own: int, child: Child) -> str:
    lead = whole_points(child.progress - own)
    said = f"{child.title}: {percent(child.progress)}"
    if not lead:
        return f"{said}, level with this objective"
    way = "ahead of" if lead > 0 else "behind"
    return f"{said}, {abs(lead)} points {way} this objective"


def apart(own: int, other: int) -> str:
    return stretch(own, other, "50%", 6, ' transform="translate(0 -3)"')


def mean_row(of: Objective) -> str:
    x = along(of.progress)
    return (
        '      <li class="mean"><span>Mean of the children</span><svg class="plot" '
        f'width="100%" aria-hidden="true">{GRID}{apart(of.progress, of.mean)}'
        f'<line class="plumb" x1="{x}" x2="{x}" y1="0" y2="50%"/>'
        f'<use href="#m-bob" x="{along(of.mean)}" y="50%"/>'
        f'<svg x="{x}" y="50%" overflow="visible"><path class="own" '
        'd="M-4-2H4L0 7Z"/></svg></svg><span class="diff">'
        f"{how(signed_points(-of.gap), mean_sums(of))}</span></li>\n"
    )


def mean_sums(of: Objective) -> list[str]:
    rule = "children’s mean = Σ progress ÷ how many have any"
    if of.has_weights:
        rule = "children’s mean = Σ (weight × progress) ÷ Σ weight"
    plain = all(child.weight == 1 for child in of.counted)
    terms = " + ".join(
        exactly(child.progress)
        if plain
        else f"{child.weight} × {exactly(child.progress)}"
        for child in of.counted
    )
    weight = sum(child.weight for child in of.counted)
    return [rule, f"({terms}) ÷ {weight} = {exactly(of.mean)}"]


def gap_sums(of: Objective) -> list[str]:
    weight = sum(child.weight for child in of.counted)
    mean = exactly(sum(child.weight * child.progress for child in of.counted))
    if weight > 1:
        mean = f"{mean} ÷ {weight}"
    told = f"{exactly(of.progress)} {MINUS} {mean} = {points(of.gap)}"
    return ["target gap = own progress − children’s mean", told]


def explained(gap: int) -> str:
    """What a gap of either sign means."""
    direction, much = gap_of(gap)[0], number(abs(whole_points(gap)) * PARTS)
    said = IN_LINE
    if direction != "inline":
        words, other = {
            "behind": (BEHIND, BEHIND_OTHER),
            "ahead": (AHEAD, AHEAD_OTHER),
        }[direction]
        told = f"<p>{words.format(much)}</p>\n{OTHER_WAY.format(other)}"
        said = f"\n    {told}  "
    return f'\n\n\n\n  <div class="explain">{said}</div>\n\n'


def review(of: Objective, token: str) -> str:
    """A large gap asks for one."""
    direction, size, _ = gap_of(of.gap)
    if size != "large":
        return "\n\n\n"
    return (
        '\n\n\n  <section class="section" aria-labelledby="s-rev">\n'
        '    <div class="section-head"><h2 id="s-rev">Alignment review</h2></div>\n'
        f'    \n      \n\n<div class="empty">\n  <p>The gap of '
        f"{abs(whole_points(of.gap))} points is large: the owners of both levels "
        "should talk about it. Opening a review keeps today’s numbers and proposes an "
        'agenda.</p>\n  \n    <form method="post" '
        f'action="/objectives/{of.pk}/reviews/" class="stack-m" novalidate>\n'
        f"      {token_field(token)}"
        f'<input type="hidden" name="key" value="{key()}">\n      \n      <div><button '
        'type="submit" class="btn primary">Open a review</button></div>\n    </form>\n'
        "  \n</div>\n\n    \n    \n\n\n\n  </section>\n\n"
    )
