"""Slow means decide: what is asked after a check-in that is behind its pace.

The answer stands beside the check-in in the ledger, and two check-ins later what came
of it. It moves no figure; only check-ins do.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from objectives import access, steps
from objectives.models import Action, KeyResult, User
from progress import aftermath, measure
from progress.aftermath import LATER, CameOf, Stand
from progress.models import CheckIn, Choice, PaceDecision
from progress.outcomes import Outcome
from progress.readings import KeyResultReading


class Taken(Exception):
    """Somebody has answered already: `theirs`."""

    def __init__(self, theirs: PaceDecision) -> None:
        super().__init__(str(theirs))
        self.theirs = theirs


def decide(
    reading: KeyResultReading,
    *,
    by: User,
    choice: str,
    words: str = "",
    at: datetime.datetime | None = None,
) -> PaceDecision:
    """Append the answer to the reading's last entry, with the numbers as they stand.

    The same answer of the same person is kept once. Raises Taken for another one.
    `at` is for decisions that were kept elsewhere until now.
    """
    stand = stand_of(reading)
    decision = PaceDecision(
        check_in=reading.entries[-1],
        choice=choice,
        words=words,
        by=by,
        created_at=at or timezone.now(),
        status=stand.status,
        progress=stand.progress,
        expected=stand.expected,
        target_value=reading.key_result.target_value,
    )
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        return _earlier(decision)
    return decision


def _earlier(decision: PaceDecision) -> PaceDecision:
    """What stands there instead; a question that was put off twice is put off."""
    rows = PaceDecision.objects.filter(check_in=decision.check_in_id)
    skipped = decision.choice == Choice.SKIPPED
    found = rows.filter(choice=Choice.SKIPPED) if skipped else rows.answers()
    theirs = found.select_related("by").get()
    told = (decision.choice, decision.words, decision.by_id)
    if not skipped and (theirs.choice, theirs.words, theirs.by_id) != told:
        raise Taken(theirs)
    return theirs


def stand_of(reading: KeyResultReading) -> Stand:
    """The reading's last entry on the day that it was measured."""
    measured_on = reading.entries[-1].measured_on
    then = replace(reading, day=replace(reading.day, today=measured_on))
    return Stand(
        value=reading.entries[-1].value,
        progress=then.progress or 0,
        expected=then.expected or 0,
        status=then.status,
    )


def asks(reading: KeyResultReading) -> bool:
    """Whether the reading's last entry left the key result behind its pace."""
    if not reading.entries or reading.key_result.closed_because:
        return False
    return aftermath.left_behind(stand_of(reading))


# The question


@dataclass(frozen=True)
class Question:
    """What is asked about one check-in; `choices` are those that make sense now."""

    reading: KeyResultReading
    choices: tuple[Choice, ...]

    @property
    def entry(self) -> CheckIn:
        return self.reading.entries[-1]


@dataclass(frozen=True)
class Told:
    """A check-in that was just saved: what it means, and what it asks or was told."""

    outcome: Outcome
    question: Question | None = None
    decision: PaceDecision | None = None


def told(user: User, outcomes: Sequence[Outcome]) -> list[Told]:
    """Each with its question, unless it was answered or put off. 0 or 4 queries."""
    behind = [o for o in outcomes if o.is_current and asks(o.reading)]
    if not behind:
        return [Told(outcome) for outcome in outcomes]
    decisions = _decisions([o.entry for o in behind])
    questions = {
        question.entry.pk: question
        for question in questions_of(user, [o.reading for o in behind])
    }
    return [_told(outcome, questions, decisions) for outcome in outcomes]


def _told(outcome, questions: dict, decisions: dict) -> Told:
    """A correction of an entry that was answered asks nothing again."""
    entry = outcome.entry
    decision = decisions.get(entry.pk) or decisions.get(entry.corrects_id)
    if decision is None:
        return Told(outcome, questions.get(entry.pk))
    answered = decision.choice != Choice.SKIPPED
    return Told(outcome, decision=decision if answered else None)


