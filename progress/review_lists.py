"""The lists of `/reviews/`: large gaps, open reviews, those to look at again, closed.

Filtered and sorted in the database, read part by part; each a constant number of
queries.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from objectives.access import visible_objectives
from objectives.models import Cycle, Objective, User
from progress.filters import teams_chosen
from progress.measure import DEFAULT_RULES
from progress.models import AlignmentReview, ObjectiveFigures, Participant
from progress.review_access import openable_objectives

ROWS = 50
MOST = 1000  # counted; more is shown as "1000+"
LARGE, OPEN, AGAIN, CLOSED = "large", "open", "again", "closed"


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; `after` is the key of the last row before."""

    cycle: Cycle
    state: str = LARGE
    team: str = ""  # an id, or part of a name
    mine: bool = False
    after: tuple[int, int] | None = None


@dataclass(frozen=True)
class Part:
    """One part of a list; `next` is the key of its last row, "" at the end."""

    rows: list[Any]
    next: str


def states() -> list[tuple[str, str]]:
    return [
        (LARGE, _("Large gaps")),
        (OPEN, _("Open")),
        (AGAIN, _("Look again")),
        (CLOSED, _("Closed")),
    ]


def part_of(user: User, chosen: Chosen, today: datetime.date) -> Part:
    """1 query of large gaps, 2 of reviews."""
    if chosen.state == LARGE:
        return _part(_large_after(large_gaps(user, chosen), chosen), _gap_key)
    found = _reviews_after(reviews_in(user, chosen, today), chosen)
    return _part(_with_objectives(found[: ROWS + 1]), _review_key)


def _part(rows: QuerySet, key) -> Part:
    found = list(rows[: ROWS + 1])
    return Part(found[:ROWS], key(found[ROWS - 1]) if found[ROWS:] else "")


# Large gaps


def large_gaps(user: User, chosen: Chosen) -> QuerySet[ObjectiveFigures]:
    """Figures of live objectives whose gap calls for a review, with their reviews.

    `review` is the id of the open one, `until` the day up to which a review has
    accepted the gap, `openable` whether the reader may open one.
    """
    rows = ObjectiveFigures.objects.filter(
        visible_objectives(user, "objective__"),
        cycle=chosen.cycle,
        is_live=True,
        gap_size__gte=DEFAULT_RULES.large_from,
    )
    if chosen.team:
        rows = rows.filter(team__in=teams_chosen(chosen.team))
    if chosen.mine:
        rows = rows.filter(objective__in=_of_both_levels(user))
    reviews = AlignmentReview.objects.filter(objective=OuterRef("objective"))
    rows = rows.annotate(
        review=Subquery(reviews.open().values("pk")[:1]),
        until=Subquery(reviews.order_by("-pk").values("look_again_on")[:1]),
        openable=_openable(user),
    )
    rows = rows.select_related("objective", "owner", "team__parent")
    return rows.order_by("-gap_size", "objective")


def _openable(user: User) -> Case:
    """Of the row itself: asked of all objectives, PostgreSQL would read them all."""
    allowed = openable_objectives(user, "objective__")
    return Case(When(allowed or Q(pk__isnull=False), Value(True)), default=Value(False))


def _of_both_levels(user: User) -> QuerySet:
    """Objectives that the person owns, and those that the person's own serve."""
    children = Objective.objects.visible_to(user).live().filter(owner=user)
    above = children.order_by().values("parent")
    return Objective.objects.filter(Q(owner=user) | Q(pk__in=above)).values("pk")


def _large_after(rows: QuerySet, chosen: Chosen) -> QuerySet:
    if chosen.after is None:
        return rows
    size, pk = chosen.after
    behind = Q(gap_size=size, objective__gt=pk)
    return rows.filter(Q(gap_size__lt=size) | behind, gap_size__lte=size)


def _gap_key(figures: ObjectiveFigures) -> str:
    return f"{figures.gap_size}-{figures.pk}"


# Reviews


def reviews_in(
    user: User, chosen: Chosen, today: datetime.date
) -> QuerySet[AlignmentReview]:
    """The newest first.

    All that is asked of an objective is asked of that of each review: there are few of
    these, and many objectives in a cycle.
    """
    seen = Objective.objects.visible_to(user).filter(cycle=chosen.cycle)
    if chosen.team:
        seen = seen.filter(team__in=teams_chosen(chosen.team))
    rows = AlignmentReview.objects.filter(Exists(seen.filter(pk=OuterRef("objective"))))
    if chosen.mine:
        attended = Participant.objects.filter(person=user).values("review")
        rows = rows.filter(pk__in=attended)
    if chosen.state == OPEN:
        rows = rows.open()
    elif chosen.state == AGAIN:
        rows = rows.to_look_at_again(today)
    else:
        rows = rows.closed()
    return rows.order_by("-pk")


def _with_objectives(rows: QuerySet) -> QuerySet:
    """By their ids: SQLite would begin the join with a larger table than reviews."""
    ids = list(rows.values_list("pk", flat=True))
    found = AlignmentReview.objects.filter(pk__in=ids).order_by("-pk")
    found = found.select_related("objective__figures", "objective__owner", "opened_by")
    return found.select_related("objective__team__parent")


def _reviews_after(rows: QuerySet, chosen: Chosen) -> QuerySet:
    return rows.filter(pk__lt=chosen.after[1]) if chosen.after else rows


def _review_key(review: AlignmentReview) -> str:
    return f"0-{review.pk}"


# Counts


def counts(user: User, chosen: Chosen, today: datetime.date) -> dict[str, str]:
    """How many rows each list holds, up to "1000+". 4 queries."""
    return {state: _count(user, chosen, state, today) for state, _words in states()}


def _count(user: User, chosen: Chosen, state: str, today: datetime.date) -> str:
    asked = Chosen(chosen.cycle, state, chosen.team, chosen.mine)
    if state == LARGE:
        rows: QuerySet = large_gaps(user, asked)
    else:
        rows = reviews_in(user, asked, today)
    return capped(rows.order_by().values("pk"))


def capped(rows: QuerySet) -> str:
    found = rows[: MOST + 1].count()
    return f"{MOST}+" if found > MOST else str(found)


def calls_for_review(user: User, cycle: Cycle) -> str:
    """How many large gaps have no open review, for a link to them. 1 query."""
    opened = AlignmentReview.objects.open().filter(objective=OuterRef("objective"))
    # Not by the annotation: PostgreSQL would take NULL for rare and read all gaps.
    rows = large_gaps(user, Chosen(cycle)).filter(~Exists(opened))
    return capped(rows.order_by().values("pk"))
