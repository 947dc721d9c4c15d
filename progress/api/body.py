"""What programs send: JSON, read more strictly than Python does by itself."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja.parser import Parser

from progress.api.problems import Problem

LARGEST = 65_536  # bytes


class ReadBefore(Parser):
    """Hands ninja what `read` found: ninja answers every fault with one sentence."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.sent


def read(request: HttpRequest) -> Any:
    """The body's content; raises a Problem that says what is wrong with it."""
    if request.content_type != "application/json":
        raise Problem(415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Problem(413)
    try:
        text = request.body.decode("utf-8")
    except UnreadablePostError as error:
        raise Problem(400) from error
    except UnicodeDecodeError as error:
        raise Problem(400, _("The body is not UTF-8.")) from error
    return parsed(text)


def parsed(text: str) -> Any:
    """Numbers with a point stay exact; no NaN, no doubled names, no abyss."""
    try:
        return json.loads(
            text,
            parse_float=exactly,
            parse_constant=refuse_constant,
            object_pairs_hook=without_doubles,
        )
    except (ValueError, RecursionError) as error:
        raise Problem(400, _("The body is not JSON.")) from error


def exactly(text: str) -> Decimal:
    """As written; 1e999999999999999999999, which no Decimal holds, is no number."""
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal("Infinity")


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, _("A field stands twice in the same object."))
    return found
