"""A whole page around what is made by hand, for the pages of a signed-in person.

The text of the frame, but for one token, is the same at every visit and is taken from
the first one. What it asks - who is signed in, what the menu counts - is asked again as
the program asks it: the statements that two other pages send as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from django.urls import reverse

from tests.bench.inside.hand.raw import as_driver
from tests.bench.inside.statements import bare
from tests.bench.inside.visits import recorded, visit, visitor
from tests.bench.subjects import Subject

OTHERS = "export", "settings_absences"  # have little in common but the frame
MAIN = re.compile(r'(?<=<main class="page" id="main">).*(?=</main>)', re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
UUID = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
MINUTE = r"(?<=figures as of )[^<]+"
ONCE = re.compile(rf"{TOKEN.pattern}|{UUID}|{MINUTE}")

Made = Callable[[str], str]  # what stands in the page's middle, by its form token


class Page:
    """A page as its reader gets it."""

    def __init__(self, subject: Subject) -> None:
        self.client, self.subject = visitor(subject.person), subject

    def by_program(self) -> str:
        return visit(self.client, self.subject).decode()

    def by_hand(self, made: Made) -> Callable[[], str]:
        with recorded() as statements:
            body = self.by_program()
        ask = bare(self.frame_of(statements), b"")
        begin, end = MAIN.search(body).span()
        before, after, token = body[:begin], body[end:], TOKEN.search(body)[1]

        def make() -> str:
            ask()
            return f"{before}{made(token)}{after}"

        return make

    def frame_of(self, statements: list[tuple]) -> list[tuple]:
        known = set.intersection(*map(self.asked_by, OTHERS))
        return [(as_driver(sql), asked) for sql, asked in statements if sql in known]

    def asked_by(self, route: str) -> set[str]:
        with recorded() as statements:
            visit(self.client, Subject(reverse(route), self.subject.person))
        return {sql for sql, _ in statements}


def without_keys(answer: object) -> object:
    """Without what is different at every visit: form tokens and one-time keys."""
    return ONCE.sub("", answer) if isinstance(answer, str) else answer


def token_field(token: str) -> str:
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'


def key() -> str:
    return str(uuid4())
