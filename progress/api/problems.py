"""Refusals as JSON: one shape (RFC 9457) for everything below /api/."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEDIA_TYPE = "application/problem+json"
BELOW = "/api/"
DOCS = "/api/v1/docs/"

# By status: a word for programs, and a sentence where nobody has a better one.
WORDS = {
    400: ("malformed", gettext_lazy("The request cannot be read.")),
    401: ("unauthorized", gettext_lazy("Send a valid token: Authorization: Bearer …")),
    403: ("forbidden", gettext_lazy("This is not allowed.")),
    404: (
        "not_found",
        gettext_lazy("There is nothing here, or nothing that you may see."),
    ),
    405: ("method_not_allowed", gettext_lazy("This address takes other methods.")),
    409: ("conflict", gettext_lazy("Somebody was faster; nothing was saved.")),
    413: ("too_large", gettext_lazy("The request is too large.")),
    415: (
        "unsupported_type",
        gettext_lazy("Send JSON, and say so: application/json"),
    ),
    422: ("invalid", gettext_lazy("Nothing was saved: correct what is named here.")),
    429: ("too_many_requests", gettext_lazy("Too many requests; wait a moment.")),
    500: ("error", gettext_lazy("Something went wrong here; it was written down.")),
    503: ("unavailable", gettext_lazy("The database does not answer; try again.")),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field; "" where it is none in particular."""

    field: str
    message: str


class Problem(Exception):
    """A refusal; `more` are further members, such as both sides of a conflict."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        code: str = "",
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.code = status, detail, code
        self.faults, self.headers, self.more = faults, headers or {}, more

    def response(self) -> HttpResponse:
        content = json.dumps(self.members())
        response = HttpResponse(content, status=self.status, content_type=MEDIA_TYPE)
        for name, value in self.headers.items():
            response.headers[name] = value
        response.headers["Cache-Control"] = "no-store"
        return response

    def members(self) -> dict[str, Any]:
        word, sentence = WORDS.get(self.status, WORDS[400])
        code = self.code or word
        members: dict[str, Any] = {
            "type": f"{DOCS}#{code}",
            "title": str(sentence),
            "status": self.status,
            "code": code,
            "detail": self.detail or str(sentence),
        }
        if self.faults:
            members["errors"] = [vars(fault) for fault in self.faults]
        return members | self.more


def invalid(*faults: Fault) -> Problem:
    return Problem(422, " ".join(fault.message for fault in faults), faults=faults)


def unauthorized() -> Problem:
    return Problem(401, headers={"WWW-Authenticate": "Bearer"})


class JsonErrors:
    """Whatever refuses a request below /api/, what comes out is a problem in JSON.

    Stands outside of what answers with pages: no view found, a wrong method, a
    foreign host, too much sent, a database that is down.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(BELOW) and is_page(response):
            return as_problem(response)
        return response


def is_page(response: HttpResponse) -> bool:
    said = response.headers.get("Content-Type", "")
    return response.status_code >= 400 and not said.startswith(MEDIA_TYPE)


def as_problem(response: HttpResponse) -> HttpResponse:
    kept = ("Allow", "Retry-After")
    headers = {name: response[name] for name in kept if name in response.headers}
    if "Allow" in headers:
        headers["Allow"] = ", ".join(sorted(headers["Allow"].split(", ")))
    return Problem(response.status_code, headers=headers).response()


# What ninja and pydantic find wrong, in the reader's language

SENTENCES = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("Send a text."),
    "string_unicode": gettext_lazy("Send text that is Unicode."),
    "string_too_long": gettext_lazy("Send at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("This is empty."),
    "int_type": gettext_lazy("Send a whole number."),
    "greater_than_equal": gettext_lazy("Send %(ge)s or more."),
    "less_than_equal": gettext_lazy("Send %(le)s or less."),
    "literal_error": gettext_lazy("Send one of these: %(expected)s."),
    "model_type": gettext_lazy("Send an object with fields."),
    "model_attributes_type": gettext_lazy("Send an object with fields."),
    "dict_type": gettext_lazy("Send an object with fields."),
}


def fault_of(error: Mapping[str, Any]) -> Fault:
    """From one error of pydantic; its place is ("query" or "body", …, field)."""
    place = [str(part) for part in error["loc"] if isinstance(part, (str, int))]
    field = place[-1] if len(place) > (2 if place[0] == "body" else 1) else ""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return Fault(field, str(context["error"]))
    sentence = SENTENCES.get(error["type"], _("This does not fit the documentation."))
    return Fault(field, str(sentence) % context if context else str(sentence))
