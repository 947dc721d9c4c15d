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
from progress.drawing_paces import PaceMark
from progress.measure import DEFAULT_RULES
from progress.models import AlignmentReview, CycleCount
from progress.readings import (
    KeyResultReading,
    ObjectiveReading,
    read_key_results,
    read_objectives,
    shown_key_results,
)
from progress.selection import shown_to
from progress.standings import Standing, standings
from progress.summary import LARGE, Summary, summary_of

GAPS = 5
STALE = 8
CANDIDATES = 24  # for the stale: some of the longest unmeasured owe nothing


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list, with how many of its objectives the reader may see.

    `grade` is their mean in millionths once the cycle is closed, else None. With
    `counted_at` it is of that moment, and of what everybody may read.
    """

    cycle: Cycle
    objectives: int
    grade: int | None
    counted_at: datetime.datetime | None = None


def cycle_lines(user: User, cycles: Sequence[Cycle]) -> list[CycleLine]:
    """2 queries."""
    counts = CycleCount.objects.in_bulk([cycle.pk for cycle in cycles])
    live = [cycle for cycle in cycles if cycle.pk not in counts]
    seen = Objective.objects.visible_to(user).live().filter(cycle__in=live)
    found = {
        pk: (objectives, total or 0, graded)
        for pk, objectives, total, graded in seen.order_by()
        .values_list("cycle")
        .annotate(Count("pk"), Sum("grade__hundredths"), Count("grade__hundredths"))
    }
    found |= {pk: numbers_of(count) for pk, count in counts.items()}
    return [cycle_line(cycle, *found.get(cycle.pk, (0, 0, 0))) for cycle in cycles]


def numbers_of(count: CycleCount) -> tuple[int, int, int, datetime.datetime]:
    objectives = Summary.read(count.summary).objectives
    return objectives, count.hundredths, count.graded, count.counted_at


def cycle_line(
    cycle: Cycle,
    objectives: int,
    total: int,
    graded: int,
    counted_at: datetime.datetime | None = None,
) -> CycleLine:
    closed = cycle.state == Cycle.State.CLOSED
    grade = mean_of(total, graded) if closed else None
    return CycleLine(cycle, objectives, grade, counted_at)


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
    """What a reader sees of a cycle on a day.

    `counted_at` is None where all was counted for this visit; else the numbers are of
    that moment and of what everybody may read. The lists are of now in either case.
    """

    summary: Summary
    key_results: int
    named: Mapping[int, Objective]  # those that marks and lists name
    gaps: Sequence[WideGap]  # the largest, in either direction
    in_review: int  # how many of the large ones are being talked about
    stale: Sequence[KeyResultReading]  # overdue, the longest unmeasured first
    counted_at: datetime.datetime | None = None

    @property
    def large_from(self) -> int:
        """In points: from here on a gap calls for a review."""
        return points(LARGE)

    @property
    def not_in_review(self) -> int:
        return max(self.summary.large_gaps - self.in_review, 0)

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
            for standing in self.summary.marks
            if (objective := self.named.get(standing.objective_id))
        ]

    @cached_property
    def behind(self) -> list[Behind]:
        """The furthest behind; `summary.behind` says how many there are."""
        return [
            Behind(self.named[standing.objective_id], standing)
            for standing in self.summary.furthest
            if standing.objective_id in self.named
        ]


def dashboard(user: User, cycle: Cycle, day: Day) -> Dashboard:
    """Counted now: for cycles of which there is no count. 11 queries."""
    seen = shown_to(user, cycle)
    key_results = key_results_of(seen)
    return of_summary(
        summary_of(standings(seen, cycle, day.today)),
        seen,
        cycle,
        day,
        key_results=key_results.count(),
        stale=longest_without(key_results),
    )


def counted_dashboard(
    user: User, cycle: Cycle, day: Day, count: CycleCount
) -> Dashboard:
    """Of what was counted beforehand; 8 queries, however large the cycle is."""
    seen = shown_to(user, cycle)
    return of_summary(
        Summary.read(count.summary),
        seen,
        cycle,
        day,
        key_results=count.key_results,
        stale=count.stale,
        counted_at=count.counted_at,
    )


def of_summary(
    summary: Summary,
    seen: QuerySet,
    cycle: Cycle,
    day: Day,
    *,
    key_results: int,
    stale: Sequence[int],
    counted_at: datetime.datetime | None = None,
) -> Dashboard:
    return Dashboard(
        summary=summary,
        key_results=key_results,
        named=_with_names(seen).in_bulk(summary.named),
        gaps=largest_gaps(seen, cycle, day.today),
        in_review=in_review(seen, cycle),
        stale=overdue(key_results_of(seen), stale, day),
        counted_at=counted_at,
    )


def key_results_of(seen: QuerySet) -> QuerySet:
    return KeyResult.objects.live().filter(objective__in=seen.order_by().values("pk"))


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


def longest_without(key_results: QuerySet) -> list[int]:
    """Ids of some that were not updated for longest; 1 query.

    One that was never measured counts from the day it was made.
    """
    site = timezone.get_default_timezone()
    made_on = TruncDate("created_at", tzinfo=site)
    since = Coalesce("figures__measured_on", made_on)
    oldest = key_results.open().order_by(since, "pk")
    return list(oldest.values_list("pk", flat=True)[:CANDIDATES])


def overdue(
    key_results: QuerySet, ids: Sequence[int], day: Day
) -> list[KeyResultReading]:
    """Those of these that are overdue now, in their order; 3 queries."""
    found = shown_key_results(key_results.open()).in_bulk(ids)
    readings = read_key_results([found[pk] for pk in ids if pk in found], day)
    return [reading for reading in readings if reading.due_group == "overdue"][:STALE]
