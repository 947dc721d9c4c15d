"""Weighing: what a key result's actions would bring against what they would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from objectives import access, actions
from objectives.models import Action, KeyResult, User
from progress.day import Day
from progress.readings import KeyResultReading, read_key_results

SCALE = range(1, 6)
MOST = 200  # weighed on one page


@dataclass(frozen=True)
class Weighed:
    """An action that has not ended, and its place in the order, from 1."""

    action: Action
    place: int
    may_weigh: bool

    @property
    def surplus(self) -> int | None:
        """Impact less effort, which orders; None while one of them is missing."""
        if not self.action.is_weighed:
            return None
        return self.action.impact - self.action.effort


@dataclass(frozen=True)
class Cell:
    """All actions of one effort and one impact."""

    effort: int
    impact: int
    weighed: Sequence[Weighed]


@dataclass(frozen=True)
class Weighing:
    """One key result's actions in their order, weighed and not.

    `seen` says which were shown in which order; `may_order` whether the reader
    orders them. `total` counts those beyond MOST, too.
    """

    reading: KeyResultReading
    weighed: Sequence[Weighed]
    seen: str
    may_order: bool
    total: int

    @property
    def key_result(self) -> KeyResult:
        return self.reading.key_result

    @property
    def is_by_hand(self) -> bool:
        return any(each.action.position is not None for each in self.weighed)

    @property
    def rows(self) -> list[tuple[int, list[Cell]]]:
        """Impact from 5 down to 1, each with its cells from effort 1 to 5."""
        return [
            (impact, [self._cell(effort, impact) for effort in SCALE])
            for impact in reversed(SCALE)
        ]

    def _cell(self, effort: int, impact: int) -> Cell:
        weight = effort, impact
        inside = [w for w in self.weighed if _weight(w.action) == weight]
        return Cell(effort, impact, inside)

    @property
    def unweighed(self) -> list[Weighed]:
        return [each for each in self.weighed if each.surplus is None]

    @property
    def may_weigh(self) -> bool:
        return any(each.may_weigh for each in self.weighed)


def _weight(action: Action) -> tuple[int | None, int | None]:
    return action.effort, action.impact


def read_weighing(key_result: KeyResult, reader: User, day: Day) -> Weighing:
    """4 queries and those of the reading."""
    every = actions.arranged(key_result.pk)
    prefetch_related_objects(every[:MOST], "owner")
    is_open = not key_result.actions_fixed_because
    mine = Action.objects.editable_by(reader).filter(key_result=key_result)
    editable = set(mine.order_by().values_list("pk", flat=True))
    orders = KeyResult.objects.filter(access.actionable_key_results(reader))
    [reading] = read_key_results([key_result], day)
    return Weighing(
        reading=reading,
        weighed=[
            Weighed(action, place, is_open and action.pk in editable)
            for place, action in enumerate(every[:MOST], start=1)
        ],
        seen=actions.version_of(every),
        may_order=is_open and orders.filter(pk=key_result.pk).exists(),
        total=len(every),
    )
