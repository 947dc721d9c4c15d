"""Actions of a cycle that fit, read in their order no further than is shown.

Few that fit are looked up and sorted. Of many, the index that has their order is walked
and each row asked whether it fits: the first fifty are soon found among many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from objectives.access import visible_objectives
from objectives.keyset import ahead_of, behind
from objectives.models import Action, Team, User
from progress.filters import teams_below
from progress.models import ActionFigures
from progress.selection import COUNTED, one_by_one

Place = tuple[Any, ...]  # what the columns of an order hold


@dataclass(frozen=True)
class Found:
    """Figures by what an index has beside the order (`chosen`), and those that fit.

    The `order` ends with the action; all of it turns round for the latest first.
    """

    chosen: QuerySet[ActionFigures]
    fitting: QuerySet[ActionFigures]
    order: Sequence[str]
    latest_first: bool = False

    @cached_property
    def few(self) -> list[Place] | None:
        """All, in their order; None where more than COUNTED fit. 1 query."""
        rows = self.fitting.order_by().values_list(*self.order)
        found = list(rows[: COUNTED + 1])
        if len(found) > COUNTED:
            return None
        return sorted(found, reverse=self.latest_first)

    @property
    def count(self) -> str:
        """ "12", at most "1000+"."""
        return f"{COUNTED}+" if self.few is None else str(len(self.few))

    def ids(self, most: int, after: Place | None = None) -> list[int]:
        """Of the first, or of the first behind that place. 1 query where many fit."""
        if self.few is None:
            places = list(self.walked(after)[:most])
        elif after and self.latest_first:
            places = [place for place in self.few if place < after]
        else:
            places = [place for place in self.few if not after or place > after]
        return ids_of(places[:most])

    def walked(self, after: Place | None) -> QuerySet:
        rows = self.chosen.filter(one_by_one(self.fitting))
        if after:
            further = ahead_of if self.latest_first else behind
            rows = rows.filter(further(self.order, after))
        sign = "-" if self.latest_first else ""
        in_order = rows.order_by(*(f"{sign}{column}" for column in self.order))
        return in_order.values_list(*self.order)


def found(
    chosen: QuerySet[ActionFigures],
    team: Team,
    reader: User,
    *,
    order: Sequence[str] = ("action",),
    latest_first: bool = False,
    owned: Q | None = None,
) -> Found:
    """Of the team and those below it, as far as they exist for the reader.

    Where `owned` says by whom, the index of owners is to be asked first, and the team
    of each row: there are people of whom nobody does anything, in teams that do much.
    """
    below = teams_below([team.pk])
    if owned is None:
        fitting = chosen.filter(team__in=below)
    else:
        own = Exists(below.filter(pk=OuterRef("team")))
        fitting = chosen.filter(owned, own)
    return Found(chosen, existing_for(reader, fitting), order, latest_first)


def existing_for(reader: User, rows: QuerySet) -> QuerySet:
    """Asked of each row: in a join PostgreSQL would read all objectives there are."""
    if not visible_objectives(reader):
        return rows
    return rows.filter(one_by_one(Action.objects.visible_to(reader).order_by()))


def ids_of(places: Iterable[Place]) -> list[int]:
    return [place[-1] for place in places]


def actions_of(ids: Sequence[int], *related: str) -> list[Action]:
    """In the order of their ids. 1 query."""
    known = Action.objects.select_related(*related).in_bulk(ids)
    return [known[pk] for pk in ids if pk in known]
