"""A cycle's page: the figures on top, and its lists of what needs looking after.

Unlike the map of updates, all of it is of what the reader may see.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from objectives.models import Cycle, KeyResult, Objective, User
from progress.change import points
from progress.closing import mean_of
from progress.day import Day
from progress.drawing_paces import PaceMark, fits_marks
from progress.measure import DEFAULT_RULES, Status
from progress.models import AlignmentReview
from progress.readings import (
    KeyResultReading,
    ObjectiveReading,
    read_key_results,
    read_objectives,
    shown_key_results,
)
from progress.selection import shown_to
from progress.standings import Standing, Standings, standings

LARGE = DEFAULT_RULES.large_from
GAPS = 5
BEHIND = 8
STALE = 8
CANDIDATES = 24  # for the stale: some of the longest unmeasured owe nothing


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list, with how many of its objectives the reader may see.

    `grade` is their mean in millionths once the cycle is closed, else None.
    """

    cycle: Cycle
    objectives: int
    grade: int | None


def cycle_lines(user: User, cycles: Sequence[Cycle]) -> list[CycleLine]:
    """1 query."""
    seen = Objective.objects.visible_to(user).live().filter(cycle__in=cycles)
    found = {
        pk: (objectives, total or 0, graded)
        for pk, objectives, total, graded in seen.order_by()
        .values_list("cycle")
        .annotate(Count("pk"), Sum("grade__hundredths"), Count("grade__hundredths"))
    }
    return [cycle_line(cycle, *found.get(cycle.pk, (0, 0, 0))) for cycle in cycles]


def cycle_line(cycle: Cycle, objectives: int, total: int, graded: int) -> CycleLine:
    closed = cycle.state == Cycle.State.CLOSED
    return CycleLine(cycle, objectives, mean_of(total, graded) if closed else None)


@dataclass(frozen=True)
class Behind:
    """An objective at risk or off track."""

    objective: Objective
    standing: Standing


@dataclass(frozen=True)
class WideGap:
    """An objective apart from its children, and the newest review of that, if any."""

    reading: ObjectiveReading
    review: AlignmentReview | None

    @property
    def is_large(self) -> bool:
        return (self.reading.objective.figures.gap_size or 0) >= LARGE


@dataclass(frozen=True)
class Dashboard:
    """What a reader sees of a cycle on a day."""

    key_results: int
    standings: Standings
    named: Mapping[int, Objective]  # those that marks and lists name
    gaps: Sequence[WideGap]  # the largest, in either direction
    in_review: int  # how many of the large ones are being talked about
    stale: Sequence[KeyResultReading]  # overdue, the longest unmeasured first

    @property
    def objectives(self) -> int:
        return len(self.standings.all)

    @property
    def large_from(self) -> int:
        """In points: from here on a gap calls for a review."""
        return points(LARGE)

    @property
    def large_gaps(self) -> int:
        return self.standings.wide_gaps(LARGE)

    @property
    def not_in_review(self) -> int:
        return max(self.large_gaps - self.in_review, 0)

    @property
    def on_their_way(self) -> int:
        count = self.standings.count
        return count[Status.ON_TRACK] + count[Status.ACHIEVED]

    @property
    def paces(self) -> list[int]:
        return [standing.pace for standing in self.standings.paced]

    @property
    def has_marks(self) -> bool:
        """Whether each objective is drawn; else only how many there are."""
        return fits_marks(self.paces)

    @property
    def marks(self) -> list[PaceMark]:
        return [
            PaceMark(
                objective.title,
                objective.get_absolute_url(),
                standing.progress,
                standing.expected,
                standing.status,
            )
            for standing in self.standings.paced
            if (objective := self.named.get(standing.objective_id))
        ]

    @cached_property
    def behind(self) -> list[Behind]:
        """The furthest behind; `standings.behind` has all of them."""
        return [
            Behind(self.named[standing.objective_id], standing)
            for standing in self.standings.behind[:BEHIND]
            if standing.objective_id in self.named
        ]


def dashboard(user: User, cycle: Cycle, day: Day) -> Dashboard:
    """11 queries, however much there is."""
    seen = shown_to(user, cycle)
    found = standings(seen, cycle, day.today)
    key_results = KeyResult.objects.live().filter(
        objective__in=seen.order_by().values("pk")
    )
    return Dashboard(
        key_results=key_results.count(),
        standings=found,
        named=_with_names(seen).in_bulk(_to_name(found)),
        gaps=largest_gaps(seen, cycle, day.today),
        in_review=in_review(seen, cycle),
        stale=longest_without(key_results, day),
    )


def _to_name(found: Standings) -> list[int]:
    few = fits_marks([standing.pace for standing in found.paced])
    marks = found.paced if few else []
    return [standing.objective_id for standing in [*marks, *found.behind[:BEHIND]]]


def _with_names(objectives: QuerySet) -> QuerySet:
    return objectives.select_related("cycle", "owner", "team__parent", "figures")


def largest_gaps(seen: QuerySet, cycle: Cycle, today: datetime.date) -> list[WideGap]:
    """Those not in line with their children; 3 queries."""
    apart = seen.filter(
        figures__cycle=cycle, figures__gap_size__gt=DEFAULT_RULES.inline_up_to
    )
    largest = _with_names(apart).order_by("-figures__gap_size", "pk")[:GAPS]
    readings = read_objectives(list(largest), today)
    reviews = AlignmentReview.objects.filter(objective__in=list(largest))
    newest = {review.objective_id: review for review in reviews.order_by("pk")}
    return [WideGap(each, newest.get(each.objective.pk)) for each in readings]


def in_review(seen: QuerySet, cycle: Cycle) -> int:
    """1 query."""
    large = seen.filter(figures__cycle=cycle, figures__gap_size__gte=LARGE)
    reviews = AlignmentReview.objects.open().filter(
        objective__in=large.order_by().values("pk")
    )
    return reviews.aggregate(count=Count("objective", distinct=True))["count"]


def longest_without(key_results: QuerySet, day: Day) -> list[KeyResultReading]:
    """Overdue ones, the longest without a check-in first; 3 queries.

    One that was never measured counts from the day it was made.
    """
    site = timezone.get_default_timezone()
    made_on = TruncDate("created_at", tzinfo=site)
    since = Coalesce("figures__measured_on", made_on)
    oldest = shown_key_results(key_results.open()).order_by(since, "pk")[:CANDIDATES]
    readings = read_key_results(list(oldest), day)
    return [reading for reading in readings if reading.due_group == "overdue"][:STALE]
