"""How punctually a key result was updated: its periods, each with what became of it.

Plain Python on dates, like due.py. The day measured says which period a check-in
belongs to; the day on which it was first entered says whether it was in time. So a
number filled in afterwards is late however it is dated, and correcting a number does
not make it late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from progress.cadence import DAY, Span, within
from progress.due import Cadence


class Outcome(StrEnum):
    """What became of a period.

    LATE is both a check-in after the due date and none yet within the days of grace;
    EXCUSED is a due date that fell on a day away and was not met.
    """

    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    OPEN = "open"
    EXCUSED = "excused"


class Entered(NamedTuple):
    """An effective check-in: the day it tells of and the day it was entered.

    For a correction that is the day on which the first entry of its chain was made.
    """

    measured_on: date
    entered_on: date


class Period(NamedTuple):
    """`starts_on` to `due_on`, both included; `entered_on` is None without check-in."""

    starts_on: date
    due_on: date
    outcome: Outcome
    entered_on: date | None


def periods(
    *,
    cadence: Cadence,
    check_ins: Iterable[Entered],
    first_day: date,
    last_day: date,
    today: date,
    ended_on: date | None = None,
    away: Sequence[Span] = (),
) -> list[Period]:
    """All periods that have begun by `today`, the earliest first.

    `first_day` and `last_day` are as for `due_state`. From `ended_on` on, the day on
    which the key result was dropped, nothing falls due.
    """
    entries = list(check_ins)
    found: list[Period] = []
    before, day = cadence.previous_before(cadence.due_on_or_after(first_day)), first_day
    while day <= min(today, last_day):
        due = min(cadence.due_on_or_after(day), last_day)
        if ended_on is not None and due >= ended_on:
            break
        inside = [e.entered_on for e in entries if before < e.measured_on <= due]
        entered = min(inside, default=None)
        outcome = _outcome(due, entered, today, cadence, away)
        found.append(Period(max(before + DAY, first_day), due, outcome, entered))
        before, day = due, due + DAY
    return found


def _outcome(
    due: date,
    entered: date | None,
    today: date,
    cadence: Cadence,
    away: Sequence[Span],
) -> Outcome:
    if entered is not None and entered <= due:
        return Outcome.ON_TIME
    if entered is None and today <= due:
        return Outcome.OPEN
    if within(due, away):
        return Outcome.EXCUSED
    if entered is not None or today <= cadence.late_until(due, away):
        return Outcome.LATE
    return Outcome.MISSED
