"""What a team learns from its actions: those that can be judged, and those dropped."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from objectives import steps
from objectives.models import Action, Cycle, Team, User
from progress.estimates import Estimates, Outcome, estimates
from progress.found_actions import actions_of, found
from progress.judging import Judged, judged
from progress.models import ActionFigures

MOST = 1000  # actions that are judged for one page
ROWS = 50  # of those that were dropped


@dataclass(frozen=True)
class Learning:
    """All that can be judged, the latest first; at most MOST, else `is_cut`."""

    lines: Sequence[Judged]
    is_cut: bool

    @property
    def estimates(self) -> Estimates:
        return estimates(map(outcome_of, self.lines))

    @property
    def confirmed(self) -> int:
        return sum(bool(line.word and line.word.agrees) for line in self.lines)

    @property
    def disputed(self) -> int:
        return sum(bool(line.word and not line.word.agrees) for line in self.lines)

    @property
    def waiting(self) -> int:
        return sum(line.waits_for_word for line in self.lines)


def learning_of(
    team: Team, cycle: Cycle, reader: User, today: datetime.date
) -> Learning:
    """What a team and those below it did that had a bet, and can be judged.

    Also of what was dropped meanwhile. 6 queries, 7 of many.
    """
    ripe = ActionFigures.objects.filter(cycle=cycle, ripe_on__lte=today)
    order = "ripe_on", "action"
    ids = found(ripe, team, reader, order=order, latest_first=True).ids(MOST + 1)
    whole = "owner", "key_result__objective__cycle"
    told = judged(actions_of(ids[:MOST], *whole), today)
    return Learning(list(told.values()), len(ids) > MOST)


@dataclass(frozen=True)
class Dropped:
    """Ideas that were refused and work that was given up, the latest first.

    `count` is of all, at most "1000+"; `next` the key of the last row, "" at the end;
    `is_later` where this is not the first part.
    """

    rows: Sequence[Action]
    count: str
    next: str
    is_later: bool


def dropped_of(team: Team, cycle: Cycle, reader: User, after: int | None) -> Dropped:
    """A part of them, behind the action of the id `after`. 2 queries, 3 of many."""
    given_up = ActionFigures.objects.filter(cycle=cycle, state=steps.DROPPED)
    every = found(given_up, team, reader, latest_first=True)
    ids = every.ids(ROWS + 1, None if after is None else (after,))
    more = str(ids[ROWS - 1]) if ids[ROWS:] else ""
    rows = actions_of(ids[:ROWS], "owner", "key_result")
    return Dropped(rows, every.count, more, is_later=after is not None)


def outcome_of(line: Judged) -> Outcome:
    action, found = line.action, line.judgement
    return Outcome(
        verdict=found.verdict,
        share=found.share,
        effort=action.effort,
        impact=action.impact,
        days=days_of(action),
    )


def days_of(action: Action) -> int | None:
    if action.ended_on is None:
        return None
    return (action.ended_on - action.began_on).days + 1
