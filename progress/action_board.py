"""The board: the actions of key results in columns by their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from objectives import steps
from objectives.models import Action, KeyResult, User
from progress.day import Day
from progress.judging import Judged, judged
from progress.readings import KeyResultReading, read_key_results
from progress.waits import needs_of

MOST = 30  # cards in one column
COLUMNS = (steps.CANDIDATE, steps.PLANNED, steps.DOING, steps.DONE)

# What is blocked stands where it was stopped.
COLUMN = Case(
    When(state=steps.BLOCKED, began_on=None, then=Value(steps.PLANNED)),
    When(state=steps.BLOCKED, then=Value(steps.DOING)),
    default=F("state"),
)


@dataclass(frozen=True)
class Card:
    """One action, what it waits for, and whether its reader may move it."""

    action: Action
    needs: Sequence[Action]
    may_move: bool
    told: Judged  # what its key result did while it ran

    @property
    def is_blocked(self) -> bool:
        return self.action.state == Action.State.BLOCKED

    @property
    def allows(self) -> str:
        """The states that a step leads to: "doing done"."""
        return " ".join(self.action.next_states)


@dataclass(frozen=True)
class Column:
    """`count` is how many there are; the first MOST of them have a card."""

    state: str
    cards: Sequence[Card]
    count: int

    @property
    def title(self) -> str:
        return str(Action.State(self.state).label)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    """One key result's columns; what was dropped stands apart."""

    reading: KeyResultReading
    columns: Sequence[Column]
    dropped: Column

    @property
    def key_result(self) -> KeyResult:
        return self.reading.key_result

    @property
    def may_move(self) -> bool:
        every = [*self.columns, self.dropped]
        return any(card.may_move for column in every for card in column.cards)


def read_boards(
    key_results: Sequence[KeyResult], reader: User, day: Day
) -> list[Board]:
    """In the same order; 7 queries and those of the readings."""
    rows = list(_first_of_each_column(key_results))
    needs, told = needs_of(rows, reader), judged(rows, day.today)
    mine = Action.objects.editable_by(reader).filter(pk__in=[row.pk for row in rows])
    movable = set(mine.order_by().values_list("pk", flat=True))
    found: dict[tuple[int, str], list[Action]] = {}
    for row in rows:
        found.setdefault((row.key_result_id, row.column), []).append(row)

    def column(key_result: KeyResult, state: str) -> Column:
        shown = found.get((key_result.pk, state), [])
        cards = [
            Card(a, needs.get(a.pk, ()), may(a, key_result), told[a.pk]) for a in shown
        ]
        return Column(state, cards, shown[0].total if shown else 0)

    def may(action: Action, key_result: KeyResult) -> bool:
        return action.pk in movable and not key_result.actions_fixed_because

    return [
        Board(
            reading,
            [column(reading.key_result, state) for state in COLUMNS],
            column(reading.key_result, steps.DROPPED),
        )
        for reading in read_key_results(key_results, day)
    ]


def _first_of_each_column(key_results: Sequence[KeyResult]) -> QuerySet:
    """What ended last first; what has not ended, in its order. 1 query."""
    rows = Action.objects.filter(key_result__in=key_results).annotate(column=COLUMN)
    ordered = rows.in_order().query.order_by
    apart = [F("key_result"), F("column")]
    rows = rows.annotate(
        number=Window(
            RowNumber(),
            partition_by=apart,
            order_by=[F("ended_on").desc(nulls_first=True), *ordered],
        ),
        total=Window(Count("pk"), partition_by=apart),
    )
    return (
        rows.filter(number__lte=MOST)
        .select_related("owner", "key_result__objective__cycle")
        .order_by("number", "pk")
    )
