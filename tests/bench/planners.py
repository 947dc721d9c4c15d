"""People who change the tree without pause, through the site's forms."""

from __future__ import annotations

import random
import re
import uuid
from dataclasses import dataclass
from itertools import cycle

from tests.bench.clerks import Tries, until_answered
from tests.bench.places import Site
from tests.bench.visitor import Answer, Visitor

MADE = re.compile(r"/objectives/([0-9]+)/")
TITLE = "Planned for a while"


@dataclass
class Goal:
    """An objective of whoever set it, in the revision that they saw last."""

    pk: int
    revision: int = 1


class Planner:
    """Somebody signed in who sets objectives under others, moves and drops them."""

    def __init__(self, site: Site, told: dict, person: int, owner: int) -> None:
        self.visitor, self.tries = Visitor(site, person), Tries()
        self.told, self.owner, self.random = told, owner, random.Random(person)
        self.csrf = self.visitor.get("/objectives/new/").csrf
        self.deeds = self.course()

    def act(self) -> None:
        """The next deed. Raises AssertionError where it is not accepted."""
        next(self.deeds)

    def course(self):
        """Two objectives, one under the other, which part and are dropped again."""
        while True:
            upper = self.create(self.anywhere())
            yield
            lower = self.create(upper.pk)
            yield
            for step in (self.move, self.drop):
                yield step(upper)
                yield step(lower)

    def anywhere(self) -> int:
        return self.random.choice(self.told["parents"])

    def create(self, parent: int) -> Goal:
        typed = {
            "title": TITLE,
            "parent": str(parent),
            "cycle": str(self.told["cycle"]),
            "owner": str(self.owner),
            "alignment_weight": "1",
            "key": str(uuid.uuid4()),
        }
        answer = self.send("/objectives/new/", typed)
        return Goal(int(MADE.search(answer.headers["Location"])[1]))

    def move(self, goal: Goal, parent: int | None = None) -> None:
        typed = {
            "parent": str(parent or self.anywhere()),
            "revision": str(goal.revision),
            "alignment_weight": "1",
        }
        self.send(f"/objectives/{goal.pk}/move/", typed)
        goal.revision += 1

    def drop(self, goal: Goal) -> None:
        typed = {"reason": "Others do it.", "revision": str(goal.revision)}
        self.send(f"/objectives/{goal.pk}/drop/", typed)

    def send(self, path: str, typed: dict[str, str]) -> Answer:
        """As often as a worker that is replaced closes the connection before."""
        self.visitor.cookies.pop("messages", None)  # counts as read
        answer = until_answered(
            self.visitor, lambda: self.visitor.post(path, typed, self.csrf), self.tries
        )
        assert answer.status == 302, f"{answer.status} for {path}"
        return answer


class Mover(Planner):
    """Somebody who hangs large branches to and fro between the same parents."""

    def course(self):
        branches = [Goal(**each) for each in self.told["branches"]]
        for branch in cycle(branches):
            yield self.move(branch)
