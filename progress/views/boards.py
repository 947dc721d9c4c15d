"""Actions of an objective or a key result, seen otherwise than as a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from objectives.models import Action, KeyResult, Objective
from objectives.views.common import last_change
from progress.action_board import read_boards
from progress.board_order import Overtaken
from progress.readings import shown_key_results
from progress.schedules import read_schedule
from progress.today import day_of
from progress.views.action_access import may_add_to
from progress.weighing import read_weighing

LIST, BOARD, WEIGH, TIMELINE = "", "board", "weigh", "timeline"


@dataclass(frozen=True)
class Place:
    """Whose actions a page shows: an objective's, or one key result's."""

    objective: Objective
    key_result: KeyResult | None = None

    @property
    def name(self) -> str:
        """What forms say to come back here."""
        return "key_result" if self.key_result else "objective"

    @property
    def crumbs(self) -> list:
        return [self.objective, *([self.key_result] if self.key_result else [])]

    @property
    def views(self) -> list[tuple[str, str]]:
        """What the address says, and what people read."""
        weigh = [(WEIGH, _("Weigh"))] if self.key_result else []
        every = [(LIST, _("List")), (BOARD, _("Board")), *weigh]
        return [*every, (TIMELINE, _("Timeline"))]

    @property
    def address(self) -> str:
        subject = self.key_result or self.objective
        return f"{subject.get_absolute_url()}actions/"

    def key_results(self) -> QuerySet[KeyResult]:
        own = KeyResult.objects.filter(objective=self.objective)
        if self.key_result:
            own = own.filter(pk=self.key_result.pk)
        else:
            own = own.filter(dropped_at=None)
        return shown_key_results(own).order_by("position", "pk")


@dataclass(frozen=True)
class Refused:
    """What was sent about an action and not done: the form with what was typed.

    `who` and `when` say who was faster, where somebody was; `theirs` is the action as
    it now stands.
    """

    action: Action
    form: forms.Form
    is_stale: bool = False
    who: str = ""
    when: object = field(default=None)

    @classmethod
    def stale(cls, theirs: Action, form: forms.Form) -> Refused:
        return cls(theirs, form, True, *last_change(theirs))


def other_view(request: HttpRequest, place: Place) -> HttpResponse | None:
    """The page of the view that the address asks for; None for the list."""
    view = request.GET.get("view", LIST)
    if view not in dict(place.views):
        return None
    show = SHOWN.get(view)
    return show and show(request, place)


def show_board(
    request: HttpRequest,
    place: Place,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    key_results = list(place.key_results())
    context = {
        "place": place,
        "view": BOARD,
        "boards": read_boards(key_results, request.user, day_of(request)),
        "may_add": may_add_to(request, key_results),
        "refused": refused,
    }
    return render(request, "progress/actions_board.html", context, status=status)


def show_weighing(
    request: HttpRequest,
    place: Place,
    refused: Refused | None = None,
    overtaken: Overtaken | None = None,
    status: int = 200,
) -> HttpResponse:
    """`overtaken` is what was to be moved in an order that changed meanwhile."""
    [key_result] = place.key_results()
    weighing = read_weighing(key_result, request.user, day_of(request))
    context = {
        "place": place,
        "view": WEIGH,
        "weighing": weighing,
        "refused": refused,
        "overtaken": overtaken,
    }
    return render(request, "progress/actions_weigh.html", context, status=status)


def show_timeline(request: HttpRequest, place: Place) -> HttpResponse:
    own = Q(key_result=place.key_result)
    if not place.key_result:
        own = Q(key_result__objective=place.objective, key_result__dropped_at=None)
    schedule, page = read_schedule(
        Action.objects.filter(own),
        request.user,
        place.objective.cycle,
        day_of(request).today,
        request.GET.get("page", ""),
    )
    shown = {"schedule": schedule, "page": page}
    context = {"place": place, "view": TIMELINE, **shown}
    return render(request, "progress/actions_timeline.html", context)


SHOWN: dict[str, Callable[..., HttpResponse]] = {
    BOARD: show_board,
    WEIGH: show_weighing,
    TIMELINE: show_timeline,
}
