"""Actions beside what their key results did: a fixed number of queries for a page."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from objectives.display import decimals_shown
from objectives.models import Action, KeyResult, MeasurementPlan
from objectives.steps import Run
from progress import verdict
from progress.models import ActionVerdict, CheckIn
from progress.verdict import Bet, Judgement, Measured, Way


@dataclass(frozen=True)
class Judged:
    """An action with its judgement today and the newest word that people gave."""

    action: Action
    judgement: Judgement
    places: int  # decimals that its key result's values are shown with
    word: ActionVerdict | None = None
    is_ripe: bool = False

    @property
    def takes_word(self) -> bool:
        """Whether it has ended or its day has come, and there is something to say."""
        too_early = {None, verdict.Verdict.TOO_EARLY}
        return self.is_ripe and self.judgement.verdict not in too_early

    @property
    def waits_for_word(self) -> bool:
        return self.takes_word and self.word is None

    @property
    def moved_since(self) -> bool:
        """Whether the values are others than when the word was given."""
        if self.word is None:
            return False
        now = (self.judgement.before, self.judgement.reached)
        return (self.word.before, self.word.reached) != now


def judged(actions: Iterable[Action], today: datetime.date) -> dict[int, Judged]:
    """Each action's judgement by its id; 4 queries, none for no actions.

    The actions carry their key result with its objective's cycle.
    """
    actions = list(actions)
    if not actions:
        return {}
    known = Known.of({action.key_result_id for action in actions})
    words = newest_words(actions)
    return {
        action.pk: known.judged(action, words.get(action.pk), today)
        for action in actions
    }


@dataclass(frozen=True)
class Known:
    """What the ledger and the plans of some key results say, by key result."""

    entries: dict[int, list[Measured]]
    runs: dict[int, dict[int, Run]]
    errors: dict[int, Decimal]

    @classmethod
    def of(cls, key_results: Iterable[int]) -> Known:
        pks = list(key_results)
        entries: dict[int, list[Measured]] = defaultdict(list)
        rows = CheckIn.objects.filter(key_result__in=pks).effective().in_order()
        for pk, day, value in rows.values_list("key_result", "measured_on", "value"):
            entries[pk].append(Measured(day, value))
        runs: dict[int, dict[int, Run]] = defaultdict(dict)
        began = Action.objects.filter(key_result__in=pks, began_on__isnull=False)
        for kr, pk, *days in began.values_list(
            "key_result", "pk", "began_on", "ended_on"
        ):
            runs[kr][pk] = Run(*days)
        plans = MeasurementPlan.objects.filter(key_result__in=pks)
        errors = plans.exclude(known_error=None).values_list(
            "key_result", "known_error"
        )
        return cls(entries, runs, dict(errors))

    def judged(
        self, action: Action, word: ActionVerdict | None, today: datetime.date
    ) -> Judged:
        pk, bet = action.key_result_id, bet_of(action)
        entries = self.entries.get(pk, [])
        found = verdict.judge(
            way=way_of(action.key_result),
            entries=entries,
            run=action.run,
            bet=bet,
            today=today,
            error=self.errors.get(pk, Decimal(0)),
            others=[
                run
                for other, run in self.runs.get(pk, {}).items()
                if other != action.pk
            ],
        )
        ripe = verdict.is_ripe(run=action.run, bet=bet, today=today)
        return Judged(action, found, places_of(action, entries), word, ripe)


def way_of(key_result: KeyResult) -> Way:
    cycle = key_result.objective.cycle
    return Way(key_result.kind, key_result.start_value, cycle.starts_on)


def bet_of(action: Action) -> Bet | None:
    if not action.has_hypothesis:
        return None
    return Bet(action.expected_from, action.expected_to, action.expected_by)


def places_of(action: Action, entries: Sequence[Measured]) -> int:
    """Enough decimals for every value that stands beside another one."""
    key_result = action.key_result
    values = [key_result.start_value, key_result.target_value]
    values += [entry.value for entry in entries]
    return max(map(decimals_shown, values))


def newest_words(actions: Iterable[Action]) -> dict[int, ActionVerdict]:
    """The last word on each of them, where there is one; 1 query."""
    rows = ActionVerdict.objects.filter(action__in=[action.pk for action in actions])
    return {row.action_id: row for row in rows.select_related("by")}
