"""Rows of the outline and of flat lists of objectives; drawn in drawing_rows.py."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from objectives.models import Objective
from progress import drawing_rows
from progress.alignment_map import AlignmentMap
from progress.outline import COUNTED, Branch, Node, Outline
from progress.readings import ObjectiveReading
from progress.selection import Selection

register = template.Library()


@register.simple_tag
def tree_rows(nodes: Iterable[Node], links: drawing_rows.Links) -> SafeString:
    """`{% tree_rows outline.roots links %}`: the items of a tree."""
    return drawing_rows.tree(nodes, links)


@register.simple_tag
def objective_row(reading: ObjectiveReading) -> SafeString:
    """`{% objective_row reading %}`: one row of a flat list."""
    return drawing_rows.row(reading)


@register.simple_tag
def query(selection: Selection, **changes: object) -> str:
    """`{% query selection open="all" %}`: the address of the page with a change."""
    return selection.query(**changes)


@register.simple_tag
def capped(count: int) -> str:
    """ "9", "1000+"."""
    return f"{COUNTED}+" if count > COUNTED else str(count)


@register.simple_tag
def counted(outline: Outline | AlignmentMap, selection: Selection) -> str:
    """ "23 of 27 objectives": the rows shown, or those that fit, of all there are."""
    shown = outline.shown if selection.fits_all else outline.fitting
    text = ngettext(
        "%(shown)s of %(total)s objective",
        "%(shown)s of %(total)s objectives",
        outline.total,
    )
    return text % {"shown": capped(shown), "total": capped(outline.total)}


@register.simple_tag
def views(selection: Selection) -> dict[str, str]:
    """Addresses of the selection as an outline and as a map."""
    query = selection.query()
    return {
        "outline": reverse("alignment") + query,
        "map": reverse("alignment_map") + query,
    }


@register.simple_tag
def more_address(
    parent: Objective, branch: Branch, depth: int, selection: Selection
) -> str:
    """The part of a branch behind the one shown."""
    address = drawing_rows.children_address(parent.pk)
    return f"{address}{selection.query()}&depth={depth}&behind={branch.next}"
