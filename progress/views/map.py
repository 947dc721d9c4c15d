"""The alignment tree as a drawing, on a page and as a file of its own."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives.display import show_date
from objectives.models import Objective, User
from progress.alignment_map import AlignmentMap, read_map
from progress.asked import asked_id
from progress.change import points
from progress.choices import Choice, choices
from progress.map_cards import cards_of, drawing_of, path_of
from progress.map_file import MapFile
from progress.measure import DEFAULT_RULES
from progress.selection import PLACE, Selection
from progress.templatetags.tree import counted


@require_safe
def alignment_map(request: HttpRequest) -> HttpResponse:
    asked = Selection.asked(request)
    if asked is None:
        return render(request, "progress/nothing_yet.html")
    selection = in_place(asked)
    root = chosen_root(request, selection)
    read = read_map(selection, request.user, root)
    if request.GET.get("format") == "svg":
        return as_file(request, selection, read)
    context = {
        "selection": selection,
        "choices": filters(request.user, selection),
        "attention": selection.attention_count(request.user),
        "outline": asked.query(after=None),
        "map": read,
        "crumbs": path_of(read, selection) if root else [],
        "drawing": drawing_of(read, selection),
        "cards": cards_of(read.roots, read, selection),
        "file": file_url(selection, root),
        "large_from": points(DEFAULT_RULES.large_from),
    }
    return render(request, "progress/map.html", context)


def filters(user: User, selection: Selection) -> dict[str, Choice]:
    """What the filter form offers: all but an order."""
    return {
        name: choice
        for name, choice in choices(user, selection).items()
        if name != "sort"
    }


def in_place(asked: Selection) -> Selection:
    """A drawing has no other order; where another one was read to, says nothing."""
    return replace(asked, sort=PLACE, after=asked.after if asked.in_place else None)


def chosen_root(request: HttpRequest, selection: Selection) -> Objective | None:
    """The top of the branch that the address names, if it names one."""
    text = request.GET.get("root", "")
    if not text:
        return None
    return get_object_or_404(selection.seen(request.user), pk=asked_id(text))


def file_url(selection: Selection, root: Objective | None) -> str:
    """The same drawing as a file."""
    after = selection.after and "-".join(map(str, selection.after))
    return selection.query(root=root and root.pk, after=after, format="svg")


def as_file(
    request: HttpRequest, selection: Selection, read: AlignmentMap
) -> HttpResponse:
    """With whole addresses, so that its links lead back here from anywhere."""
    drawing = drawing_of(read, selection, request.build_absolute_uri)
    day = _("figures as of %(moment)s") % {"moment": show_date(selection.today)}
    note = f"{counted(read, selection)} · {day}"
    file = MapFile(drawing, title_of(selection, read), note)
    response = HttpResponse(file.render(), content_type="image/svg+xml; charset=utf-8")
    name = f"alignment-{selection.cycle.pk}.svg"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def title_of(selection: Selection, read: AlignmentMap) -> str:
    parts = [_("Alignment map"), selection.cycle.name]
    parts += [objective.title for objective in read.path[-1:]]
    return " · ".join(parts)
