"""What a team learns from its actions: those that can be judged, and those dropped."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from objectives import steps
from objectives.models import Action, Cycle, Team, User
from progress.estimates import Estimates, Outcome, estimates
from progress.filters import teams_below
from progress.judging import Judged, judged

MOST = 1000  # actions that are judged for one page


@dataclass(frozen=True)
class Learning:
    """All that can be judged, the last day first; at most MOST, else `is_cut`."""

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


def seen_in(team: Team, cycle: Cycle, reader: User) -> QuerySet[Action]:
    """Of the team and those below, as far as they exist for the reader."""
    return Action.objects.visible_to(reader).filter(
        key_result__objective__team__in=teams_below([team.pk]),
        key_result__objective__cycle=cycle,
    )


def learning_of(actions: QuerySet[Action], today: datetime.date) -> Learning:
    """Those that have ended or whose day has come, with a bet. 5 queries."""
    come = Q(ended_on__isnull=False) | Q(expected_by__lte=today)
    ripe = actions.filter(come, began_on__isnull=False, expected_to__isnull=False)
    ripe = ripe.select_related("owner", "key_result__objective__cycle")
    found = list(ripe.order_by("-expected_by", "-pk")[: MOST + 1])
    told = judged(found[:MOST], today)
    return Learning(list(told.values()), len(found) > MOST)


def dropped_of(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Ideas that were refused and work that was given up, the latest first."""
    rows = actions.filter(state=steps.DROPPED)
    return rows.select_related("owner", "key_result").order_by("-pk")


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
