"""The states of an action and the steps between them.

A candidate is an idea; planned, doing and blocked ones are the plan; done and dropped
ones have ended. Whoever blocks or drops says why. Pure: no database, no Django.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

CANDIDATE, PLANNED, DOING = "candidate", "planned", "doing"
BLOCKED, DONE, DROPPED = "blocked", "done", "dropped"

STATES = (CANDIDATE, PLANNED, DOING, BLOCKED, DONE, DROPPED)
IN_PLAN = (PLANNED, DOING, BLOCKED)
ENDED = (DONE, DROPPED)
WITH_REASON = (BLOCKED, DROPPED)

# From each state, the one that usually follows first.
STEPS = {
    CANDIDATE: (PLANNED, DOING, DROPPED),
    PLANNED: (DOING, BLOCKED, DONE, CANDIDATE, DROPPED),
    DOING: (DONE, BLOCKED, PLANNED, DROPPED),
    BLOCKED: (DOING, PLANNED, DONE, DROPPED),
    DONE: (DOING,),
    DROPPED: (CANDIDATE,),
}


@dataclass(frozen=True)
class Run:
    """The days on which an action really ran, the first and the last included.

    Without a first day it never began; without a last one it has not ended.
    """

    began: datetime.date | None = None
    ended: datetime.date | None = None


def is_step(before: str, after: str) -> bool:
    return after in STEPS[before]


def run_after(run: Run, step: str, on: datetime.date) -> Run:
    """The run once the action has gone to the state `step` on that day.

    What is done without having been begun ran on that one day. What is dropped
    before it began never ran. Back to planned or candidate, nothing has begun;
    taken up again after it was done, it runs on from its first day.
    """
    if step in (CANDIDATE, PLANNED):
        return Run()
    if step == DOING:
        return Run(run.began or on)
    if step == BLOCKED:
        return Run(run.began)
    if step == DONE:
        return Run(run.began or on, on)
    return Run(run.began, on if run.began else None)
