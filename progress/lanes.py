"""Which actions stand as lanes below a key result's chart."""

from __future__ import annotations

import datetime

from objectives.models import Action, KeyResult
from progress.drawing_axes import Days
from progress.drawing_lanes import Lane, Lanes
from progress.judging import Judged, judged
from progress.words_of_actions import ran_words
from progress.words_of_verdicts import change_words

MOST = 8


def lanes_of(key_result: KeyResult, today: datetime.date) -> Lanes | None:
    """The latest that have begun; None where none has. 5 queries."""
    cycle = key_result.objective.cycle
    began = Action.objects.filter(key_result=key_result, began_on__lte=today)
    began = began.exclude(began_on__gt=cycle.ends_on)
    found = list(began.order_by("-began_on", "-pk")[: MOST + 1])
    for action in found:
        action.key_result = key_result
    if not found:
        return None
    told = judged(found[:MOST], today).values()
    lanes = [lane_of(each, today) for each in told]
    return Lanes(Days(cycle.starts_on, cycle.ends_on), lanes[::-1], len(found) > MOST)


def lane_of(told: Judged, today: datetime.date) -> Lane:
    action = told.action
    last = action.ended_on or max(action.due_on or today, today)
    changed = told.judgement.after is not None
    return Lane(
        title=action.title,
        first=action.began_on,
        last=last,
        runs=action.ended_on is None,
        ran=ran_words(action),
        change=change_words(told.judgement.change, told) if changed else "",
    )
