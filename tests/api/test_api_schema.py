"""The description holds: schemathesis asks what it allows and what it forbids.

In process, with the same examples in every run.
"""

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from okr_site.wsgi import application
from progress.api.site import description
from tests.factories import check_in, make_action, make_token

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


@pytest.fixture
def headers(bob, key_result, settings):
    settings.API_REQUESTS_PER_MINUTE = 99_999
    check_in(key_result, 10)
    make_action(key_result)
    return {"Authorization": f"Bearer {make_token(bob).secret}"}


@pytest.fixture(autouse=True)
def kept_connection():
    """A server closes its connections after a request; the test's one stays open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# The client inside the process names what it could unpack, and does not unpack it.
AS_IT_IS = {"Accept-Encoding": "identity"}
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
bounded = hypothesis.settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schema.parametrize()
@bounded
def test_with_a_token_everything_is_as_described(case, headers):
    case.call_and_validate(headers=headers | AS_IT_IS, checks=CHECKS)


@schema.parametrize()
@bounded
def test_without_a_token_nothing_is_answered(case):
    answer = case.call_and_validate(headers=AS_IT_IS, checks=CHECKS)
    assert answer.status_code in {401, 404, 405}


def test_it_is_openapi_3_1_with_every_refusal_as_a_problem():
    found = description()
    assert found["openapi"].startswith("3.1")
    for operations in found["paths"].values():
        for operation in operations.values():
            refusals = {s: r for s, r in operation["responses"].items() if s >= 400}
            assert refusals.keys() >= {401, 422, 429, 503}
            for refusal in refusals.values():
                assert list(refusal["content"]) == ["application/problem+json"]
