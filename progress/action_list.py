"""Actions listed by key result: what a table of them shows, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from objectives import clock, steps
from objectives.models import Action, User
from progress.judging import Judged, judged
from progress.readings import KeyResultReading
from progress.waits import needs_of

# What has been done leads to what is done now, and that to what may be done.
RANK = Case(
    When(state=steps.DONE, then=Value(0)),
    When(state__in=[steps.DOING, steps.BLOCKED], then=Value(1)),
    When(state=steps.PLANNED, then=Value(2)),
    When(state=steps.CANDIDATE, then=Value(3)),
    default=Value(4),
)
IS_DROPPED = ExpressionWrapper(Q(state=steps.DROPPED), output_field=BooleanField())
BETS_FIRST = (steps.DOING, steps.BLOCKED, steps.PLANNED, steps.DONE, steps.CANDIDATE)
SHOWN = ("owner", "key_result__objective__cycle")
FEW_DROPPED = 5
FEW_LACKING = 10


@dataclass(frozen=True)
class ActionLine:
    """One action, and what it waits for as far as the reader may see it."""

    action: Action
    needs: Sequence[Action]
    told: Judged  # what its key result did while it ran

    @property
    def lacks_plan(self) -> bool:
        """Chosen, but nobody does it or nobody knows when."""
        return self.action.state in steps.IN_PLAN and not self.action.is_plan


@dataclass(frozen=True)
class ActionGroup:
    """A key result's first actions; `count` and `dropped_count` are of all."""

    reading: KeyResultReading
    lines: Sequence[ActionLine]
    dropped: Sequence[ActionLine]
    count: int
    dropped_count: int
    may_add: bool = False

    @property
    def more(self) -> int:
        return self.count - len(self.lines)

    @property
    def bet(self) -> Action | None:
        """The one whose hypothesis is quoted: of what is done now, if there is one."""
        return bet_of([line.action for line in self.lines])


def bet_of(actions: Sequence[Action]) -> Action | None:
    betting = [a for a in actions if a.has_hypothesis or a.premise]
    return min(betting, key=lambda a: BETS_FIRST.index(a.state), default=None)


def in_table_order(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Done, being done, planned, candidates; each as its key result orders them."""
    return actions.order_by(*_order(actions)).select_related(*SHOWN)


def _order(actions: QuerySet[Action]) -> list:
    ended = F("ended_on").asc(nulls_last=True)
    return [RANK, ended, *actions.in_order().query.order_by]


def read_groups(
    readings: Sequence[KeyResultReading],
    reader: User,
    *,
    most: int,
    may_add: frozenset[int] = frozenset(),
) -> list[ActionGroup]:
    """In the same order; at most so many lines of each key result. 6 queries."""
    rows = list(_first_of_each([r.key_result.pk for r in readings], most))
    lines, found = lines_of(rows, reader), defaultdict(list)
    for line in lines:
        found[line.action.key_result_id, line.action.gone].append(line)

    def group(reading: KeyResultReading) -> ActionGroup:
        pk = reading.key_result.pk
        live, dropped = found[pk, False], found[pk, True]
        totals = (part[0].action.total if part else 0 for part in (live, dropped))
        return ActionGroup(reading, live, dropped, *totals, pk in may_add)

    return [group(reading) for reading in readings]


def _first_of_each(key_results: Sequence[int], most: int) -> QuerySet[Action]:
    rows = Action.objects.filter(key_result__in=key_results).annotate(gone=IS_DROPPED)
    apart = [F("key_result"), F("gone")]
    rows = rows.annotate(
        number=Window(RowNumber(), partition_by=apart, order_by=_order(rows)),
        total=Window(Count("pk"), partition_by=apart),
    )
    few = Q(gone=False, number__lte=most) | Q(gone=True, number__lte=FEW_DROPPED)
    return rows.filter(few).select_related(*SHOWN).order_by("number", "pk")


def lines_of(actions: Sequence[Action], reader: User) -> list[ActionLine]:
    """In the same order; 5 queries. The actions carry what is SHOWN."""
    needs = needs_of(actions, reader)
    told = judged(actions, clock.today())
    return [
        ActionLine(action, needs.get(action.pk, ()), told[action.pk])
        for action in actions
    ]


@dataclass(frozen=True)
class Lacking:
    """Actions that were chosen without an owner or without days: the first few."""

    first: Sequence[Action]
    more: bool


def lacking_of(actions: QuerySet[Action]) -> Lacking:
    """1 query."""
    chosen = actions.not_yet_a_plan().order_by("pk")
    found = list(chosen[: FEW_LACKING + 1])
    return Lacking(found[:FEW_LACKING], len(found) > FEW_LACKING)
