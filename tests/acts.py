"""Very many sound actions at once: for tests and measurements of what must not grow."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from objectives import clock, steps
from objectives.models import Action, ActionEvent, Cycle, KeyResult, User
from progress.figures_of_actions import write_actions
from progress.upsert import BATCH, batches

DAY = datetime.timedelta(days=1)
# How each tenth came to stand where it does, from a candidate on.
WAYS = (
    *((steps.PLANNED,), (steps.PLANNED,), (steps.PLANNED, steps.DOING)),
    *((steps.DOING,), (steps.DOING, steps.BLOCKED), (steps.DOING, steps.DONE)),
    *((steps.DOING, steps.DONE), (steps.DROPPED,), (steps.DOING, steps.DROPPED), ()),
)
LACKING, BETS = 7, 3  # one in so many has no days, and one in so many no bet


def act_on(cycle: Cycle, owners: list[User], *, every: int = 1, first: int = 0) -> int:
    """One action for each live key result of the cycle, or for one in so many.

    The `first` one stands where its number says. Returns how many actions those are.
    """
    key_results = KeyResult.objects.filter(
        objective__cycle=cycle, objective__dropped_at=None, dropped_at=None
    )
    made = 0
    chosen = list(key_results.order_by("pk").select_related("owner"))[::every]
    for some in batches(chosen):
        numbered = enumerate(some, first + made)
        write([action_on(each, number, owners) for number, each in numbered])
        made += len(some)
    return made


def action_on(key_result: KeyResult, number: int, owners: list[User]) -> Action:
    today = clock.today()
    action = Action(
        key_result=key_result,
        title=f"Action {number}",
        owner=owners[number % len(owners)],
        created_by=key_result.owner,
        effort=number % 5 + 1,
        impact=number // 5 % 5 + 1,
    )
    if number % LACKING:
        action.starts_on = today + (number % 40 - 30) * DAY
        action.due_on = action.starts_on + 14 * DAY
    if number % BETS:
        action.expected_from, action.expected_to = 0, 10
        action.expected_by = today + (number % 60 - 40) * DAY
    follow(action, WAYS[number % len(WAYS)], today - 20 * DAY)
    action._history_user = action.created_by
    return action


def follow(action: Action, way: Iterable[str], begin: datetime.date) -> None:
    """Where its log leads, which stands in `action.log`: states and days."""
    run, day = steps.Run(), begin
    action.log = [("", steps.CANDIDATE, day)]
    for step in way:
        before, day = action.log[-1][1], day + 5 * DAY
        run = steps.run_after(run, step, day)
        action.log.append((before, step, day))
    action.state = action.log[-1][1]
    action.reason = "A reason" if action.state in steps.WITH_REASON else ""
    action.began_on, action.ended_on = run.began, run.ended


def write(made: list[Action]) -> None:
    Action.objects.bulk_create(made, BATCH)
    Action.history.bulk_history_create(made, BATCH)
    ActionEvent.objects.bulk_create(
        [event for action in made for event in events_of(action)], BATCH
    )
    write_actions(Action.objects.filter(pk__in=[action.pk for action in made]))


def events_of(action: Action) -> Iterator[ActionEvent]:
    for before, state, day in action.log:
        yield ActionEvent(
            action=action,
            from_state=before,
            to_state=state,
            on=day,
            by=action.created_by,
            reason="A reason" if state in steps.WITH_REASON else "",
            created_at=timezone.now(),
        )
