"""What people do with alignment reviews: each deed one transaction.

Opening freezes both levels' numbers; writing puts together what several people wrote
at once (merge.py) and never overwrites what its author has not seen; closing needs a
decision and a sentence, which the form and the database both ask for.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives import clock, plan
from objectives.locks import structure_lock
from objectives.models import Cycle, Objective, User
from progress import figures, measure
from progress.change import points
from progress.merge import merge_lines, merge_values
from progress.models import (
    AlignmentReview,
    CheckIn,
    Decision,
    FollowUp,
    FrozenChild,
    ObjectiveFigures,
    Participant,
)
from progress.readings import read_objectives

PROSE = ["notes", "findings"]  # put together line by line
WRITTEN = [*PROSE, "meets_at", "decision", "closing", "look_again_on"]
LONGEST = 20_000  # letters of notes or findings


class AlreadyOpen(Exception):
    """Another review of the objective is open; nothing was written."""

    def __init__(self, review: AlignmentReview) -> None:
        super().__init__(str(review))
        self.review = review


class Stale(Exception):
    """Somebody wrote in the same lines, or closed it: nothing was written.

    `theirs` is the review as it stands, `names` the fields in which both differ,
    `merged` the values of all others, with both sides' changes.
    """

    def __init__(
        self, theirs: AlignmentReview, names: list[str], merged: Mapping[str, Any]
    ) -> None:
        super().__init__(str(theirs))
        self.theirs, self.names, self.merged = theirs, names, merged


@dataclass(frozen=True)
class Wish:
    """A follow-up as somebody asks for it; `key` is the form's one-time key."""

    text: str
    owner: User
    due_on: datetime.date
    key: uuid.UUID


# Opening


def counted_children(parent: Objective) -> QuerySet[Objective]:
    """Those that the stored mean may count: the rule of figures.contribution."""
    children = Objective.objects.live().filter(parent=parent)
    return children if parent.is_private else children.filter(is_private=False)


def refusal(objective: Objective, user: User, gap: int | None) -> str:
    """Why this person, who may review it, cannot open a review now; "" if nothing."""
    if objective.dropped_at:
        return _("This objective has been dropped.")
    if objective.cycle.state == Cycle.State.CLOSED:
        return _("%(cycle)s is closed.") % {"cycle": objective.cycle.name}
    if not counted_children(objective).exists():
        return _("No objective lies under this one, so there are not two levels.")
    if user.reads_private or is_large(gap):
        return ""
    least = {"points": points(measure.DEFAULT_RULES.large_from)}
    return _("Under %(points)s points only managers open a review.") % least


def is_large(gap: int | None) -> bool:
    return measure.gap_band(gap).size == "large"


def open_review(
    objective_id: int,
    *,
    by: User,
    meets_at: datetime.datetime | None = None,
    opened_at: datetime.datetime | None = None,
) -> AlignmentReview:
    """Freeze the numbers of both levels and seat their owners.

    Raises AlreadyOpen, also for the slower of two people who open one at once.
    """
    with structure_lock():
        stored = _hold_both_levels(objective_id)
        if earlier := AlignmentReview.objects.open().filter(objective=objective_id):
            raise AlreadyOpen(earlier.select_related("opened_by").get())
        review = _frozen(stored, opened_at or timezone.now())
        review.opened_by, review.meets_at = by, meets_at
        review._history_user = by
        review.save()
        rows = _freeze_children(review, stored.objective)
        _seat(review, {stored.objective.owner_id, *(row.owner_id for row in rows)})
    return review


def _hold_both_levels(objective_id: int) -> ObjectiveFigures:
    """Children before the parent, as figures.py wants it: none checks in meanwhile."""
    below = Objective.objects.live().filter(parent=objective_id)
    figures.lock_all([objective_id, *below.values_list("pk", flat=True)])
    wanted = ObjectiveFigures.objects.select_related("objective__cycle")
    return wanted.get(pk=objective_id)


def _frozen(stored: ObjectiveFigures, at: datetime.datetime) -> AlignmentReview:
    [reading] = read_objectives([stored.objective], clock.day_of(at))
    return AlignmentReview(
        objective=stored.objective,
        opened_at=at,
        own_progress=stored.progress,
        expected=reading.expected,
        children_sum=stored.children_sum,
        children_weight=stored.children_weight,
        children_mean=stored.children_mean,
        gap=stored.gap,
        ledger_end=_ledger_end(stored.objective),
    )


def _ledger_end(parent: Objective) -> int:
    """The newest entry of both levels; 0 without any.

    Both are locked, so each entry with a higher id was made after the opening.
    """
    family = Q(objective=parent) | Q(objective__in=counted_children(parent))
    entries = CheckIn.objects.filter(family)
    return entries.aggregate(newest=Max("pk"))["newest"] or 0


def _freeze_children(review: AlignmentReview, parent: Objective) -> list[FrozenChild]:
    children = counted_children(parent).select_related("figures").order_by("lft")
    rows = [_frozen_child(review, child) for child in children]
    return FrozenChild.objects.bulk_create(rows)


