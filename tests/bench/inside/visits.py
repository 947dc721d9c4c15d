"""Pages asked for without a server, and what they ask of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from objectives.models import User
from okr_site.assets import collect_static
from progress.generate.company import email
from tests.bench.places import SEED
from tests.bench.subjects import Subject

collect_static()


def person_of(number: int) -> User:
    return User.objects.get(email=email(SEED, number))


def visitor(person: int) -> Client:
    """Signed in as this generated person."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person_of(person))
    return client


def visit(client: Client, subject: Subject) -> bytes:
    send = client.post if subject.fields else client.get
    answer = send(subject.path, subject.fields, headers=subject.headers)
    assert answer.status_code == 200, f"{subject.path}: {answer.status_code}"
    return b"".join(answer)


def asked(client: Client, subject: Subject) -> list[str]:
    """The statements of a page."""
    with CaptureQueriesContext(connection) as caught:
        visit(client, subject)
    return [query["sql"] for query in caught.captured_queries]


@contextmanager
def recorded() -> Iterator[list[tuple]]:
    """Statements with their parameters, as they are executed in the block."""
    found: list[tuple] = []

    def note(execute, sql, params, many, context):
        if sql.lstrip().startswith(("SELECT", "WITH", "(SELECT")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
