"""Programs of the cast: `program(bob)` asks with a token of Bob's."""

import json

import pytest
from django.test import Client

from tests.factories import make_key_result, make_token


class Program:
    """What sends requests with a token."""

    def __init__(self, secret):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path, **headers):
        headers = self.headers | headers
        return self.client.get(f"/api/v1{path}", headers=headers)

    def post(self, path, content, **headers):
        """`content` is JSON as text, or what becomes of it."""
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content)
        return self.client.post(
            f"/api/v1{path}",
            content,
            content_type="application/json",
            headers=self.headers | headers,
        )


@pytest.fixture
def program():
    return lambda person, *scope, **fields: Program(
        make_token(person, *scope, **fields).secret
    )


@pytest.fixture
def key_result(derived_objective):
    """Bob's, from 0 to 100."""
    return make_key_result(derived_objective, content="Tickets solved at once")
