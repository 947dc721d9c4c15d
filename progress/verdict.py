"""Whether an action moved its key result: what was expected against what happened.

An action is a bet: if it is done, the key result goes from one value to another by a
day. The values of the ledger judge it. Plain Python, exact throughout; values are in
the key result's unit, slopes in units a week. What does not exist is None, never 0.
docs/actions.md works every rule by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from objectives.steps import Run
from progress.measure import REACH

DAY = timedelta(days=1)
WEEK = 7
AS_EXPECTED_FROM = Fraction(9, 10)  # of what was expected
VISIBLE_FROM = Fraction(1, 10)
OVERLAPS_FROM = Fraction(1, 2)  # of the days on which the action ran


class Verdict(StrEnum):
    AS_EXPECTED = "as_expected"
    LESS = "less"
    NONE = "none"
    TOO_EARLY = "too_early"
    NOT_SEPARABLE = "not_separable"


class Why(StrEnum):
    """What decided the verdict, for the sentence beside it."""

    DAY_TO_COME = "day_to_come"
    NOT_MEASURED = "not_measured"
    WITHIN_ERROR = "within_error"
    WRONG_WAY = "wrong_way"
    TOO_LITTLE = "too_little"
    OTHERS_RAN = "others_ran"
    SHARE = "share"


@dataclass(frozen=True)
class Measured:
    """An effective check-in. Sequences of them stand in the ledger's order."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Way:
    """The key result: its kind, where it starts, and its cycle's first day."""

    kind: str
    start: Decimal
    first_day: date


@dataclass(frozen=True)
class Bet:
    """The key result goes from `begin` to `end` by the day `by`; the two differ."""

    begin: Decimal
    end: Decimal
    by: date

    @property
    def change(self) -> Decimal:
        return self.end - self.begin


@dataclass(frozen=True)
class Judgement:
    """What the key result did while the action ran, and what that makes of the bet.

    `before` is the last value measured up to the day it began, `after` the last one
    up to the day it ended (or today), `reached` the last one up to the bet's day (or
    today): None where nothing was measured in that time. `share` is the part of the
    expected change that came, 1 for all of it. `verdict` is None where nothing was
    expected or nothing has begun.
    """

    before: Decimal | None = None
    after: Decimal | None = None
    reached: Decimal | None = None
    expected: Decimal | None = None
    share: Fraction | None = None
    slope_before: Fraction | None = None
    slope_while: Fraction | None = None
    verdict: Verdict | None = None
    why: Why | None = None

    @property
    def change(self) -> Decimal | None:
        """What changed while it ran."""
        return difference(self.before, self.after)

    @property
    def effect(self) -> Decimal | None:
        """What had changed by the bet's day."""
        return difference(self.before, self.reached)


def judge(
    *,
    way: Way,
    entries: Sequence[Measured],
    run: Run,
    bet: Bet | None,
    today: date,
    error: Decimal = Decimal(0),
    others: Iterable[Run] = (),
) -> Judgement:
    """What became of an action, as far as it is known today.

    `error` is the known error of measuring, 0 where none is known; `others` are the
    runs of the same key result's other actions. Nothing is known of an action that
    has not begun.
    """
    if run.began is None or run.began > today:
        return Judgement(expected=bet.change if bet else None)
    last = min(run.ended or today, today)
    before = value_on(way, entries, run.began)
    after = new_value(entries, run.began, last)
    slopes = (
        slope_ahead_of(way, entries, run.began, (last - run.began).days),
        slope_from(way, entries, run.began, last),
    )
    if bet is None:
        return Judgement(before, after, None, None, None, *slopes)
    reached = new_value(entries, run.began, min(bet.by, today))
    effect = difference(before, reached)
    share = None if effect is None else Fraction(effect) / Fraction(bet.change)
    crowded = covered(Run(run.began, last), others, today) >= OVERLAPS_FROM
    ruling = _weigh(effect, share, error, bet.by > today, crowded)
    return Judgement(before, after, reached, bet.change, share, *slopes, *ruling)


def _weigh(
    effect: Decimal | None,
    share: Fraction | None,
    error: Decimal,
    day_is_to_come: bool,
    crowded: bool,
) -> tuple[Verdict, Why]:
    """The verdict and what decided it; before the day only a success is final."""
    if effect is None or share is None:
        why = Why.DAY_TO_COME if day_is_to_come else Why.NOT_MEASURED
        return Verdict.TOO_EARLY, why
    if day_is_to_come and (share < AS_EXPECTED_FROM or abs(effect) <= error):
        return Verdict.TOO_EARLY, Why.DAY_TO_COME
    if abs(effect) <= error:
        return Verdict.NONE, Why.WITHIN_ERROR
    if share < 0:
        return Verdict.NONE, Why.WRONG_WAY
    if share < VISIBLE_FROM:
        return Verdict.NONE, Why.TOO_LITTLE
    if crowded:
        return Verdict.NOT_SEPARABLE, Why.OTHERS_RAN
    good = share >= AS_EXPECTED_FROM
    return (Verdict.AS_EXPECTED if good else Verdict.LESS), Why.SHARE


def is_ripe(*, run: Run, bet: Bet | None, today: date) -> bool:
    """Whether its owner's word is asked: it has ended, or the bet's day has come."""
    if bet is None or run.began is None:
        return False
    return run.ended is not None or bet.by <= today


def value_on(way: Way, entries: Sequence[Measured], day: date) -> Decimal | None:
    """The last value measured on or before the day; a way's start before any."""
    values = [entry.value for entry in entries if entry.on <= day]
    if values:
        return values[-1]
    return way.start if way.kind == REACH else None


def new_value(entries: Iterable[Measured], after: date, until: date) -> Decimal | None:
    """The last value measured later than `after` and not later than `until`."""
    values = [entry.value for entry in entries if after < entry.on <= until]
    return values[-1] if values else None


def difference(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    return None if before is None or after is None else after - before


def slope_ahead_of(
    way: Way, entries: Sequence[Measured], began: date, days: int
) -> Fraction | None:
    """Units a week over as many days before it began as it has run since.

    Over fewer where the cycle began in between; None where there is no day or no
    value to reckon from.
    """
    since = max(began - days * DAY, way.first_day)
    return slope(
        value_on(way, entries, since), value_on(way, entries, began), began - since
    )


def slope_from(
    way: Way, entries: Sequence[Measured], began: date, last: date
) -> Fraction | None:
    """Units a week from its beginning to the last measurement while it ran."""
    days = [entry.on for entry in entries if began < entry.on <= last]
    if not days:
        return None
    end = max(days)
    return slope(
        value_on(way, entries, began), value_on(way, entries, end), end - began
    )


def slope(
    before: Decimal | None, after: Decimal | None, span: timedelta
) -> Fraction | None:
    if before is None or after is None or span.days <= 0:
        return None
    return (Fraction(after) - Fraction(before)) * WEEK / span.days


def covered(run: Run, others: Iterable[Run], today: date) -> Fraction:
    """The part of a run's days on which at least one of the others ran too.

    A run that has not ended reaches to today; one that never began covers nothing.
    """
    if run.began is None:
        return Fraction(0)
    last = run.ended or today
    days = (last - run.began).days + 1
    spans = sorted(
        (max(other.began, run.began), min(other.ended or today, last))
        for other in others
        if other.began is not None
    )
    together, reached = 0, run.began - DAY
    for begin, end in spans:
        begin = max(begin, reached + DAY)
        if end >= begin:
            together += (end - begin).days + 1
            reached = end
    return Fraction(together, days)
