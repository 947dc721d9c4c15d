"""Which objectives a page shows: what its address asks for, as the database applies it.

The outline and the map read the same address. Every filter and order is a condition
on stored columns: a page costs what it shows, however much is stored.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from objectives import clock
from objectives.keyset import behind
from objectives.models import Cycle, Objective, Team, User
from progress import words_index
from progress.asked import asked_id
from progress.filters import (
    has_gap_over,
    has_status,
    has_words,
    in_teams,
    needs_attention,
    owned_by,
)
from progress.measure import Status
from progress.opened import Opened
from progress.words_index import Possible

PLACE, GAP, PACE = "place", "gap", "pace"
SORTS = (PLACE, GAP, PACE)
GAPS = (5, 15, 30)  # points
LONGEST = 200  # characters of a text
COUNTED = 1000  # what is more is "1000+"
POSITION = re.compile(r"([0-9]{1,9})-([0-9]{1,18})")
CHOSEN = ("team", "owner", "status", "gap", "q", "attention")  # what narrows


@dataclass(frozen=True)
class Selection:
    """What an address asks for; all of it sound, nonsense is left out.

    `team` and `owner` are the id that was chosen from a list, or what was typed where
    there are too many to list. `after` is the place of the last row before the page.
    """

    cycle: Cycle
    today: datetime.date
    team: str = ""
    owner: str = ""
    status: Status | None = None
    gap: int | None = None
    q: str = ""
    attention: bool = False
    sort: str = PLACE
    open: Opened = Opened()
    after: tuple[int, int] | None = None

    @classmethod
    def asked(cls, request: HttpRequest) -> Selection | None:
        """What the request asks for; None before there is any cycle."""
        cycle = chosen_cycle(request)
        return cycle and cls.read(request.GET, cycle, clock.today())

    @classmethod
    def read(cls, query: QueryDict, cycle: Cycle, today: datetime.date) -> Selection:
        """Raises Http404 for a team or an owner that does not exist."""
        status, gap, sort = query.get("status"), query.get("gap"), query.get("sort")
        return cls(
            cycle=cycle,
            today=today,
            team=named(Team, query.get("team", "")),
            owner=named(User, query.get("owner", "")),
            status=Status(status) if status in set(Status) else None,
            gap=next((points for points in GAPS if str(points) == gap), None),
            q=typed(query.get("q", "")),
            attention=query.get("attention") == "1",
            sort=sort if sort in SORTS else PLACE,
            open=Opened.read(query.get("open", "")),
            after=position(query.get("after", "")),
        )

    def query(self, **changes: Any) -> str:
        """The address of the same page with these changes, from its "?" on.

        None or "" takes a part away. Any change but of what is open begins with the
        first page again.
        """
        parts = self._parts()
        if set(changes) - {"open"}:
            parts["after"] = None
        parts |= changes
        shown = {
            name: value for name, value in parts.items() if value not in (None, "")
        }
        return f"?{urlencode(shown)}"

    def _parts(self) -> dict[str, Any]:
        return {
            "cycle": self.cycle.pk,
            "team": self.team,
            "owner": self.owner,
            "status": self.status,
            "gap": self.gap,
            "q": self.q,
            "attention": "1" if self.attention else None,
            "sort": None if self.sort == PLACE else self.sort,
            "open": str(self.open),
            "after": self.after and "-".join(map(str, self.after)),
        }

    @property
    def cleared(self) -> str:
        """The address without any filter."""
        return self.query(**dict.fromkeys(CHOSEN))

    @property
    def narrows(self) -> bool:
        """Whether anything but the cycle is asked for."""
        parts = self._parts()
        return any(parts[name] for name in CHOSEN)

    @property
    def in_place(self) -> bool:
        """Whether rows stand in their tree, rather than in a list."""
        return self.sort == PLACE

    def seen(self, user: User) -> QuerySet:
        """All of the cycle that exists for this reader."""
        return shown_to(user, self.cycle)

    def matches(self, user: User, *, attention: bool | None = None) -> QuerySet:
        """Those that fit, in no order; `attention` stands in for what was asked."""
        rows = self.seen(user)
        for condition in self._conditions(attention):
            rows = rows.filter(condition)
        return rows

    def needing_attention(
        self, user: User, few: Sequence[int] | None = None
    ) -> QuerySet:
        """Of those that fit, in no order; `few` is as for `listed`."""
        if few is None:
            return self.matches(user, attention=True)
        needed = Objective.objects.filter(needs_attention(self.cycle, self.today))
        of_row = needed.order_by().filter(pk=OuterRef("pk"))
        return self.seen(user).filter(Exists(of_row), pk__in=few)

    def attention_count(self, user: User, few: Sequence[int] | None = None) -> int:
        """How many of those that fit need attention, COUNTED + 1 at most."""
        rows = self.needing_attention(user, few)
        return len(self.some_of(rows)) if few is None else rows.order_by().count()

    def _conditions(self, attention: bool | None) -> list[Q]:
        cycle = self.cycle
        found = [in_teams(self.team, cycle), owned_by(self.owner, cycle)]
        found.append(has_words(self.q))
        if self.status:
            found.append(has_status(self.status, cycle, self.today))
        if self.gap:
            found.append(has_gap_over(self.gap, cycle))
        if self.attention if attention is None else attention:
            found.append(needs_attention(cycle, self.today))
        return [condition for condition in found if condition]

    @property
    def fits_all(self) -> bool:
        return self.in_place and not self.narrows

    def fitting(self, user: User) -> QuerySet:
        """The matches that have a place in the order asked for, in no order.

        By gap, those without one are left out; by pace, those without progress.
        """
        rows = self.matches(user)
        if self.in_place:
            return rows
        column = "gap_size" if self.sort == GAP else "on_pace_until"
        has_place = {f"figures__{column}__isnull": False}
        return rows.filter(figures__cycle=self.cycle, **has_place)

    def few_that_fit(self, user: User) -> list[int] | None:
        """Their ids, in no order; None where they are more than COUNTED.

        1 query or 2, and those of `possible`.
        """
        found = self.some_of(self.fitting(user))
        return found if len(found) <= COUNTED else None

    def some_of(self, rows: QuerySet) -> list[int]:
        """Ids of those that fit among `rows`, COUNTED + 1 at most; in no order."""
        return words_index.some_of(rows, self.possible, COUNTED + 1)

    @cached_property
    def possible(self) -> Possible | None:
        """What an index says of the words that are asked for."""
        return words_index.possible(self.q, self.cycle)

    def listed(self, user: User, few: Sequence[int] | None = None) -> QuerySet:
        """Those of this page and of the pages behind it, in the order asked for.

        `few` is what `few_that_fit` says.
        """
        sorts = {PLACE: _by_place, GAP: _by_gap, PACE: _by_pace}
        if few is not None:
            rows = Objective.objects.filter(pk__in=few)
        elif self.in_place and self.narrows:
            rows = self.walked(user)
        else:
            rows = self.fitting(user)
        return sorts[self.sort](rows, self.after)

    def walked(self, user: User) -> QuerySet:
        """The matches, asked in a way that only the index of places serves.

        Where they are many, walking the tree and asking of each row whether it fits
        fills a page sooner than sorting all of them does.
        """
        fits = Objective.objects.order_by().filter(*self._conditions(None))
        return self.seen(user).filter(one_by_one(fits))

    def position_of(self, objective: Objective) -> tuple[int, int]:
        """Where a row stands in this order: what the next page begins behind."""
        if self.in_place:
            return objective.tree_id, objective.lft
        figures = objective.figures
        if self.sort == GAP:
            return figures.gap_size, objective.pk
        return figures.on_pace_until.toordinal(), objective.pk

    def page_after(self, objective: Objective) -> str:
        """The address of what follows this row."""
        return self.query(after="-".join(map(str, self.position_of(objective))))


def one_by_one(fits: QuerySet) -> IsNull:
    """Whether `fits` has the row, asked of each row as it comes.

    Of an EXISTS, PostgreSQL would first look for all rows that fit, and join them.
    """
    own = fits.filter(pk=OuterRef("pk")).values("pk")
    return IsNull(Subquery(own[:1]), False)


def _by_place(rows: QuerySet, after: tuple[int, int] | None) -> QuerySet:
    if after:
        rows = rows.filter(behind(("tree_id", "lft"), after))
    return rows.order_by("tree_id", "lft")


def _by_gap(rows: QuerySet, after: tuple[int, int] | None) -> QuerySet:
    if after:
        size, pk = after
        same = Q(figures__gap_size=size, figures__pk__gt=pk)
        rows = rows.filter(Q(figures__gap_size__lt=size) | same)
        rows = rows.filter(figures__gap_size__lte=size)  # where its index begins
    return rows.order_by("-figures__gap_size", "figures__pk")


def _by_pace(rows: QuerySet, after: tuple[int, int] | None) -> QuerySet:
    """First what was last on pace longest ago."""
    if after and 0 < after[0] <= datetime.date.max.toordinal():
        place = datetime.date.fromordinal(after[0]), after[1]
        rows = rows.filter(behind(("figures__on_pace_until", "figures__pk"), place))
    return rows.order_by("figures__on_pace_until", "figures__pk")


def shown_to(user: User, cycle: Cycle) -> QuerySet:
    """The live objectives of a cycle that exist for this reader."""
    return Objective.objects.visible_to(user).in_cycle(cycle).live()


def chosen_cycle(request: HttpRequest) -> Cycle | None:
    """The cycle that the address names, else the one that today lies in."""
    text = request.GET.get("cycle", "")
    if text:
        return get_object_or_404(Cycle, pk=asked_id(text))
    return Cycle.objects.current(clock.today())


def named(model: type[Team] | type[User], text: str) -> str:
    """The id of one that exists, or the words typed; Http404 for another id."""
    pk = asked_id(text)
    if pk is None:
        return typed(text)
    if not model.objects.filter(pk=pk).exists():
        raise Http404
    return str(pk)


def typed(text: str) -> str:
    """What was typed, in one line, without what no text may hold."""
    plain = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST])
    return plain.strip()[:LONGEST]


def position(text: str) -> tuple[int, int] | None:
    match = POSITION.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None
