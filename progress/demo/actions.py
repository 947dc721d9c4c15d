"""The sample's actions: what its people do for their key results, and what they bet.

Days are counted from the day the sample is loaded; those below 0 are past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from objectives import actions, steps
from objectives.models import Action, KeyResult, User
from progress.demo.company import FIRST_RESPONSE_TIME, SATISFACTION
from progress.demo.infrastructure import AVAILABILITY, CONNECT_TIME, ONE_PLATFORM
from progress.demo.plan import DAY, Measured

EARLIEST = -49  # the second day of the cycle
STEP_AT, PROPOSED_AT = time(9, 40), time(15, 20)


@dataclass(frozen=True)
class Bet:
    """The key result goes from one value to another by a day."""

    premise: str
    begin: str
    end: str
    by: int


@dataclass(frozen=True)
class Work:
    """One action. `state` is where it stands, `reason` why it is blocked or dropped.

    `began` and `ended` are the days on which it really did, `plan` those planned.
    """

    title: str
    key_result: Measured
    owner: str
    state: str
    effort: int
    impact: int
    plan: tuple[int, int] | None = None
    deliverable: str = ""
    resources: str = ""
    cost: str = ""
    began: int | None = None
    ended: int | None = None
    reason: str = ""
    needs: str = ""
    bet: Bet | None = None
    routine: str = ""


WORK = (
    Work(
        "Auto-acknowledge every contact",
        FIRST_RESPONSE_TIME,
        "aiko",
        steps.DONE,
        effort=1,
        impact=2,
        plan=(-45, -31),
        deliverable="An answer with a time within a minute",
        began=-45,
        ended=-31,
        bet=Bet("people know when we will answer", "8.6", "7.0", -31),
    ),
    Work(
        "Night desk pilot",
        FIRST_RESPONSE_TIME,
        "grace",
        steps.DONE,
        effort=4,
        impact=4,
        plan=(-38, -10),
        deliverable="Lisbon answers from 22:00 to 06:00",
        resources="4 agents",
        routine="Two fewer agents in the late shift",
        began=-38,
        ended=-10,
        bet=Bet("somebody answers at night", "8.6", "5.5", -10),
    ),
    Work(
        "Triage by intent",
        FIRST_RESPONSE_TIME,
        "aiko",
        steps.DOING,
        effort=3,
        impact=4,
        plan=(-24, 25),
        deliverable="Every channel is routed by what the customer wants",
        resources="2 engineers",
        began=-24,
        bet=Bet("each contact reaches the right desk at once", "5.8", "2.5", 32),
    ),
    Work(
        "Widget 4.0",
        SATISFACTION,
        "mateo",
        steps.PLANNED,
        effort=3,
        impact=3,
        plan=(4, 15),
        deliverable="The new chat widget on every page",
        resources="1 engineer",
    ),
    Work(
        "A call back instead of a queue",
        SATISFACTION,
        "",
        steps.CANDIDATE,
        effort=4,
        impact=3,
    ),
    Work(
        "Move the four small phone queues",
        AVAILABILITY,
        "jonas",
        steps.DONE,
        effort=3,
        impact=2,
        plan=(-45, -20),
        deliverable="Queues live, old trunks switched off",
        resources="2 engineers",
        began=-45,
        ended=-20,
        bet=Bet("four of six queues leave the old trunks", "99.20", "99.40", -20),
    ),
    Work(
        "Cut over the call centre",
        AVAILABILITY,
        "chloe",
        steps.DOING,
        effort=5,
        impact=5,
        plan=(-10, 15),
        deliverable="All six queues on one platform",
        resources="4 engineers",
        cost="18000",
        began=-10,
        needs="Move the four small phone queues",
        bet=Bet(
            "the phone queues run on the new platform and fail over by themselves",
            "99.31",
            "99.80",
            29,
        ),
    ),
    Work(
        "Automatic failover between sites",
        AVAILABILITY,
        "hana",
        steps.PLANNED,
        effort=3,
        impact=5,
        plan=(4, 29),
        deliverable="Failover drill passed twice",
        resources="1 engineer",
        needs="Cut over the call centre",
    ),
    Work(
        "Second carrier for inbound calls",
        AVAILABILITY,
        "priya",
        steps.CANDIDATE,
        effort=2,
        impact=3,
        deliverable="Contract and test calls",
        resources="a year’s contract",
        cost="40000",
    ),
    Work(
        "Restart the old trunks every night",
        AVAILABILITY,
        "jonas",
        steps.DROPPED,
        effort=1,
        impact=1,
        reason="They go in four weeks, and a restart drops the calls of the night.",
    ),
    Work(
        "Warm pools in three regions",
        CONNECT_TIME,
        "hana",
        steps.DONE,
        effort=3,
        impact=3,
        plan=(-38, -13),
        deliverable="Pools live in EU, US, APAC",
        resources="1 engineer",
        began=-38,
        ended=-13,
        bet=Bet(
            "the chat gateway keeps a warm connection per region", "1.79", "1.50", -13
        ),
    ),
    Work(
        "Drop the legacy handshake",
        CONNECT_TIME,
        "mateo",
        steps.BLOCKED,
        effort=2,
        impact=3,
        plan=(-17, 8),
        deliverable="Handshake removed from the widget",
        resources="1 engineer",
        began=-17,
        reason="Waiting for Launch: the widget is theirs.",
        needs="Widget 4.0",
    ),
    Work(
        "Sign the go-live minutes with Operations",
        ONE_PLATFORM,
        "",
        steps.PLANNED,
        effort=1,
        impact=4,
    ),
)


def add(today: date, people: dict[str, User]) -> None:
    """Propose each, then take the steps that lead to where it stands."""
    made: dict[str, Action] = {}
    for work in WORK:
        key_result = KeyResult.objects.filter(content=work.key_result.content)
        action = described(work, key_result.latest("pk"), today, people)
        by = action.owner or action.key_result.owner
        needs = [made[work.needs].pk] if work.needs else []
        way = way_to(work)
        first = way[0][1] if way else 0
        at = moment(today, max(first - 3, EARLIEST), PROPOSED_AT)
        made[work.title] = actions.propose(action, by=by, needs=needs, at=at)
        for step, day in way:
            on = today + day * DAY
            actions.take(
                action.pk,
                step,
                seen=None,
                by=by,
                reason=work.reason if step == work.state else "",
                on=on,
                at=moment(today, day, STEP_AT),
            )


def described(
    work: Work, key_result: KeyResult, today: date, people: dict[str, User]
) -> Action:
    action = Action(
        key_result=key_result,
        title=work.title,
        owner=people.get(work.owner),
        deliverable=work.deliverable,
        resources=work.resources,
        routine_work=work.routine,
        effort=work.effort,
        impact=work.impact,
    )
    if work.cost:
        action.cost, action.currency = Decimal(work.cost), "€"
    if work.plan:
        action.starts_on, action.due_on = (today + day * DAY for day in work.plan)
    if bet := work.bet:
        action.premise, action.expected_by = bet.premise, today + bet.by * DAY
        action.expected_from, action.expected_to = map(Decimal, (bet.begin, bet.end))
    return action


def way_to(work: Work) -> list[tuple[str, int]]:
    """(state, day) of each step from a candidate to where it stands."""
    began = work.began or 0
    return {
        steps.CANDIDATE: [],
        steps.PLANNED: [(steps.PLANNED, -6)],
        steps.DOING: [(steps.PLANNED, began - 2), (steps.DOING, began)],
        steps.BLOCKED: [(steps.DOING, began), (steps.BLOCKED, -3)],
        steps.DONE: [(steps.DOING, began), (steps.DONE, work.ended or 0)],
        steps.DROPPED: [(steps.DROPPED, -12)],
    }[work.state]


def moment(today: date, day: int, at: time) -> datetime:
    """Of a day counted from today; never to come."""
    here = timezone.get_default_timezone()
    wanted = datetime.combine(today + timedelta(days=day), at)
    return min(timezone.make_aware(wanted, here), timezone.now())
