"""What is done on the boards: a step, weights, a place in the order.

Dragging, keys and plain forms send the same; whatever is refused comes back as the
board with what was typed on it.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives import actions
from objectives.models import Action, KeyResult
from objectives.plan import Stale
from objectives.views.common import CONFLICT, REFUSED, revision_of
from progress.board_forms import MoveForm, WeighForm
from progress.board_order import Order, Overtaken
from progress.views.action_access import action_to_change, key_result_to_act_on
from progress.views.boards import (
    BOARD,
    WEIGH,
    Place,
    Refused,
    show_board,
    show_weighing,
)


def place_of(data: QueryDict, action: Action) -> Place:
    """The board that a form was sent from."""
    objective = action.key_result.objective
    if data.get("board") == "objective":
        return Place(objective)
    return Place(objective, action.key_result)


@require_POST
def action_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step to another state."""
    action = action_to_change(request, pk)
    form, place = MoveForm(request.POST), place_of(request.POST, action)
    if form.is_valid():
        try:
            seen, by = revision_of(request), request.user
            moved = actions.take(pk, **form.cleaned_data, seen=seen, by=by)
        except Stale as stale:
            if was_done_before(request, stale.theirs, form):
                return redirect(back(request, place, action))
            refused = Refused.stale(stale.theirs, form)
            return show_board(request, place, refused, status=CONFLICT)
        except ValidationError as error:
            form.refuse(error)
        else:
            named = {"title": moved.title, "state": moved.get_state_display()}
            messages.success(request, _("“%(title)s”: %(state)s.") % named)
            return redirect(back(request, place, action))
    return show_board(request, place, Refused(action, form), status=REFUSED)


def was_done_before(request: HttpRequest, theirs: Action, form: MoveForm) -> bool:
    """Whether it is the reader's own step that came twice."""
    last = theirs.events.last()
    return last.by_id == request.user.pk and theirs.state == form.cleaned_data["step"]


def back(request: HttpRequest, place: Place, action: Action) -> str:
    """To the board; to the start for whoever sees the action no longer."""
    seen = Action.objects.visible_to(request.user).filter(pk=action.pk)
    if request.POST.get("board") == "updates" or not seen.exists():
        return reverse("updates")
    return f"{place.address}?view={BOARD}#a-{action.pk}"


@require_POST
def action_weigh(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it takes and what it brings, from 1 to 5 each."""
    action = action_to_change(request, pk)
    form, place = WeighForm(request.POST), of_key_result(action.key_result)
    if form.is_valid():
        try:
            seen, by = revision_of(request), request.user
            actions.change(pk, seen=seen, by=by, values=form.cleaned_data)
        except Stale as stale:
            if not is_weighed_so(stale.theirs, form):
                refused = Refused.stale(stale.theirs, form)
                return show_weighing(request, place, refused, status=CONFLICT)
            return redirect(f"{place.address}?view={WEIGH}#o-{pk}")
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, weighed_sentence(action, form))
            return redirect(f"{place.address}?view={WEIGH}#o-{pk}")
    return show_weighing(request, place, Refused(action, form), status=REFUSED)


def is_weighed_so(theirs: Action, form: WeighForm) -> bool:
    """Whether both say the same: then nobody has to choose."""
    return all(getattr(theirs, name) == v for name, v in form.cleaned_data.items())


def weighed_sentence(action: Action, form: WeighForm) -> str:
    said = {name: value or "–" for name, value in form.cleaned_data.items()}
    text = _("“%(title)s”: effort %(effort)s, impact %(impact)s.")
    return text % {"title": action.title, **said}


def of_key_result(key_result: KeyResult) -> Place:
    return Place(key_result.objective, key_result)


@require_POST
def key_result_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one action up, down or to a place; or go back to the computed order."""
    key_result = key_result_to_act_on(request, pk)
    order, place = Order.read(request.POST), of_key_result(key_result)
    try:
        if order.is_computed:
            actions.unarrange(pk, seen=order.seen, by=request.user)
            messages.success(request, _("Ordered by impact less effort again."))
        else:
            actions.arrange(pk, order.wanted(), seen=order.seen, by=request.user)
    except ValidationError as error:  # fixed since the page was asked for
        raise PermissionDenied(error.messages[0]) from error
    except Stale as stale:
        if not order.is_kept_in(stale.theirs):
            overtaken = Overtaken.by(stale.theirs, order)
            return show_weighing(request, place, None, overtaken, status=CONFLICT)
    mark = f"#o-{order.item}" if order.item else ""
    return redirect(f"{place.address}?view={WEIGH}{mark}")
