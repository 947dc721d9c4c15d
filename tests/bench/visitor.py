"""Somebody at a browser: signed in, on one connection that stays open."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench.places import SEED, Site
from tests.bench.subjects import Subject

# As manage.py generate has them; imported from there, this would need a database.
EMAIL = f"p{{}}.{SEED}@generated.example"
PASSWORD = "plumbline-demo"
IDLE_SECONDS = 1.5
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def csrf(self) -> str:
        """The token of the page's forms."""
        return TOKEN.search(self.text)[1]


class Visitor:
    """`person` is the number of a generated one: 0 administers, 1 manages."""

    def __init__(self, site: Site, person: int | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port)
        self.answered_at = time.monotonic()
        self.cookies: dict[str, str] = {}
        if person is not None:
            self.sign_in(EMAIL.format(person))

    def sign_in(self, name: str) -> None:
        page = self.get("/accounts/login/")
        typed = {"username": name, "password": PASSWORD}
        answer = self.post("/accounts/login/", typed, page.csrf)
        assert answer.status == 302, answer.text

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def see(self, subject: Subject) -> Answer:
        """The page; anything but 200 ends the benchmark."""
        answer = self.ask_for(subject)
        assert answer.status == 200, f"{subject.path}: {answer.status}"
        return answer

    def ask_for(self, subject: Subject) -> Answer:
        if not subject.fields:
            return self.ask("GET", subject.path, None, subject.headers)
        return self.post(subject.path, subject.fields, self.csrf, **subject.headers)

    @property
    def csrf(self) -> str:
        """As the cookie has it."""
        return next(text for name, text in self.cookies.items() if "csrf" in name)

    def post(
        self, path: str, fields: dict[str, str], csrf: str, **headers: str
    ) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": csrf})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, headers | kind)

    def ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.leave_before_it_is_closed()
        self.connection.request(method, path, body, {**headers, "Cookie": cookies})
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                known, _, text = value.partition(";")[0].partition("=")
                self.cookies[known] = text
        body = answer.read()
        self.answered_at = time.monotonic()
        return Answer(answer.status, body, dict(answer.getheaders()))

    def leave_before_it_is_closed(self) -> None:
        """The server closes a connection on which nothing was asked for two seconds."""
        if time.monotonic() - self.answered_at > IDLE_SECONDS:
            self.connection.close()
