"""What a team and those below it are doing: its actions, filtered and read in parts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from objectives import steps
from objectives.models import Action, Cycle, Team, User
from progress.asked import asked_id
from progress.choices import FEW, Choice, Option, missing, to_type
from progress.filters import people_called, teams_below
from progress.judging import Judged, judged
from progress.review_lists import capped
from progress.selection import named, position
from progress.waits import needs_of

ROWS = 50
PLAN, EVERY = "", "all"
OVERDUE, WEEK, FORTNIGHT = "overdue", "week", "fortnight"
DAYS = {OVERDUE: -1, WEEK: 7, FORTNIGHT: 14}  # from today to the last day
LIST, TIMELINE = "list", "timeline"


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nonsense is left out.

    `state` is one state, all of them, or those of the plan; `owner` an id, or part of
    a name where there are too many to choose from. `after` is the due day (0 for none)
    and the id of the last row before.
    """

    team: Team
    cycle: Cycle
    state: str = PLAN
    owner: str = ""
    due: str = ""
    lacking: bool = False  # only what is not yet a plan
    view: str = LIST
    after: tuple[int, int] | None = None

    @classmethod
    def read(cls, query: QueryDict, team: Team, cycle: Cycle) -> Asked:
        """Raises Http404 for an owner who does not exist."""
        state, due = query.get("state", ""), query.get("due", "")
        return cls(
            team=team,
            cycle=cycle,
            state=state if state in (*steps.STATES, EVERY) else PLAN,
            owner=named(User, query.get("owner", "")),
            due=due if due in DAYS else "",
            lacking=query.get("lacking") == "1",
            view=TIMELINE if query.get("view") == TIMELINE else LIST,
            after=position(query.get("after", "")),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.owner or self.due or self.lacking)

    def query(self, **changes: Any) -> str:
        """The address of the first page with these changes, from its "?" on."""
        parts = {
            "cycle": self.cycle.pk,
            "state": self.state,
            "owner": self.owner,
            "due": self.due,
            "lacking": "1" if self.lacking else "",
            "view": "" if self.view == LIST else self.view,
        } | changes
        return "?" + urlencode({name: text for name, text in parts.items() if text})

    @property
    def cleared(self) -> str:
        return self.query(**dict.fromkeys(["state", "owner", "due", "lacking"]))


@dataclass(frozen=True)
class Part:
    """One part of the list; `next` is the address of what follows, "" at the end."""

    rows: Sequence[Action]
    needs: Mapping[int, Sequence[Action]]
    told: Mapping[int, Judged]  # what the key results did while they ran
    next: str


def seen_in(asked: Asked, reader: User) -> QuerySet:
    """All of the cycle in these teams that exists for the reader, in no order."""
    return Action.objects.visible_to(reader).filter(
        key_result__objective__team__in=teams_below([asked.team.pk]),
        key_result__objective__cycle=asked.cycle,
        key_result__objective__dropped_at=None,
        key_result__dropped_at=None,
    )


def fitting(asked: Asked, reader: User, today: datetime.date) -> QuerySet:
    """Those that were asked for, in no order."""
    rows = seen_in(asked, reader)
    if asked.state == PLAN:
        rows = rows.in_plan()
    elif asked.state != EVERY:
        rows = rows.filter(state=asked.state)
    if asked.owner:
        pk = asked_id(asked.owner)
        owners = people_called(asked.owner) if pk is None else [pk]
        rows = rows.filter(owner__in=owners)
    if asked.due:
        rows = rows.filter(due_on__lte=today + datetime.timedelta(DAYS[asked.due]))
        rows = rows.exclude(state__in=steps.ENDED)
    return rows.not_yet_a_plan() if asked.lacking else rows


def part_of(asked: Asked, reader: User, today: datetime.date) -> Part:
    """What is due first comes first, what has no day last. 6 queries."""
    rows = fitting(asked, reader, today)
    if asked.after:
        rows = rows.filter(_behind(*asked.after))
    whole = ("key_result__objective__team", "key_result__objective__cycle", "owner")
    rows = rows.select_related(*whole)
    found = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[: ROWS + 1])
    shown = found[:ROWS]
    more = asked.query(after=_place(shown[-1])) if found[ROWS:] else ""
    return Part(shown, needs_of(shown, reader), judged(shown, today), more)


def _behind(day: int, pk: int) -> Q:
    undated = Q(due_on=None)
    if not 0 < day <= datetime.date.max.toordinal():
        return undated & Q(pk__gt=pk)
    due_on = datetime.date.fromordinal(day)
    return Q(due_on__gt=due_on) | Q(due_on=due_on, pk__gt=pk) | undated


def _place(action: Action) -> str:
    return f"{action.due_on.toordinal() if action.due_on else 0}-{action.pk}"


def count_of(asked: Asked, reader: User, today: datetime.date) -> str:
    """ "12", at most "1000+". 1 query."""
    return capped(fitting(asked, reader, today).order_by().values("pk"))


# What the filters offer


def states(asked: Asked) -> Choice:
    options: list[Option] = [(PLAN, _("In the plan")), (EVERY, _("Every state"))]
    options += [(state.value, str(state.label)) for state in Action.State]
    return Choice("state", asked.state, options)


def dues(asked: Asked) -> Choice:
    options = [
        ("", _("Any day")),
        (OVERDUE, _("Overdue")),
        (WEEK, _("Within 7 days")),
        (FORTNIGHT, _("Within 14 days")),
    ]
    return Choice("due", asked.due, options)


def owners(asked: Asked, reader: User) -> Choice:
    """Whoever does something in these teams; 1 query, 2 for somebody else."""
    owned = seen_in(asked, reader).order_by().filter(owner=OuterRef("pk"))
    found = list(User.objects.filter(Exists(owned)).order_by("name", "pk")[: FEW + 1])
    if len(found) > FEW:
        return to_type("owner", asked.owner, User, [each.name for each in found])
    options = [(str(person.pk), person.name) for person in found]
    options += missing(asked.owner, User, options)
    return Choice("owner", asked.owner, [("", _("Anyone")), *options])
