"""Rows of the outline as HTML: drawn here, because a page has hundreds of them.

A template takes twenty times as long for a row. What stands around the rows are
templates, and what marks mean stands in words.py and drawing.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.models import Objective
from objectives.templatetags.shown import typed
from progress import drawing, outline, words
from progress.outline import Node
from progress.readings import ObjectiveReading
from progress.selection import Selection

NOTHING = mark_safe("")
Parts = Iterable[SafeString]


def joined(parts: Parts) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


@dataclass(frozen=True)
class Links:
    """Where the branches lead that are not loaded.

    `opened` are those on the way that the address of the page does not open yet. On
    a page of its own a branch leads to the next such page.
    """

    selection: Selection
    opened: tuple[int, ...] = ()
    apart: bool = False

    def page(self, node: Node) -> str:
        """The same page with this branch open; its own where it is too wide."""
        pk = node.objective.pk
        if self.apart or node.below > outline.ROWS:
            return children_address(pk)
        opened = self.selection.open.with_open(*self.opened, pk)
        query = self.selection.query(open=str(opened))
        return f"{reverse('alignment')}{query}#o-{pk}"

    def load(self, node: Node) -> str:
        """The branch alone, for htmx to put in place."""
        query = self.selection.query()
        address = children_address(node.objective.pk)
        return f"{address}{query}&depth={node.depth_below}"


def children_address(pk: int) -> str:
    return reverse("objective_children", args=[pk])


def tree(nodes: Iterable[Node], links: Links) -> SafeString:
    """List items, each with the list of what is under it."""
    return joined(branch(node, links) for node in nodes)


def branch(node: Node, links: Links) -> SafeString:
    return format_html(
        '<li class="node" data-depth="{}" id="o-{}"{}>{}{}</li>',
        node.drawn_depth,
        node.objective.pk,
        mark_safe(" data-path") if node.is_path else NOTHING,
        row(node.reading, node),
        under(node, links),
    )


def under(node: Node, links: Links) -> SafeString:
    if node.children:
        return format_html("<ul>{}</ul>", tree(node.children, links))
    if node.hidden_children:
        return format_html("<ul>{}</ul>", to_load(node, links))
    return NOTHING


def to_load(node: Node, links: Links) -> SafeString:
    count = node.hidden_children
    return format_html(
        '<li class="node-lazy" data-depth="{}"><div class="node-title">'
        '<a href="{}" hx-get="{}" hx-target="closest li" hx-swap="outerHTML">{}</a>'
        "</div></li>",
        node.depth_below,
        links.page(node),
        links.load(node),
        ngettext(
            "Load %(count)s objective under this one",
            "Load %(count)s objectives under this one",
            count,
        )
        % {"count": count},
    )


def row(reading: ObjectiveReading, node: Node | None = None) -> SafeString:
    """Title, track, gap, owner, status and age; without a node, a row of a list."""
    node = node or Node(reading)
    objective = reading.objective
    return format_html(
        '<div class="node-row"><div class="node-title">{}{}</div>{}{}{}{}{}{}</div>',
        twist(node),
        title(node),
        track(reading),
        gap(reading, node),
        who(objective),
        status(reading),
        age(reading),
        move(node),
    )


def move(node: Node) -> SafeString:
    """The way to the page that moves it; js/move.js leads there too."""
    if not node.may_move:
        return NOTHING
    return format_html(
        '<a class="node-move" href="{}">{}<span class="vh"> {}</span></a>',
        reverse("objective_move", args=[node.objective.pk]),
        _("Move"),
        node.objective.title,
    )


def twist(node: Node) -> SafeString:
    if not (node.children or node.hidden_children):
        return NOTHING
    return format_html(
        '<details class="twist"{}><summary><svg class="icon" aria-hidden="true">'
        '<use href="#i-chev"/></svg><span class="vh">{}</span></summary></details>',
        mark_safe(" open") if node.is_open else NOTHING,
        ngettext(
            "Show or hide %(count)s objective under: %(title)s",
            "Show or hide %(count)s objectives under: %(title)s",
            node.below,
        )
        % {"count": node.below, "title": node.objective.title},
    )


def title(node: Node) -> SafeString:
    return format_html(
        '<a href="{}">{}{}</a>{}',
        node.objective.get_absolute_url(),
        typed(node.objective.title),
        joined(tags(node)),
        serves(node.parent),
    )


def tags(node: Node) -> Iterable[SafeString]:
    """What else is to be known of it, in a word each."""
    if node.objective.is_private:
        yield tag(_("private"))
    if node.is_path:
        yield tag(_("leads to a match"))


def tag(text: str) -> SafeString:
    return format_html(' <span class="tag">{}</span>', text)


def serves(parent: Objective | None) -> SafeString:
    if parent is None:
        return NOTHING
    text = _("serves: %(title)s") % {"title": parent.title}
    return format_html('<span class="serves">{}</span>', text)


def track(reading: ObjectiveReading) -> SafeString:
    return format_html(
        '<div class="node-track figure-row"><b>{}</b>'
        '<span class="track-wrap">{}</span></div>',
        drawing.show_percent(reading.progress),
        drawing.track(
            own=reading.progress, mean=reading.mean, expected=reading.expected
        ),
    )


def gap(reading: ObjectiveReading, node: Node) -> SafeString:
    mark = words.gap_mark(reading.gap, has_children=bool(node.below))
    if mark.direction == "none":
        shown = format_html(
            '<span aria-hidden="true">–</span><span class="vh">{}</span>', mark.text
        )
    else:
        shown = format_html(
            '<svg class="gap-icon" aria-hidden="true"><use href="#g-{}"/></svg>{}',
            mark.direction,
            mark.text,
        )
    return format_html(
        '<span class="gap" data-gap="{}" data-size="{}">{}</span>',
        mark.direction,
        mark.size,
        shown,
    )


def who(objective: Objective) -> SafeString:
    team = objective.team
    return format_html(
        '<div class="who"><span>{}</span><span class="dim">{}</span></div>',
        typed(objective.owner.name),
        typed(team.full_name) if team else NOTHING,
    )


def status(reading: ObjectiveReading) -> SafeString:
    mark = words.status_mark(reading.status)
    return format_html(
        '<span class="status" data-s="{}"><svg class="icon" aria-hidden="true">'
        '<use href="#{}"/></svg>{}</span>',
        mark.state,
        mark.icon,
        mark.text,
    )


def age(reading: ObjectiveReading) -> SafeString:
    return format_html(
        '<span class="age"{}><span class="vh">{} </span>{}{}</span>',
        mark_safe(" data-stale") if reading.is_stale else NOTHING,
        _("last check-in"),
        words.age_words(reading.age),
        overdue(reading),
    )


def overdue(reading: ObjectiveReading) -> SafeString:
    """A clock beside the age where an update is late or missed."""
    told = words.overdue_count(reading.overdue)
    if not told:
        return NOTHING
    return format_html(
        '<svg class="icon over" role="img"><title>{}</title>'
        '<use href="#i-clock"/></svg>',
        told,
    )
