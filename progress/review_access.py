"""Who may open, write and read alignment reviews: each rule once, as a condition.

Whoever sees the objective reads its reviews. The owners of either level, the leads
of the objective's team, managers and administrators open them and write in them, and
so do those who were asked to take part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from objectives.access import (
    EVERYTHING,
    NOTHING,
    led_teams,
    visible_objectives,
)
from objectives.models import Objective, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def openable_objectives(user: User, of: str = "") -> Q:
    """Of Objective, or of what leads to one by `of`.

    How large the gap must be is asked elsewhere (`reviewing`).
    """
    if not user.is_authenticated:
        return NOTHING
    if user.reads_private:
        return EVERYTHING
    led = Q(**{f"{of}team__in": led_teams(user).values("pk")})
    own = Q(**{f"{of}owner": user})
    return own | led | Q(**{f"{of}pk__in": _above_own(user)})


def _above_own(user: User) -> QuerySet:
    """The objectives that the person's own ones serve, where they count."""
    own = Objective.objects.live().filter(owner=user, parent__isnull=False)
    counted = Q(is_private=False) | Q(parent__is_private=True)
    return own.filter(counted).order_by().values("parent")


def visible_reviews(user: User) -> Q:
    """Of AlignmentReview, as the following one."""
    return visible_objectives(user, "objective__")


def editable_reviews(user: User) -> Q:
    if not user.is_authenticated:
        return NOTHING
    if user.reads_private:
        return EVERYTHING
    return Q(pk__in=_attended(user)) | openable_objectives(user, "objective__")


def _attended(user: User) -> QuerySet:
    from progress.models import Participant

    return Participant.objects.filter(person=user).values("review")


def doable_follow_ups(user: User) -> Q:
    """Of FollowUp: one's own, and those of reviews that one may write in."""
    from progress.models import AlignmentReview

    reviews = AlignmentReview.objects.filter(editable_reviews(user)).values("pk")
    return Q(owner=user) | Q(review__in=reviews)


def rows_visible_to(user: User) -> Q:
    """Of FrozenChild: what was private when it was deleted stays so."""
    if user.reads_private:
        return EVERYTHING
    seen = visible_objectives(user, "child__")
    return seen | Q(child=None, is_private=False)
