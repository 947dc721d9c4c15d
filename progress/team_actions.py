"""What a team and those below it are doing: its actions, filtered and read in parts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from objectives import steps
from objectives.models import Action, Cycle, Team, User
from progress.choices import Choice, Option, are_many_people, people
from progress.filters import people_chosen
from progress.found_actions import Found, Place, actions_of, found
from progress.judging import Judged, judged
from progress.models import ActionFigures
from progress.selection import COUNTED, named, position
from progress.waits import needs_of

ROWS = 50
ORDER = "due_day", "action"
LAST = datetime.date.max.toordinal()
PLAN, EVERY = "", "all"
OVERDUE, WEEK, FORTNIGHT = "overdue", "week", "fortnight"
DAYS = {OVERDUE: -1, WEEK: 7, FORTNIGHT: 14}  # from today to the last day
LIST, TIMELINE = "list", "timeline"


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nonsense is left out.

    `state` is one state, all of them, or those of the plan; `owner` an id, or part of
    a name where there are too many to choose from. `after` is the key of the last
    row before, as each view writes it.
    """

    team: Team
    cycle: Cycle
    state: str = PLAN
    owner: str = ""
    due: str = ""
    lacking: bool = False  # only what is not yet a plan
    view: str = LIST
    after: str = ""

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
            after=query.get("after", ""),
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
class Pages:
    """Addresses of the first part and of what follows; "" where this is that already.

    `is_beyond` where this part begins behind the end.
    """

    first: str
    next: str
    is_beyond: bool


def pages_of(asked: Asked, *, is_later: bool, is_empty: bool, key: str) -> Pages:
    """`key` of the last row that is shown, "" where nothing follows."""
    return Pages(
        asked.query() if is_later else "",
        asked.query(after=key) if key else "",
        is_later and is_empty,
    )


@dataclass(frozen=True)
class Part:
    """One part of the list."""

    rows: Sequence[Action]
    needs: Mapping[int, Sequence[Action]]
    told: Mapping[int, Judged]  # what the key results did while they ran
    pages: Pages


def chosen(asked: Asked, today: datetime.date) -> QuerySet[ActionFigures]:
    """By state and day; of any team."""
    rows = ActionFigures.objects.filter(cycle=asked.cycle, is_live=True)
    if asked.state == PLAN:
        rows = rows.filter(in_plan=True)
    elif asked.state != EVERY:
        rows = rows.filter(state=asked.state)
    if asked.due:
        until = today + datetime.timedelta(DAYS[asked.due])
        rows = rows.filter(is_open=True, due_day__lte=until)
    if asked.lacking:
        rows = rows.filter(is_lacking=True)
    return rows.filter(is_drawn=True) if asked.view == TIMELINE else rows


def found_by(asked: Asked, reader: User, today: datetime.date) -> Found:
    """What was asked for, in the list or on the timeline."""
    owned = Q(owner__in=people_chosen(asked.owner)) if asked.owner else None
    rows = chosen(asked, today)
    return found(rows, asked.team, reader, order=ORDER, owned=owned)


def part_of(asked: Asked, rows: Found, reader: User, today: datetime.date) -> Part:
    """What is due first comes first, what has no day last.

    6 queries, and those of `rows`.
    """
    after = place_of(asked.after)
    ids = rows.ids(ROWS + 1, after)
    whole = "key_result__objective__team", "key_result__objective__cycle", "owner"
    shown = actions_of(ids[:ROWS], *whole)
    key = key_of(shown[-1]) if ids[ROWS:] else ""
    pages = pages_of(asked, is_later=bool(after), is_empty=not ids, key=key)
    return Part(shown, needs_of(shown, reader), judged(shown, today), pages)


def key_of(action: Action) -> str:
    """The due day, 0 for none, and the id: "739581-12"."""
    return f"{action.due_on.toordinal() if action.due_on else 0}-{action.pk}"


def place_of(key: str) -> Place | None:
    read = position(key)
    return read and (day_of(read[0] or LAST), read[1])


def day_of(ordinal: int) -> datetime.date:
    """The nearest day that there is."""
    return datetime.date.fromordinal(min(max(ordinal, 1), LAST))


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
    """Whoever does something in these teams, unless that is much to ask.

    2 queries, 1 more where much is done, and 1 more for somebody else.
    """
    rows = ActionFigures.objects.filter(cycle=asked.cycle, is_live=True)
    return people("owner", asked.owner, owning(rows, asked, reader))


def owning(rows: QuerySet, asked: Asked, reader: User) -> QuerySet[User] | None:
    """Of few actions their owners are looked up; of many each person is asked of.

    None where there are too many people for that.
    """
    own = found(rows, asked.team, reader).fitting.order_by()
    ids = list(own.values_list("owner", flat=True)[: COUNTED + 1])
    if len(ids) <= COUNTED:
        return User.objects.filter(pk__in=set(ids) - {None})
    if are_many_people():
        return None
    owned = found(rows, asked.team, reader, owned=Q(owner=OuterRef("pk"))).fitting
    return User.objects.filter(Exists(owned))