def _decisions(entries: Sequence[CheckIn]) -> dict[int, PaceDecision]:
    """By check-in, also of those that these correct: the answer before a skip."""
    ids = [pk for entry in entries for pk in (entry.pk, entry.corrects_id) if pk]
    rows = PaceDecision.objects.filter(check_in__in=ids).select_related("by")
    # Answers come last, so that they win over what was put off before.
    return {
        row.check_in_id: row
        for row in sorted(rows, key=lambda row: row.choice != Choice.SKIPPED)
    }


def questions_of(user: User, readings: Sequence[KeyResultReading]) -> list[Question]:
    """3 queries: what the actions allow, and what this person may do."""
    key_results = [reading.key_result for reading in readings]
    ids = [key_result.pk for key_result in key_results]
    rows = KeyResult.objects.filter(pk__in=ids).order_by()
    acts = set(
        rows.filter(access.actionable_key_results(user)).values_list("pk", flat=True)
    )
    edits = set(rows.editable_by(user).values_list("pk", flat=True))
    plans = _plans(ids)
    return [
        Question(
            reading,
            tuple(_choices(plans.get(pk, (0, 0)), pk in acts, pk in edits)),
        )
        for pk, reading in zip(ids, readings, strict=True)
    ]


def _plans(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many actions have not ended, and how many of them are blocked."""
    rows = Action.objects.filter(key_result__in=ids).exclude(state__in=steps.ENDED)
    blocked = Count("pk", filter=Q(state=steps.BLOCKED))
    counted = rows.order_by().values_list("key_result")
    found = counted.annotate(going=Count("pk"), stuck=blocked)
    return {pk: (going, stuck) for pk, going, stuck in found}


def _choices(plan: tuple[int, int], acts: bool, edits: bool) -> Iterable[Choice]:
    """Nobody is offered what there is nothing to do with, or what is not theirs."""
    going, blocked = plan
    if acts and going > 1:
        yield Choice.REORDER
    if acts:
        yield Choice.ADD
    if acts and going:
        yield Choice.DROP
    if acts and blocked:
        yield Choice.UNBLOCK
    yield Choice.HELP
    if edits:
        yield Choice.TARGET
    yield Choice.KEEP


# What came of it


@dataclass(frozen=True)
class Decided:
    """A decision in the ledger: how it stood then, and two check-ins later."""

    decision: PaceDecision
    reading: KeyResultReading  # up to the check-in that it is about
    then: Stand
    later: tuple[tuple[KeyResultReading, Stand], ...]

    @property
    def came_of(self) -> CameOf:
        return aftermath.came_of(self.then, [stand for _, stand in self.later])

    @property
    def now(self) -> tuple[KeyResultReading, Stand] | None:
        return self.later[LATER - 1] if len(self.later) >= LATER else None

    @property
    def missing(self) -> int:
        """How many check-ins until something can be said."""
        return max(LATER - len(self.later), 0)


def decided(reading: KeyResultReading, chains: dict[int, int]) -> dict[int, Decided]:
    """By effective entry. 1 query.

    `chains` leads from each entry of the key result to the effective one that now
    stands in its place.
    """
    rows = PaceDecision.objects.filter(check_in__key_result=reading.key_result)
    found = rows.answers().select_related("by").order_by("pk")
    return {
        chains[row.check_in_id]: _decided(row, reading, chains[row.check_in_id])
        for row in found
        if row.check_in_id in chains
    }


def _decided(row: PaceDecision, whole: KeyResultReading, effective: int) -> Decided:
    ids = [entry.pk for entry in whole.entries]
    place = ids.index(effective) + 1
    reading = replace(whole, entries=whole.entries[:place])
    then = Stand(
        reading.entries[-1].value,
        row.progress,
        row.expected,
        measure.Status(row.status),
    )
    later = [
        replace(whole, entries=whole.entries[: place + count])
        for count in range(1, LATER + 1)
        if place + count <= len(ids)
    ]
    return Decided(row, reading, then, tuple((r, stand_of(r)) for r in later))
