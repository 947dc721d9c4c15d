"""The API as ninja serves and describes it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from progress.api import reading, writing
from progress.api.body import ReadBefore
from progress.api.guard import Token
from progress.api.problems import MEDIA_TYPE, Problem, fault_of, invalid

ROOT = "/api/v1"


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Short: clients that are generated name their functions after it."""
        return operation.view_func.__name__


api = Api(
    title="Plumbline",
    version="1",
    description=_("Objectives, key results and check-ins for programs."),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=Token(),
    parser=ReadBefore(),
)
api.add_router("", reading.router)
api.add_router("", writing.router)


@api.exception_handler(Problem)
def problem(_request: HttpRequest, found: Problem) -> HttpResponse:
    return found.response()


@api.exception_handler(Http404)
def missing(_request: HttpRequest, _found: Http404) -> HttpResponse:
    return Problem(404).response()


@api.exception_handler(PermissionDenied)
def denied(_request: HttpRequest, found: PermissionDenied) -> HttpResponse:
    return Problem(403, str(found)).response()


@api.exception_handler(ValidationError)
def not_as_described(_request: HttpRequest, found: ValidationError) -> HttpResponse:
    return invalid(*map(fault_of, found.errors)).response()


@api.exception_handler(Exception)
def unforeseen(_request: HttpRequest, found: Exception) -> HttpResponse:
    """Left to the site, which logs it, and tells an outage from a fault."""
    raise found


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1; all that ninja does not know is the type of refusals."""
    schema = dict(api.get_openapi_schema(path_prefix=ROOT))
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    [content] = response["content"].values()
                    response["content"] = {MEDIA_TYPE: content}
    return schema
