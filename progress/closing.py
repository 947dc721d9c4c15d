"""Grading and closing a cycle: each one transaction, under the lock of the structure.

Closing freezes a cycle: no check-in, no change of plan and no grade is taken any
more. It first locks the figures of its objectives, so that a check-in under way is
either in before or refused after.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from objectives.locks import structure_lock
from objectives.models import Cycle, KeyResult, Objective, User
from progress import figures, measure
from progress.measure import WHOLE
from progress.models import AlignmentReview, Grade
from progress.models.grade import BEST

LAST_DAYS = datetime.timedelta(days=6)  # a final value is one of the last seven days
LONGEST_LOG = 100


class Frozen(Exception):
    """The cycle has been closed, so it takes no grades."""


class Incomplete(Exception):
    """Points of the checklist are open, and closing anyway was not asked for."""


class Stale(Exception):
    """Somebody graded these objectives meanwhile: their grades by objective id."""

    def __init__(self, theirs: Mapping[int, Grade]) -> None:
        super().__init__(str(list(theirs)))
        self.theirs = theirs


@dataclass(frozen=True)
class Typed:
    """A row of the form; `seen` is the revision it was opened with, 0 for none."""

    objective_id: int
    hundredths: int | None
    learned: str
    seen: int

    def differs(self, stored: Grade | None) -> bool:
        if stored is None:
            return self.hundredths is not None or bool(self.learned)
        return (self.hundredths, self.learned) != (stored.hundredths, stored.learned)


def graded(cycle: Cycle) -> QuerySet:
    """The objectives of a cycle that a grade is given to."""
    return Objective.objects.in_cycle(cycle).live()


def save_grades(cycle: Cycle, rows: Sequence[Typed]) -> int:
    """Write the rows that differ from what stands, all or none; how many those were.

    Raises Frozen in a closed cycle, and Stale where somebody else has changed one of
    them meanwhile.
    """
    with structure_lock():
        stored = Grade.objects.in_bulk([row.objective_id for row in rows])
        changed = [row for row in rows if row.differs(stored.get(row.objective_id))]
        if changed:
            refuse_closed(cycle)
        refuse_stale(changed, stored)
        for row in changed:
            write(row, stored.get(row.objective_id))
    return len(changed)


def refuse_closed(cycle: Cycle) -> None:
    if Cycle.objects.filter(pk=cycle.pk, state=Cycle.State.CLOSED).exists():
        raise Frozen


def refuse_stale(rows: Sequence[Typed], stored: Mapping[int, Grade]) -> None:
    theirs = {
        row.objective_id: stored[row.objective_id]
        for row in rows
        if row.objective_id in stored and stored[row.objective_id].revision != row.seen
    }
    if theirs:
        raise Stale(theirs)


def write(row: Typed, stored: Grade | None) -> None:
    grade = stored or Grade(objective_id=row.objective_id, revision=0)
    grade.hundredths, grade.learned = row.hundredths, row.learned
    grade.revision += 1
    grade.save()


@dataclass(frozen=True)
class Point:
    """One point of the checklist: how many of how many are done, or what it found."""

    name: str
    done: int
    of: int
    found: str = ""

    @property
    def is_done(self) -> bool:
        return self.done == self.of


Done = Mapping[str, Sequence[int]]  # how many of how many, by the point's name


def checklist(
    cycle: Cycle, today: datetime.date, done: Done | None = None
) -> list[Point]:
    """What should be done before the cycle closes; 1 query, 7 without `done`.

    `done` is what `counted` says, or said some time ago.
    """
    done = counted(cycle) if done is None else done
    following = following_cycle(cycle)
    return [
        Point("over", int(today > cycle.ends_on), 1),
        *(point(name, done) for name in ("final", "reviews", "graded")),
        Point(
            "next", int(following is not None), 1, following.name if following else ""
        ),
    ]


def point(name: str, done: Done) -> Point:
    if name not in done:
        return Point(name, 0, 1, _("not counted yet"))
    return Point(name, *done[name])


def counted(cycle: Cycle) -> Done:
    """What only a look at the whole cycle tells; 6 queries."""
    key_results = KeyResult.objects.live().filter(objective__cycle=cycle)
    final = Q(figures__measured_on__gte=cycle.ends_on - LAST_DAYS)
    reached = Q(figures__progress=WHOLE, figures__measured_on__isnull=False)
    goals = graded(cycle)
    reviews = AlignmentReview.objects.filter(
        objective__in=goals.order_by().values("pk")
    )
    are_graded = goals.filter(grade__hundredths__isnull=False)
    return {
        "final": (key_results.filter(final | reached).count(), key_results.count()),
        "reviews": (reviews.closed().count(), reviews.count()),
        "graded": (are_graded.count(), goals.count()),
    }


def is_complete(points: Sequence[Point]) -> bool:
    return all(point.is_done for point in points)


def following_cycle(cycle: Cycle) -> Cycle | None:
    later = Cycle.objects.filter(starts_on__gt=cycle.starts_on)
    later = later.filter(ends_on__gt=cycle.ends_on)
    return later.order_by("starts_on", "ends_on", "pk").first()


def mean_grade(objectives: QuerySet) -> int | None:
    """In millionths; None where none of them is graded. 1 query."""
    return mean_of(*grades_of(objectives))


def grades_of(objectives: QuerySet) -> tuple[int, int]:
    """What their grades come to in hundredths, and how many are graded. 1 query."""
    found = objectives.aggregate(
        total=Sum("grade__hundredths"), count=Count("grade__hundredths")
    )
    return found["total"] or 0, found["count"]


def mean_of(total: int, count: int) -> int | None:
    """In millionths, of so many grades that come to so many hundredths."""
    return measure.children_mean(total=total * WHOLE // BEST, weight=count)


def close(
    cycle: Cycle, rows: Sequence[Typed], *, today: datetime.date, anyway: bool
) -> None:
    """Save these grades and freeze the cycle. Closing it twice is closing it once.

    Raises Incomplete, Stale, or Frozen where a grade would change after closing.
    """
    with structure_lock():
        save_grades(cycle, rows)
        stands = Cycle.objects.get(pk=cycle.pk)
        if stands.state == Cycle.State.CLOSED:
            return
        if not anyway and not is_complete(checklist(stands, today)):
            raise Incomplete
        figures.lock_all(list(graded(cycle).values_list("pk", flat=True)))
        set_state(stands, Cycle.State.CLOSED, "")


def reopen(cycle: Cycle, *, reason: str) -> None:
    """Take check-ins and grades again; both the closing and this stay in the log."""
    with structure_lock():
        set_state(Cycle.objects.get(pk=cycle.pk), Cycle.State.OPEN, reason)


def set_state(cycle: Cycle, state: str, reason: str) -> None:
    if cycle.state != state:
        cycle.state, cycle._change_reason = state, reason
        cycle.save(update_fields=["state"])


@dataclass(frozen=True)
class Event:
    """A cycle's state changed; `by` is None where nobody is known."""

    state: str
    at: datetime.datetime
    by: User | None
    reason: str

    @property
    def words(self) -> str:
        return {
            Cycle.State.OPEN: pgettext("cycle", "Opened"),
            Cycle.State.PLANNING: _("Back to planning"),
            Cycle.State.CLOSED: _("Closed"),
        }[Cycle.State(self.state)]


def log_of(cycle: Cycle) -> list[Event]:
    """Every change of the cycle's state, the newest first; 1 query."""
    rows = cycle.history.select_related("history_user").order_by(
        "-history_date", "-history_id"
    )
    versions = list(rows[:LONGEST_LOG])
    pairs = zip(versions, versions[1:], strict=False)
    return [
        Event(
            new.state,
            new.history_date,
            new.history_user,
            new.history_change_reason or "",
        )
        for new, old in pairs
        if new.state != old.state
    ]