def _frozen_child(review: AlignmentReview, child: Objective) -> FrozenChild:
    progress = child.figures.progress
    return FrozenChild(
        review=review,
        child=child,
        title=child.title,
        owner_id=child.owner_id,
        is_private=child.is_private,
        derivation_note=child.derivation_note,
        alignment_weight=child.alignment_weight,
        progress=progress,
        link_gap=measure.link_gap(review.own_progress, progress),
    )


def _seat(review: AlignmentReview, people: set[int]) -> None:
    Participant.objects.bulk_create(
        Participant(review=review, person_id=pk) for pk in sorted(people)
    )


# Writing


def write(
    pk: int,
    *,
    seen: int,
    by: User,
    values: Mapping[str, Any],
    wish: Wish | None = None,
    guest: User | None = None,
    close: bool = False,
) -> AlignmentReview:
    """Write what one form brought, all of it or nothing. Raises Stale.

    `seen` is the revision that its author had before them. What others wrote since
    stays, also in the same text when their lines do not touch.
    """
    with _locked(pk, seen) as review:
        _put(review, _together(review, seen, values))
        if close:
            _close(review, by)
        _save(review, by)
        if guest:
            invite(review, guest, by)
        if wish:
            add_follow_up(review, wish, by)
    return review


@contextmanager
def _locked(pk: int, seen: int) -> Iterator[AlignmentReview]:
    with transaction.atomic():
        rows = AlignmentReview.objects.select_for_update(of=["self"])
        review = rows.select_related("objective").get(pk=pk)
        if not review.is_open:
            raise Stale(review, WRITTEN, {})
        yield review


def _together(
    review: AlignmentReview, seen: int, values: Mapping[str, Any]
) -> dict[str, Any]:
    if review.revision == seen:
        return dict(values)
    base = review.history.filter(revision=seen).first()
    merged, apart = {}, []
    for name, mine in values.items():
        agrees, value = _merged(name, base, mine, getattr(review, name))
        if agrees:
            merged[name] = value
        else:
            apart.append(name)
    if apart:
        raise Stale(review, apart, merged)
    return merged


def _merged(name: str, base: Any, mine: Any, theirs: Any) -> tuple[bool, Any]:
    if base is None:  # the form names a revision that never was
        return mine == theirs, mine
    if name not in PROSE:
        return merge_values(getattr(base, name), mine, theirs)
    text = merge_lines(getattr(base, name), mine, theirs)
    return text is not None and len(text) <= LONGEST, text


def _put(review: AlignmentReview, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(review, name, value)


def _close(review: AlignmentReview, by: User) -> None:
    with (
        structure_lock()
    ):  # until the transaction ends: nobody redefines them meanwhile
        stored = _hold_both_levels(review.objective_id)
    review.closed_by, review.closed_at = by, timezone.now()
    review.closing_ledger_end = _ledger_end(stored.objective)
    review.closing_own = stored.progress
    review.closing_mean = stored.children_mean
    review.closing_gap = stored.gap
    if review.decision != Decision.LOOK_AGAIN:
        review.look_again_on = None


def _save(review: AlignmentReview, by: User) -> None:
    """A new revision, unless nothing differs from the last one."""
    last = AlignmentReview.objects.get(pk=review.pk)
    names = [*WRITTEN, "closed_at"]
    if all(getattr(review, name) == getattr(last, name) for name in names):
        return
    review.revision += 1
    review._history_user = by
    review.save()


def accept_again(pk: int, *, by: User, until: datetime.date) -> AlignmentReview:
    """Put off the day of an accepted gap; its history keeps the day that was."""
    with transaction.atomic():
        rows = AlignmentReview.objects.select_for_update(of=["self"])
        review = rows.closed().get(pk=pk, decision=Decision.LOOK_AGAIN)
        review.look_again_on = until
        _save(review, by)
    return review


# Who takes part, and what is left to do


def invite(review: AlignmentReview, guest: User, by: User) -> None:
    """Somebody who takes part already stays as they are."""
    Participant.objects.get_or_create(
        review=review, person=guest, defaults={"added_by": by}
    )


def add_follow_up(review: AlignmentReview, wish: Wish, by: User) -> None:
    """Once for each key: a form that is sent again adds nothing."""
    if FollowUp.objects.filter(key=wish.key).exists():
        return
    follow_up = FollowUp(
        review=review,
        text=wish.text,
        owner=wish.owner,
        due_on=wish.due_on,
        created_by=by,
        key=wish.key,
    )
    follow_up._history_user = by
    follow_up.save()


def set_done(pk: int, *, by: User, done: bool) -> FollowUp:
    """Mark a follow-up as done or as open again; doing so twice changes nothing."""
    with transaction.atomic():
        follow_up = FollowUp.objects.select_for_update(of=["self"]).get(pk=pk)
        if (follow_up.done_at is not None) != done:
            follow_up.done_at = timezone.now() if done else None
            follow_up.done_by = by if done else None
            follow_up._history_user = by
            follow_up.save(update_fields=["done_at", "done_by"])
    return follow_up


def change_follow_up(
    pk: int, *, seen: int, by: User, values: Mapping[str, Any]
) -> FollowUp:
    """Write those `values` that differ. Raises plan.Stale."""
    with transaction.atomic():
        follow_up = FollowUp.objects.select_for_update(of=["self"]).get(pk=pk)
        plan.refuse_stale(follow_up, seen)
        plan.write(follow_up, values, by)
    return follow_up
