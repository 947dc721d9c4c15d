"""What programs read: lists with filters, and one of each, as their person sees it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router

from objectives.models import Action, Cycle, KeyResult, Objective, User
from objectives.text import CONTROL
from progress.api import rows
from progress.api.fields import Day, Flag, Key, Number, PathId
from progress.api.paging import Piece, Rows, answer, piece, refuse_unknown
from progress.api.shapes import (
    ActionOut,
    CheckInOut,
    CycleOut,
    KeyResultOut,
    ObjectiveOut,
    ProblemOut,
    State,
    Step,
    listed,
)
from progress.models import CheckIn

REFUSALS = dict.fromkeys((401, 404, 422, 429, 503), ProblemOut)
ONE = dict.fromkeys(REFUSALS, ProblemOut)
MANY = {status: ProblemOut for status in REFUSALS if status != 404}

router = Router()


class CyclePiece(Piece):
    state: State | None = None


class ObjectivePiece(Piece):
    cycle: Number | None = None
    owner: Number | None = None
    team: Number | None = None
    parent: Number | None = None
    external_id: Key | None = None
    dropped: Flag | None = None


class KeyResultPiece(Piece):
    cycle: Number | None = None
    objective: Number | None = None
    owner: Number | None = None
    external_id: Key | None = None
    dropped: Flag | None = None


class CheckInPiece(Piece):
    key_result: Number | None = None
    objective: Number | None = None
    author: Number | None = None
    measured_from: Day | None = Field(None, description=_("this day or later"))
    measured_to: Day | None = Field(None, description=_("this day or earlier"))
    effective: Flag | None = Field(
        None, description=_("true: without those that were corrected")
    )


class ActionPiece(Piece):
    key_result: Number | None = None
    objective: Number | None = None
    owner: Number | None = None
    state: Step | None = None


def chosen(found: QuerySet, asked: Piece, **columns: str) -> QuerySet:
    """Those that have what was asked for; `columns` are named as filters are."""
    wanted = {
        column: value
        for name, column in columns.items()
        if (value := getattr(asked, name)) is not None
    }
    if any(
        isinstance(value, str) and CONTROL.search(value) for value in wanted.values()
    ):
        return found.none()  # no database is asked for what no row can hold
    return found.filter(**wanted)


def dropped_or_not(found: QuerySet, flag: str | None) -> QuerySet:
    if flag is None:
        return found
    return found.filter(dropped_at__isnull=flag == "false")


def one(request: HttpRequest, found: QuerySet, pk: int, show: Rows) -> HttpResponse:
    refuse_unknown(request)
    [row] = show(request, [get_object_or_404(found, pk=pk)])
    return answer(row)


def seen_objectives(user: User) -> QuerySet:
    found = Objective.objects.visible_to(user)
    return found.select_related("cycle", "owner", "team", "figures")


def seen_key_results(user: User) -> QuerySet:
    found = KeyResult.objects.visible_to(user)
    return found.select_related("objective__cycle", "owner", "figures")


def seen_check_ins(user: User) -> QuerySet:
    return CheckIn.objects.visible_to(user).select_related("author")


def seen_actions(user: User) -> QuerySet:
    return Action.objects.visible_to(user).select_related("owner")


@router.get(
    "/cycles",
    response={200: listed(CycleOut), **MANY},
    url_name="api_cycles",
    summary=_("Cycles"),
)
def list_cycles(request: HttpRequest, asked: Query[CyclePiece]) -> Any:
    found = chosen(Cycle.objects.all(), asked, state="state")
    return piece(request, found, asked, rows.cycles)


@router.get(
    "/cycles/{id:pk}",
    response={200: CycleOut, **ONE},
    url_name="api_cycle",
    summary=_("One cycle"),
)
def get_cycle(request: HttpRequest, pk: PathId) -> Any:
    return one(request, Cycle.objects.all(), pk, rows.cycles)


@router.get(
    "/objectives",
    response={200: listed(ObjectiveOut), **MANY},
    url_name="api_objectives",
    summary=_("Objectives"),
)
def list_objectives(request: HttpRequest, asked: Query[ObjectivePiece]) -> Any:
    found = seen_objectives(request.user)
    found = chosen(
        found,
        asked,
        cycle="cycle",
        owner="owner",
        team="team",
        external_id="external_id",
    )
    if asked.parent is not None:
        seen = Objective.objects.visible_to(request.user).order_by()
        found = found.filter(parent__in=seen.filter(pk=asked.parent).values("pk"))
    found = dropped_or_not(found, asked.dropped)
    return piece(request, found, asked, rows.objectives)


@router.get(
    "/objectives/{id:pk}",
    response={200: ObjectiveOut, **ONE},
    url_name="api_objective",
    summary=_("One objective"),
)
def get_objective(request: HttpRequest, pk: PathId) -> Any:
    return one(request, seen_objectives(request.user), pk, rows.objectives)


@router.get(
    "/key-results",
    response={200: listed(KeyResultOut), **MANY},
    url_name="api_key_results",
    summary=_("Key results"),
)
def list_key_results(request: HttpRequest, asked: Query[KeyResultPiece]) -> Any:
    found = chosen(
        seen_key_results(request.user),
        asked,
        cycle="objective__cycle",
        objective="objective",
        owner="owner",
        external_id="external_id",
    )
    found = dropped_or_not(found, asked.dropped)
    return piece(request, found, asked, rows.key_results)


@router.get(
    "/key-results/{id:pk}",
    response={200: KeyResultOut, **ONE},
    url_name="api_key_result",
    summary=_("One key result"),
)
def get_key_result(request: HttpRequest, pk: PathId) -> Any:
    return one(request, seen_key_results(request.user), pk, rows.key_results)


@router.get(
    "/check-ins",
    response={200: listed(CheckInOut), **MANY},
    url_name="api_check_ins",
    summary=_("Check-ins"),
)
def list_check_ins(request: HttpRequest, asked: Query[CheckInPiece]) -> Any:
    found = chosen(
        seen_check_ins(request.user),
        asked,
        key_result="key_result",
        objective="objective",
        author="author",
        measured_from="measured_on__gte",
        measured_to="measured_on__lte",
    )
    if asked.effective is not None:
        found = found.filter(corrected_by__isnull=asked.effective == "true")
    return piece(request, found, asked, rows.check_ins)


@router.get(
    "/check-ins/{id:pk}",
    response={200: CheckInOut, **ONE},
    url_name="api_check_in",
    summary=_("One check-in"),
)
def get_check_in(request: HttpRequest, pk: PathId) -> Any:
    return one(request, seen_check_ins(request.user), pk, rows.check_ins)


@router.get(
    "/actions",
    response={200: listed(ActionOut), **MANY},
    url_name="api_actions",
    summary=_("Actions"),
)
def list_actions(request: HttpRequest, asked: Query[ActionPiece]) -> Any:
    found = chosen(
        seen_actions(request.user),
        asked,
        key_result="key_result",
        objective="key_result__objective",
        owner="owner",
        state="state",
    )
    return piece(request, found, asked, rows.actions)


@router.get(
    "/actions/{id:pk}",
    response={200: ActionOut, **ONE},
    url_name="api_action",
    summary=_("One action"),
)
def get_action(request: HttpRequest, pk: PathId) -> Any:
    return one(request, seen_actions(request.user), pk, rows.actions)
