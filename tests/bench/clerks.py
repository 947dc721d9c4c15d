"""People who check in without pause, through the form of the key result's page."""

from __future__ import annotations

import http.client
import random
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from tests.bench.places import Site
from tests.bench.visitor import Answer, Visitor

SAVED = re.compile(r"saved=([0-9]+)")
VERSION = re.compile(r'name="version" value="([0-9]+)"')
CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


@dataclass
class Tries:
    """How often a server closed the connection first, or somebody else was faster."""

    closed: int = 0
    conflicts: int = 0


class Clerk:
    """One person with key results of their own, taken in turn; `keys` were accepted.

    Sends what the form on the page sends, and sends it again as a browser does when a
    worker that is replaced has closed the connection: the one-time key stays. The note
    that it was saved counts as read, as if the page that it leads to were shown.
    """

    def __init__(self, site: Site, person: int, key_results: list[dict]) -> None:
        self.visitor = Visitor(site, person)
        self.rows, self.keys, self.tries = key_results, [], Tries()
        self.turn, self.random = cycle(key_results), random.Random(person)
        first = self.visitor.get(f"/key-results/{key_results[0]['pk']}/")
        self.csrf = first.csrf

    def check_in(self) -> None:
        """Until it is accepted. Raises AssertionError for any other answer."""
        row = next(self.turn)
        value = self.random.randint(*sorted((row["start"], row["target"])))
        while True:
            key = str(uuid.uuid4())
            answer = self.send(row, value, key)
            if answer.status == 302:
                self.keys.append(key)
                row["version"] = SAVED.search(answer.headers["Location"])[1]
                return
            assert answer.status == 409, f"{answer.status} for a check-in"
            self.tries.conflicts += 1
            row["version"] = VERSION.search(answer.text)[1]

    def send(self, row: dict, value: int, key: str) -> Answer:
        path = f"/key-results/{row['pk']}/check-ins/"
        typed = {"value": str(value), "version": str(row["version"]), "key": key}
        self.visitor.cookies.pop("messages", None)
        return until_answered(
            self.visitor, lambda: self.visitor.post(path, typed, self.csrf), self.tries
        )


def until_answered(visitor: Visitor, ask: Callable[[], Answer], tries: Tries) -> Answer:
    while True:
        try:
            return ask()
        except CLOSED:
            visitor.connection.close()  # opened again by the next request
            tries.closed += 1


def clerks(site: Site, workload: list[dict]) -> list[Clerk]:
    return [Clerk(site, each["person"], each["key_results"]) for each in workload]
