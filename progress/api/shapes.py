"""What comes out, as the documentation tells it; progress/api/rows.py fills it."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from objectives import steps
from objectives.models import Cycle, KeyResult
from progress.measure import Status

Value = Annotated[str, Field(pattern=r"^-?[0-9]{1,11}(\.[0-9]{1,4})?$")]
Ratio = Annotated[str, Field(pattern=r"^-?[01](\.[0-9]{1,6})?$")]
State = Literal[tuple(Cycle.State.values)]
Kind = Literal[tuple(KeyResult.Kind.values)]
Pace = Literal[tuple(status.value for status in Status)]
Step = Literal[tuple(steps.STATES)]
Confidence = Literal["", "high", "medium", "low"]


class Person(Schema):
    id: int
    name: str
    email: str


class TeamOut(Schema):
    id: int
    name: str


class CycleOut(Schema):
    id: int
    name: str
    starts_on: datetime.date
    ends_on: datetime.date
    state: State
    parent: int | None = Field(description=_("the longer cycle it lies in"))


class ObjectiveOut(Schema):
    id: int
    external_id: str = Field(description=_("its key in imported files"))
    title: str
    description: str
    cycle: int
    parent: int | None = Field(description=_("the objective it serves"))
    parent_key_result: int | None
    derivation_note: str
    alignment_weight: int
    owner: Person
    team: TeamOut | None
    is_private: bool
    progress: Ratio | None = Field(description=_("0 to 1; null where nothing counts"))
    expected: Ratio | None = Field(description=_("where it should stand today"))
    status: Pace
    children_mean: Ratio | None
    gap: Ratio | None = Field(description=_("progress less the children’s mean"))
    last_measured_on: datetime.date | None
    dropped_at: datetime.datetime | None
    created_at: datetime.datetime


class KeyResultOut(Schema):
    id: int
    external_id: str = Field(description=_("its key in imported files"))
    objective: int
    content: str
    kind: Kind
    start: Value
    target: Value
    unit: str
    weight: Value
    owner: Person
    due_on: datetime.date | None
    current: Value | None = Field(
        description=_("the start value before any check-in; null for a line")
    )
    progress: Ratio | None = Field(
        description=_("0 to 1; null where it does not count")
    )
    expected: Ratio | None = Field(description=_("where it should stand today"))
    status: Pace
    measured_on: datetime.date | None
    newest_check_in: int = Field(
        description=_("the entry made last, 0 before the first: send it as `seen`")
    )
    dropped_at: datetime.datetime | None
    created_at: datetime.datetime


class CheckInOut(Schema):
    id: int
    key_result: int
    objective: int
    value: Value
    measured_on: datetime.date
    confidence: Confidence
    note: str
    author: Person
    created_at: datetime.datetime
    corrects: int | None = Field(description=_("the entry that it replaces"))
    corrected_by: int | None = Field(description=_("the entry that replaces it"))
    reason: str = Field(description=_("why it corrects that entry"))
    progress: Ratio | None = Field(description=_("of the key result, with it"))
    objective_before: Ratio | None
    objective_after: Ratio | None


class ActionOut(Schema):
    id: int
    key_result: int
    title: str
    owner: Person | None
    state: Step
    reason: str = Field(description=_("why it is blocked or was dropped"))
    starts_on: datetime.date | None
    due_on: datetime.date | None
    began_on: datetime.date | None
    ended_on: datetime.date | None
    resources: str
    cost: Value | None
    currency: str
    deliverable: str
    effort: int | None
    impact: int | None
    routine_work: str
    premise: str
    expected_from: Value | None
    expected_to: Value | None
    expected_by: datetime.date | None
    needs: list[int] = Field(description=_("actions that it waits for"))
    created_at: datetime.datetime


def listed(item: type[Schema]) -> type[Schema]:
    """The shape of a piece of a list of these."""
    following = Field(description=_("the next `cursor`; null behind the last piece"))
    attributes = {
        "__annotations__": {"items": list[item], "next": str | None},
        "next": following,
    }
    return type(f"{item.__name__.removesuffix('Out')}List", (Schema,), attributes)


class FaultOut(Schema):
    field: str = Field(description=_("empty where it is none in particular"))
    message: str


class ProblemOut(Schema):
    """RFC 9457. `detail` and `errors` are in the language of Accept-Language."""

    type: str
    title: str
    status: int
    code: str = Field(description=_("the kind of problem, never translated"))
    detail: str
    errors: list[FaultOut] | None = None


class ConflictOut(ProblemOut):
    yours: dict[str, str] | None = Field(None, description=_("what was sent"))
    latest: CheckInOut | None = Field(
        None, description=_("the entry that was made meanwhile")
    )
