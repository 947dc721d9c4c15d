"""Who did what in an alignment review, from its stored versions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from progress.models import AlignmentReview, FollowUp
from progress.reviewing import WRITTEN

MOST = 60


@dataclass(frozen=True)
class Happened:
    """ "Hana Kim" "marked as done:" "Rank queues by call share"."""

    at: datetime.datetime
    who: str
    did: str
    about: str = ""


def history_of(
    review: AlignmentReview, follow_ups: Sequence[FollowUp]
) -> list[Happened]:
    """The newest first, of the last so many versions. 2 queries."""
    versions = review.history.select_related("history_user").order_by("-history_id")
    found = list(versions[:MOST])[::-1]
    events = [*_sheet(found), *_follow_ups(follow_ups), _opened(review)]
    events += _guests(review)
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST]


def _opened(review: AlignmentReview) -> Happened:
    return Happened(review.opened_at, str(review.opened_by), _("opened the review"))


def _sheet(versions: Sequence[Any]) -> Iterator[Happened]:
    for before, after in pairwise(versions):
        if did := _change(before, after):
            who = str(after.history_user or "")
            yield Happened(after.history_date, who, did)


def _change(before: Any, after: Any) -> str:
    if before.closed_at is None and after.closed_at is not None:
        return _("recorded the decision and closed the review")
    if after.closed_at is not None:
        return _("accepted the gap for longer")
    changed = [n for n in WRITTEN if getattr(before, n) != getattr(after, n)]
    names = [str(AlignmentReview._meta.get_field(n).verbose_name) for n in changed]
    return _("changed: %(fields)s") % {"fields": _(", ").join(names)} if names else ""


def _follow_ups(follow_ups: Sequence[FollowUp]) -> Iterator[Happened]:
    for item in follow_ups:
        added = _("added the follow-up")
        yield Happened(item.created_at, str(item.created_by), added, item.text)
        if item.done_at:
            done = _("marked as done")
            yield Happened(item.done_at, str(item.done_by), done, item.text)


def _guests(review: AlignmentReview) -> Iterator[Happened]:
    seats = review.seats.exclude(added_by=None).select_related("person", "added_by")
    for seat in seats.order_by("-pk")[:MOST]:
        asked = _("asked somebody to take part")
        yield Happened(seat.added_at, str(seat.added_by), asked, str(seat.person))
