"""Read models of alignment reviews: what one reader sees of them, in few queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from objectives.models import Objective, User
from progress import measure, review_access
from progress.agenda import Item, agenda
from progress.models import (
    AlignmentReview,
    Decision,
    FollowUp,
    FrozenChild,
    Participant,
)

CHILDREN = 50
LISTED = 50  # on My updates
PEOPLE = 24


@dataclass(frozen=True)
class ChildRow:
    """A child at opening and today; figures in millionths."""

    row: FrozenChild
    own_today: int | None

    @property
    def progress_today(self) -> int | None:
        """None where it has none, is gone, or was dropped since."""
        child = self.row.child
        return None if child is None or child.dropped_at else child.figures.progress

    @property
    def link_gap_today(self) -> int | None:
        return measure.link_gap(self.own_today, self.progress_today)


@dataclass(frozen=True)
class Sheet:
    """One review as one reader sees it, with today's figures of its objective."""

    review: AlignmentReview
    children: list[FrozenChild]
    more_children: bool
    people: list[User]
    more_people: int
    follow_ups: list[FollowUp]
    today: datetime.date
    may_edit: bool
    reader: User

    @property
    def objective(self) -> Objective:
        return self.review.objective

    @property
    def figures(self):
        return self.objective.figures

    @cached_property
    def rows(self) -> list[ChildRow]:
        return [ChildRow(row, self.figures.progress) for row in self.children]

    @cached_property
    def agenda(self) -> list[Item]:
        ends_on = self.objective.cycle.ends_on
        return agenda(self.review.gap, self.children, ends_on)

    @property
    def may_do(self) -> set[int]:
        """Ids of the follow-ups that the reader may mark as done."""
        own = {f.pk for f in self.follow_ups if f.owner_id == self.reader.pk}
        return {f.pk for f in self.follow_ups} if self.may_edit else own

    @property
    def is_accepted(self) -> bool:
        """Closed until a day, which may have come."""
        closed = not self.review.is_open
        return closed and self.review.decision == Decision.LOOK_AGAIN

    @property
    def is_to_look_at(self) -> bool:
        return self.is_accepted and self.review.look_again_on <= self.today


def shown(reviews: QuerySet[AlignmentReview]) -> QuerySet[AlignmentReview]:
    """With everything that a sheet names."""
    return reviews.select_related(
        "objective__cycle",
        "objective__owner",
        "objective__team",
        "objective__figures",
        "opened_by",
        "closed_by",
    )


def read_sheet(
    review: AlignmentReview, reader: User, today: datetime.date, may_edit: bool
) -> Sheet:
    """What this reader may see of a review they may see. 3 queries."""
    rows = visible_rows(review, reader).select_related("child__figures", "owner")
    children = list(rows[: CHILDREN + 1])
    tasks = review.follow_ups.select_related("owner", "created_by", "done_by")
    seats = seats_shown(review, reader)
    return Sheet(
        review=review,
        children=children[:CHILDREN],
        more_children=len(children) > CHILDREN,
        people=[seat.person for seat in seats[:PEOPLE]],
        more_people=max(len(seats) - PEOPLE, 0),
        follow_ups=list(tasks),
        today=today,
        may_edit=may_edit,
        reader=reader,
    )


def visible_rows(review: AlignmentReview, reader: User) -> QuerySet[FrozenChild]:
    allowed = review_access.rows_visible_to(reader)
    return FrozenChild.objects.filter(allowed, review=review).order_by("pk")


def seats_shown(review: AlignmentReview, reader: User) -> list[Participant]:
    """Who takes part, less the owners of children that the reader may not see."""
    own = FrozenChild.objects.filter(review=review, owner=OuterRef("person"))
    seen = visible_rows(review, reader).order_by().filter(owner=OuterRef("person"))
    known = Q(added_by__isnull=False) | Q(person=reader)
    known |= Q(person=review.objective.owner_id)
    seats = review.seats.filter(known | ~Exists(own) | Exists(seen))
    return list(seats.select_related("person").order_by("pk"))


# On My updates


@dataclass(frozen=True)
class Owed:
    """What alignment reviews ask of one person; LISTED of each at most."""

    follow_ups: list[FollowUp]
    reviews: list[AlignmentReview]
    today: datetime.date
    more_follow_ups: bool
    more_reviews: bool


def owed_to_reviews(user: User, today: datetime.date) -> Owed:
    """2 queries."""
    tasks, reviews = follow_ups_owed(user), reviews_owed(user, today)
    return Owed(
        follow_ups=tasks[:LISTED],
        reviews=reviews[:LISTED],
        today=today,
        more_follow_ups=len(tasks) > LISTED,
        more_reviews=len(reviews) > LISTED,
    )


def reviews_owed(user: User, today: datetime.date) -> list[AlignmentReview]:
    """Open reviews that the person takes part in, and those to look at again.

    1 query.
    """
    mine = AlignmentReview.objects.visible_to(user).filter(
        pk__in=Participant.objects.filter(person=user).values("review")
    )
    again = AlignmentReview.objects.to_look_at_again(today).values("pk")
    wanted = mine.open() | mine.filter(pk__in=again)
    wanted = wanted.order_by(F("meets_at").asc(nulls_last=True), "pk")
    return list(wanted.select_related("objective__figures")[: LISTED + 1])


def follow_ups_owed(user: User) -> list[FollowUp]:
    """What the person is to do, the most overdue first. 1 query."""
    mine = FollowUp.objects.visible_to(user).open().filter(owner=user)
    mine = mine.select_related("review__objective").order_by("due_on", "pk")
    return list(mine[: LISTED + 1])
