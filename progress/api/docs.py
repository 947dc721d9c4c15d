"""The API's description: as OpenAPI for programs, as a page for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from progress.api.body import LARGEST
from progress.api.fields import MOST_ROWS
from progress.api.problems import WORDS
from progress.api.site import description


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it says nothing of what is stored here."""
    return JsonResponse(description())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "operations": list(operations(description())),
        "problems": [
            (status, word, sentence) for status, (word, sentence) in WORDS.items()
        ],
        "server": request.build_absolute_uri("/").rstrip("/"),
        "per_minute": settings.API_REQUESTS_PER_MINUTE,
        "most_rows": MOST_ROWS,
        "largest": LARGEST // 1024,
    }
    return render(request, "progress/api_docs.html", context)


@dataclass(frozen=True)
class Field:
    """One line of a table: what is sent or answered under a name."""

    name: str
    type: str
    is_required: bool
    about: str


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    statuses: list[str]


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    known = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            done = next(iter(said["responses"].values()))
            yield Operation(
                id=said["operationId"].replace("_", "-"),
                method=method.upper(),
                path=path,
                summary=gettext(said["summary"]),
                parameters=[parameter(each) for each in said["parameters"]],
                body=fields(said.get("requestBody", {}), known),
                answer=fields(done, known),
                statuses=sorted(map(str, said["responses"])),
            )


def parameter(said: dict[str, Any]) -> Field:
    kind = type_of(said["schema"]).removesuffix(" | null")
    return Field(said["name"], kind, said["required"], about_of(said))


def fields(message: dict[str, Any], known: dict[str, Any]) -> list[Field]:
    """Of a body or an answer; of a list, those of one item."""
    if "content" not in message:
        return []
    [content] = message["content"].values()
    shape = resolved(content["schema"], known)
    if "items" in shape["properties"]:
        shape = resolved(shape["properties"]["items"]["items"], known)
    required = shape.get("required", [])
    return [
        Field(name, type_of(said), name in required, about_of(said))
        for name, said in shape["properties"].items()
    ]


def resolved(schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return known[name] if name else schema


def about_of(said: dict[str, Any]) -> str:
    """Names of fields stand between backticks, which pages do without."""
    about = said.get("description", "")
    return gettext(about).replace("`", "") if about else ""


def type_of(said: dict[str, Any]) -> str:
    """As programs call it: "string (date) or null"."""
    if "anyOf" in said:
        return " | ".join(type_of(each) for each in said["anyOf"])
    if "enum" in said or "const" in said:
        values = said.get("enum") or [said["const"]]
        return " | ".join(f'"{value}"' for value in values)
    if "$ref" in said:
        return said["$ref"].rpartition("/")[2].removesuffix("Out")
    if said.get("type") == "array":
        return f"[{type_of(said['items'])}]"
    return said.get("format") or said.get("type", "")
