"""The sample's alignment review, under way between two levels that drifted apart.

Days are counted from the day the sample is loaded. It is opened in the middle of the
ledger, so that its numbers are those that were known then.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from objectives.models import Objective, User
from progress import reviewing
from progress.demo.infrastructure import PLATFORM
from progress.models import AlignmentReview, FollowUp

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Task:
    """A follow-up; `due` in days from today, `done` as many days ago, or None."""

    text: str
    owner: str
    due: int
    done: int | None = None


OPENED = 2  # days ago
MEETS = 1  # days from now
OPENER = "priya"
NOTES = (
    "Jonas: 4 of 6 queues moved, but the two left carry 70% of the calls. "
    "Availability will only move after the call-centre cut-over.\n"
    "Hana: alert coverage is our KR; it does not shorten an outage by itself. "
    "Propose time to recover instead."
)
TASKS = (
    Task("Rank queues by call share", "jonas", due=-1, done=1),
    Task("Draft a time-to-recover KR for Reliability", "hana", due=5),
)


def opened_at(today: date) -> datetime:
    return moment(today - OPENED * DAY, time(11, 2))


def moment(day: date, at: time) -> datetime:
    here = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, at), here)


def open_review(today: date, people: dict[str, User]) -> None:
    """Open the review and write what was said; the ledger stands where it stood."""
    objective = Objective.objects.get(title=PLATFORM.title)
    opener, at = people[OPENER], opened_at(today)
    review = reviewing.open_review(
        objective.pk,
        by=opener,
        meets_at=moment(today + MEETS * DAY, time(10)),
        opened_at=at,
    )
    values = {"notes": NOTES, "decision": "children"}
    reviewing.write(review.pk, seen=review.revision, by=opener, values=values)
    for task in TASKS:
        add(review, task, people, today)
    AlignmentReview.history.filter(id=review.pk).update(history_date=at)


def add(
    review: AlignmentReview, task: Task, people: dict[str, User], today: date
) -> None:
    owner, due_on = people[task.owner], today + task.due * DAY
    wish = reviewing.Wish(task.text, owner, due_on, uuid.uuid4())
    reviewing.add_follow_up(review, wish, review.opened_by)
    rows = FollowUp.objects.filter(key=wish.key)
    rows.update(created_at=review.opened_at + timedelta(minutes=20))
    if task.done is not None:
        done_at = moment(today - task.done * DAY, time(16, 10))
        rows.update(done_by=owner, done_at=done_at)
