"""What the pages that define have in common."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives import access
from objectives.display import show_date, show_number
from objectives.models import Cycle, KeyResult, Objective
from objectives.once import FIELD, new_key

# A page that shows a form and takes it back.
form_page = require_http_methods(["GET", "HEAD", "POST"])
LONGEST_REVISION = 9  # digits

REFUSED, CONFLICT = 422, 409


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def revision_of(request: HttpRequest) -> int:
    """The revision that the form was opened with; 0, which none has, for nonsense."""
    text = request.POST.get("revision", "")
    sound = text.isascii() and text.isdigit() and len(text) <= LONGEST_REVISION
    return int(text) if sound else 0


def key_to_send(request: HttpRequest, status: int) -> str:
    """The one-time key of a form: kept while it is refused, else a new one."""
    kept = request.POST.get(FIELD) if status == REFUSED else ""
    return kept or new_key()


def objective_to_edit(request: HttpRequest, pk: int) -> Objective:
    """404 for those who may not see it; 403 with the reason for those who may."""
    visible = Objective.objects.visible_to(request.user)
    objective = get_object_or_404(visible.select_related("cycle"), pk=pk)
    access.permit(
        Objective.objects.editable_by(request.user),
        objective,
        _("Its owner, the leads of its team and administrators change this objective."),
    )
    refuse_closed(objective.cycle)
    return objective


def key_result_to_edit(request: HttpRequest, pk: int) -> KeyResult:
    visible = KeyResult.objects.visible_to(request.user)
    key_result = get_object_or_404(visible.select_related("objective__cycle"), pk=pk)
    access.permit(
        KeyResult.objects.editable_by(request.user),
        key_result,
        _("The owner of its objective, the team’s leads and administrators change it."),
    )
    refuse_closed(key_result.objective.cycle)
    return key_result


def refuse_closed(cycle: Cycle) -> None:
    if cycle.state == Cycle.State.CLOSED:
        raise PermissionDenied(
            _("%(cycle)s is closed: what was set in it stays as it is.")
            % {"cycle": cycle.name}
        )


def crumbs_to(objective: Objective) -> list[tuple[str, str]]:
    return [
        (objective.cycle.name, objective.cycle.get_absolute_url()),
        (objective.title, objective.get_absolute_url()),
    ]


@dataclass(frozen=True)
class Difference:
    """One field in which two versions differ, both as people read them."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Conflict:
    """Somebody saved between opening and sending this form."""

    who: str
    when: datetime.datetime | None
    differences: list[Difference]


def conflict_of(form: forms.ModelForm, theirs: Any) -> Conflict:
    """Both versions side by side; the form, which is valid, holds the reader's own."""
    pairs = [
        Difference(str(field.label), shown(theirs, name), shown(form.instance, name))
        for name, field in form.fields.items()
    ]
    return Conflict(*last_change(theirs), [d for d in pairs if d.theirs != d.mine])


def last_change(subject: Any) -> tuple[str, datetime.datetime | None]:
    """Who changed it last ("" when no one is known) and when."""
    last = subject.history.select_related("history_user").first()
    if last is None:
        return "", None
    return str(last.history_user or ""), last.history_date


def shown(subject: Model, name: str) -> str:
    """A field's value as people read it; "–" for none."""
    field = subject._meta.get_field(name)
    if field.choices:
        return str(getattr(subject, f"get_{name}_display")())
    value = getattr(subject, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, datetime.date):
        return show_date(value)
    return "–" if value in (None, "") else str(value)
