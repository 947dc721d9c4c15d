"""Lists in pieces: each begins behind the last id of the one before.

So nothing is skipped or told twice while others add and remove, and the hundredth
piece costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Schema

from progress.api.fields import USUAL_ROWS, Limit, Number
from progress.api.problems import Fault, invalid

Rows = Callable[[HttpRequest, Sequence[Any]], list[dict[str, Any]]]


class Piece(Schema):
    """Which piece of a list; the filters of each list add to it."""

    limit: Limit = Field(USUAL_ROWS, description=gettext_noop("how many, at most 200"))
    cursor: Number | None = Field(
        None,
        description=gettext_noop(
            "`next` of the piece before, or the id of a row; without it, the first one"
        ),
    )


def piece(
    request: HttpRequest, found: QuerySet, asked: Piece, rows: Rows
) -> JsonResponse:
    """`{"items": […], "next": cursor or null}`, in the order of the ids."""
    refuse_unknown(request, type(asked))
    if asked.cursor is not None:
        found = found.filter(pk__gt=asked.cursor)
    taken = list(found.order_by("pk")[: asked.limit + 1])
    shown = taken[: asked.limit]
    following = str(shown[-1].pk) if len(taken) > len(shown) else None
    return answer({"items": rows(request, shown), "next": following})


def answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(
        content, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def refuse_unknown(request: HttpRequest, known: type[Schema] | None = None) -> None:
    """A filter that is misspelled, or given twice, would show what nobody asked for."""
    names = set(known.model_fields) if known else set()
    faults = [
        Fault(name, _("There is no such filter.")) for name in set(request.GET) - names
    ]
    faults += [
        Fault(name, _("This stands twice in the address."))
        for name, values in request.GET.lists()
        if name in names and len(values) > 1
    ]
    if faults:
        raise invalid(*sorted(faults, key=lambda fault: fault.field))
