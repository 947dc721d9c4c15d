"""Where actions stand on a timeline, and which start before they can.

Plain Python. Days lie along thousandths of the drawing's width, rows one below the
other in its own pixels. An action that waits for another is to start on the day on
which that one is done, or later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
GROUP = 34  # pixels for the name of what the rows below it belong to
ROW = 46  # for an action: its name, its plan, its run
NOTE = 18  # more for each line that says what is wrong with it
PLAN, PLAN_HEIGHT = 22, 9  # from the top of a row
RUN, RUN_HEIGHT = 33, 5
EDGE = 1000  # thousandths


class Early(StrEnum):
    """Why an action starts before something that it waits for is done."""

    BEGAN = "began"  # it began, and the other one was not done
    PLANNED = "planned"  # it is to start before the other one will be done
    NEVER = "never"  # the other one was dropped


@dataclass(frozen=True)
class Work:
    """One action: the days it is planned for, and those on which it really ran.

    Without `ended_on` a run that has begun goes on. `needs` are the keys of what it
    waits for.
    """

    key: int
    starts_on: date | None = None
    due_on: date | None = None
    began_on: date | None = None
    ended_on: date | None = None
    is_done: bool = False
    is_dropped: bool = False
    needs: Sequence[int] = ()

    @property
    def days(self) -> list[date]:
        known = self.starts_on, self.due_on, self.began_on, self.ended_on
        return [day for day in known if day]


def early(work: Work, needed: Work, today: date) -> Early | None:
    """Whether `work` starts too early for what it waits for; None where it does not.

    Something that is not done yet will be done today at the earliest. A start that
    nobody planned is never too early.
    """
    if needed.is_dropped:
        return None if work.ended_on else Early.NEVER
    if work.began_on:
        done_on = needed.ended_on if needed.is_done else None
        return Early.BEGAN if not done_on or work.began_on < done_on else None
    if needed.is_done or not work.starts_on:
        return None
    expected = max(needed.due_on or today, today)
    return Early.PLANNED if work.starts_on < expected else None


@dataclass(frozen=True)
class Scale:
    """The days from left to right, the last one included."""

    first: date
    last: date

    @classmethod
    def around(cls, first: date, last: date, days: Sequence[date], most: int) -> Scale:
        """From `first` to `last`, widened to hold `days`: by `most` days a side."""
        margin = most * DAY
        low, high = min([first, *days]), max([last, *days])
        return cls(max(low, first - margin), min(high, last + margin))

    def permille(self, day: date) -> int:
        """Where a day begins; days that lie outside stand at the edge."""
        count = max((self.last - self.first).days, 1)
        number = min(max((day - self.first).days, 0), count)
        return (2 * EDGE * number + count) // (2 * count)

    def span(self, first: date, last: date) -> Span:
        """Both days included."""
        return Span(self.permille(first), self.permille(last + DAY))


@dataclass(frozen=True)
class Span:
    """A stretch of the width, in thousandths."""

    start: int
    end: int

    @property
    def width(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Group:
    """A name above the rows that belong to it."""

    key: int
    y: int


@dataclass(frozen=True)
class Place:
    """One action's row: `y` is its top, None a bar that it does not have."""

    work: Work
    y: int
    plan: Span | None
    run: Span | None
    notes: int

    @property
    def middle(self) -> int:
        return self.y + PLAN + PLAN_HEIGHT // 2

    @property
    def start(self) -> int:
        """Where it really began, else where it is to."""
        span = self.run or self.plan
        return span.start if span else 0

    @property
    def end(self) -> int:
        """Where it ended, else where it is to end or goes on to, whichever is later."""
        if self.run and self.work.ended_on:
            return self.run.end
        return max((span.end for span in (self.plan, self.run) if span), default=0)


@dataclass(frozen=True)
class Arrow:
    """From the end of what is waited for to the start of what waits."""

    needed: Place
    waiting: Place
    early: Early | None


@dataclass(frozen=True)
class Layout:
    scale: Scale
    groups: Sequence[Group]
    places: Sequence[Place]
    arrows: Sequence[Arrow]
    height: int


@dataclass(frozen=True)
class Part:
    """Rows under one name. `notes` counts, by key, what is wrong with an action."""

    key: int
    works: Sequence[Work]


def lay_out(
    parts: Sequence[Part], scale: Scale, today: date, notes: Mapping[int, int]
) -> Layout:
    """Rows from top to bottom, and an arrow for each wait between two of them."""
    groups, places, y = [], [], 0
    for part in parts:
        groups.append(Group(part.key, y))
        y += GROUP
        for work in part.works:
            place = _place(work, y, scale, today, notes.get(work.key, 0))
            places.append(place)
            y += ROW + NOTE * place.notes
    return Layout(scale, groups, places, list(_arrows(places, today)), y)


def _place(work: Work, y: int, scale: Scale, today: date, notes: int) -> Place:
    plan = run = None
    first, last = work.starts_on or work.due_on, work.due_on or work.starts_on
    if first and last:
        plan = scale.span(first, last)
    if work.began_on and work.ended_on:
        run = scale.span(work.began_on, work.ended_on)
    elif work.began_on:
        run = Span(scale.permille(work.began_on), scale.permille(today))
    return Place(work, y, plan, run, notes)


def _arrows(places: Sequence[Place], today: date) -> Iterator[Arrow]:
    drawn = {place.work.key: place for place in places if place.plan or place.run}
    for place in drawn.values():
        for key in place.work.needs:
            if needed := drawn.get(key):
                found = early(place.work, needed.work, today)
                yield Arrow(needed, place, found)
