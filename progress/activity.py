"""What happened to an objective, from all that keeps a record of it: one stream.

Each source is one query that begins after a key (moment, source, id) and takes no more
than a page, so that a page costs the same however long the stream is. What a reader
may not see is left out where it is read, not afterwards.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Lag
from django.utils.dateparse import parse_datetime

from objectives import alignment
from objectives.models import ActionEvent, KeyResult, Objective, User
from progress.asked import asked_id
from progress.models import (
    ActionVerdict,
    AlignmentReview,
    CheckIn,
    Comment,
    PaceDecision,
)

ROWS = 30
NEWEST = 6  # on the objective's own page

OBJECTIVE_FIELDS = (
    *("title", "description", "cycle_id", "owner_id", "team_id", "is_private"),
    "dropped_at",
)
KEY_RESULT_FIELDS = (
    *("content", "kind", "start_value", "target_value", "unit", "weight"),
    *("owner_id", "due_on", "dropped_at"),
)


@dataclass(frozen=True)
class Key:
    """Where a page ends: what comes later in the stream is older."""

    at: datetime.datetime
    source: int
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.source}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        """None for what is no key."""
        moment, _sep, rest = text.partition("_")
        source, _sep, pk = rest.partition("_")
        try:
            at = parse_datetime(moment)
        except ValueError:
            return None
        numbers = asked_id(source), asked_id(pk)
        if at is None or at.tzinfo is None or None in numbers:
            return None
        return cls(at, *numbers)


@dataclass(frozen=True)
class Event:
    """One thing that happened: the row that tells of it, by the name of its source."""

    kind: str
    at: datetime.datetime
    row: Any
    key: Key

    @property
    def template(self) -> str:
        return f"progress/activity/{self.kind}.html"


@dataclass(frozen=True)
class Source:
    """Rows of one kind; `at` names the column of their moment."""

    kind: str
    at: str
    rows: Callable[[Objective, User], QuerySet]
    pk: str = "pk"


@dataclass(frozen=True)
class Part:
    """A page of the stream; `next` is "" at its end."""

    events: Sequence[Event]
    next: str


def part_of(
    objective: Objective,
    reader: User,
    *,
    after: Key | None = None,
    kind: str = "",
    most: int = ROWS,
) -> Part:
    """The newest first; a query for each source, whatever is stored."""
    found: list[Event] = []
    for number, source in enumerate(SOURCES):
        if kind in ("", GROUPS[source.kind]):
            found += _read(source, number, objective, reader, after, most + 1)
    found.sort(key=lambda e: (e.key.at, -e.key.source, e.key.pk), reverse=True)
    shown = found[:most]
    return Part(shown, str(shown[-1].key) if len(found) > most else "")


def _read(
    source: Source,
    number: int,
    objective: Objective,
    reader: User,
    after: Key | None,
    most: int,
) -> Iterable[Event]:
    rows = source.rows(objective, reader)
    if after:
        rows = rows.filter(_older(source, number, after))
    rows = rows.order_by(f"-{source.at}", f"-{source.pk}")
    for row in rows[:most]:
        at = getattr(row, source.at)
        yield Event(source.kind, at, row, Key(at, number, getattr(row, source.pk)))


def _older(source: Source, number: int, after: Key) -> Q:
    older = Q(**{f"{source.at}__lt": after.at})
    same = Q(**{source.at: after.at})
    if number > after.source:
        return older | same
    if number == after.source:
        return older | (same & Q(**{f"{source.pk}__lt": after.pk}))
    return older


# The sources, in the order of what comes first at one and the same moment


def comments(objective: Objective, _reader: User) -> QuerySet:
    rows = Comment.objects.filter(objective=objective)
    return rows.select_related(
        "author", "withdrawn_by", "key_result", "action", "check_in__key_result"
    ).prefetch_related("mentions__person")


def check_ins(objective: Objective, _reader: User) -> QuerySet:
    """With the value before: of what is corrected, else of the entry before."""
    earlier = CheckIn.objects.filter(
        Q(measured_on__lt=OuterRef("measured_on"))
        | Q(measured_on=OuterRef("measured_on"), pk__lt=OuterRef("pk")),
        Q(corrected_by=None) | Q(corrected_by__gt=OuterRef("pk")),
        key_result=OuterRef("key_result"),
        pk__lt=OuterRef("pk"),
    ).order_by("-measured_on", "-created_at", "-pk")
    rows = CheckIn.objects.filter(objective=objective)
    rows = rows.annotate(value_before=Subquery(earlier.values("value")[:1]))
    return rows.select_related("author", "key_result", "corrects")


def reviews_opened(objective: Objective, _reader: User) -> QuerySet:
    return AlignmentReview.objects.filter(objective=objective).select_related(
        "opened_by"
    )


def reviews_closed(objective: Objective, _reader: User) -> QuerySet:
    rows = AlignmentReview.objects.filter(objective=objective)
    return rows.exclude(closed_at=None).select_related("closed_by")


def steps(objective: Objective, _reader: User) -> QuerySet:
    rows = ActionEvent.objects.filter(action__key_result__objective=objective)
    return rows.select_related("by", "action__key_result")


def verdicts(objective: Objective, _reader: User) -> QuerySet:
    rows = ActionVerdict.objects.filter(action__key_result__objective=objective)
    return rows.select_related("by", "action")


def decisions(objective: Objective, _reader: User) -> QuerySet:
    rows = PaceDecision.objects.answers().filter(check_in__objective=objective)
    return rows.select_related("by", "check_in__key_result")


def objective_changes(objective: Objective, _reader: User) -> QuerySet:
    """Of its own text and people; its alignment has a source of its own."""
    rows = Objective.history.filter(id=objective.pk)
    return _changed(rows, OBJECTIVE_FIELDS).select_related("history_user")


def key_result_changes(objective: Objective, _reader: User) -> QuerySet:
    own = KeyResult.objects.filter(objective=objective).values("pk")
    rows = KeyResult.history.filter(id__in=own)
    return _changed(rows, KEY_RESULT_FIELDS).select_related("history_user")


def alignment_changes(objective: Objective, reader: User) -> QuerySet:
    """As far as the reader sees what it was aligned under."""
    return alignment.turns_of(objective, reader)


def _changed(rows: QuerySet, fields: Sequence[str]) -> QuerySet:
    """The versions that differ from the one before, which stands in `before_…`."""
    order = [F("history_date").asc(), F("history_id").asc()]
    before = {
        f"before_{name}": Window(Lag(name), partition_by=F("id"), order_by=order)
        for name in fields
    }
    same = Q(history_type="~")
    for name in fields:
        equal = Q(**{f"before_{name}": F(name)})
        if name in NULLABLE:
            equal |= Q(**{f"before_{name}__isnull": True, f"{name}__isnull": True})
        same &= equal
    # Where a column is compared with none, SQL answers neither yes nor no.
    differs = Case(When(same, then=Value(False)), default=Value(True))
    return rows.annotate(**before).annotate(differs=differs).filter(differs=True)


NULLABLE = {"team_id", "dropped_at", "due_on"}

SOURCES = [
    Source("comment", "created_at", comments),
    Source("check_in", "created_at", check_ins),
    Source("decision", "created_at", decisions),
    Source("review_closed", "closed_at", reviews_closed),
    Source("review_opened", "opened_at", reviews_opened),
    Source("verdict", "created_at", verdicts),
    Source("step", "created_at", steps),
    Source("alignment", "history_date", alignment_changes, "history_id"),
    Source("key_result", "history_date", key_result_changes, "history_id"),
    Source("objective", "history_date", objective_changes, "history_id"),
]
# What the filter of the page calls them.
GROUPS = {
    "comment": "comments",
    "check_in": "values",
    "decision": "values",
    "review_opened": "reviews",
    "review_closed": "reviews",
    "step": "actions",
    "verdict": "actions",
    "alignment": "plan",
    "key_result": "plan",
    "objective": "plan",
}
