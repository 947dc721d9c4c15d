"""How often Tidewell's teams update: the organisation's rule, and what differs."""

from __future__ import annotations

from datetime import date, timedelta

from objectives.models import Objective, Team
from progress.cadence import A_MONDAY, weekly
from progress.models import CadencePolicy, ClosedDay, WorkCalendar
from progress.models.cadence import BEGINNING, bits_of, usual

TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
WEEKEND = (5, 6)
CLOSED_IN = timedelta(days=28)  # or up to six days more, on a Thursday
OUTAGES = "See every outage before a customer reports it"
SHANGHAI = "让上海团队的每位顾客在两小时内得到答复"


def add_general(teams: dict[str, Team], today: date) -> None:
    """Before anything is measured: what the organisation and its teams say."""
    policy = usual()
    policy.move = CadencePolicy.Move.AFTER
    policy.save()
    say(team=teams["Infrastructure"], weekdays=[TUESDAY])
    say(team=teams["Team"], weekdays=[FRIDAY], grace_days=2)
    WorkCalendar.objects.create(
        effective_from=BEGINNING, weekend=bits_of(WEEKEND), country="PT"
    )
    closed = weekly(THURSDAY).due_on_or_after(today + CLOSED_IN)
    ClosedDay.objects.create(day=closed, name="Founders’ day")


def add_own() -> None:
    """What two objectives say for their key results."""
    outages = Objective.objects.get(title=OUTAGES)
    say(objective=outages, weekdays=[TUESDAY], every=2)
    shanghai = Objective.objects.get(title=SHANGHAI)
    say(objective=shanghai, weekdays=[FRIDAY], grace_days=0, remind_days=0)


def say(*, weekdays: list[int], every: int = 1, **columns) -> None:
    CadencePolicy.objects.create(
        effective_from=BEGINNING,
        kind=CadencePolicy.Kind.WEEKS,
        weekdays=bits_of(weekdays),
        every=every,
        anchor=A_MONDAY,
        **columns,
    )
