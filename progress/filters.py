"""Conditions that pages select objectives by, each in columns that an index serves.

What a status or a gap is stands in measure.py; here it is asked of what
progress/figures.py stored, so that no page computes what it does not show. Each
condition but the one on words names the cycle's figures alone.
"""

from __future__ import annotations

import datetime
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet

from objectives.models import Cycle, Team, User
from objectives.text import searchable
from progress.asked import asked_id
from progress.measure import DEFAULT_RULES, WHOLE, Rules, Status
from progress.readings import STALE

POINT = 10_000  # millionths
MOST_WORDS = 12
ANYTHING = Q()
NOBODY = Q(pk__in=[])


def has_status(status: Status, cycle: Cycle, day: datetime.date) -> Q:
    """Of the objectives of `cycle`, those that `measure.status` gives it on `day`.

    As progress/turning.py stores it: a status that turns with the day has the last
    days of each step, one that does not has none.
    """
    if status == Status.NOT_STARTED:
        never = Q(figures__progress=None) | Q(figures__last_measured_on=None)
        return Q(figures__cycle=cycle) & never
    steps = when_over(status) if day > cycle.ends_on else while_running(status, day)
    return Q(figures__cycle=cycle) & steps


def when_over(status: Status) -> Q:
    progress = {
        Status.ACHIEVED: Q(figures__progress=WHOLE),
        Status.NOT_ACHIEVED: Q(figures__progress__lt=WHOLE),
    }
    return progress.get(status, NOBODY) & Q(figures__last_measured_on__isnull=False)


def while_running(status: Status, day: datetime.date) -> Q:
    return {
        Status.TOO_EARLY: Q(figures__too_early_until__gte=day),
        Status.ON_TRACK: Q(
            figures__too_early_until__lt=day, figures__on_track_until__gte=day
        ),
        Status.AT_RISK: Q(
            figures__on_track_until__lt=day, figures__at_risk_until__gte=day
        ),
        Status.OFF_TRACK: Q(figures__at_risk_until__lt=day),
        # Lines that hold are on track until the cycle has ended, so they do turn.
        Status.ACHIEVED: Q(figures__progress=WHOLE, figures__at_risk_until=None)
        & Q(figures__last_measured_on__isnull=False),
    }.get(status, NOBODY)


def has_gap_over(points: int, cycle: Cycle) -> Q:
    """More than so many points, whichever is ahead."""
    return Q(figures__cycle=cycle, figures__gap_size__gt=points * POINT)


def needs_attention(
    cycle: Cycle, day: datetime.date, rules: Rules = DEFAULT_RULES
) -> Q:
    """Off track, or far from its children, or measured too long ago.

    The one place that says what needs attention.
    """
    off_track = has_status(Status.OFF_TRACK, cycle, day)
    far = Q(figures__gap_size__gte=rules.large_from)
    stale = Q(figures__last_measured_on__lt=day - STALE)
    return Q(figures__cycle=cycle) & (off_track | far | stale)


def owned_by(owner: str, cycle: Cycle) -> Q:
    """An id, or a part of a name; "" is anybody."""
    if not owner:
        return ANYTHING
    return Q(figures__cycle=cycle, figures__owner__in=people_chosen(owner))


def people_chosen(person: str) -> QuerySet | list[int]:
    """The person of that id, or those of whose name it is a part."""
    pk = asked_id(person)
    return people_called(person) if pk is None else [pk]


def people_called(text: str) -> QuerySet:
    found = User.objects.filter(search_name__contains=searchable(text))
    return found.order_by().values("pk")


def in_teams(team: str, cycle: Cycle) -> Q:
    """A team, by its id or a part of its name, with the teams below it."""
    if not team:
        return ANYTHING
    return Q(figures__cycle=cycle, figures__team__in=teams_chosen(team))


def teams_chosen(team: str) -> QuerySet:
    """The teams of that id or of whose name it is a part, and all below them."""
    pk = asked_id(team)
    return teams_below(teams_called(team) if pk is None else [pk])


def teams_called(text: str) -> list[int]:
    """There are few enough teams to compare their names here."""
    names = Team.objects.order_by().values_list("pk", "name")
    return [pk for pk, name in names if searchable(text) in searchable(name)]


def teams_below(pks: list[int]) -> QuerySet:
    """These teams and all below them."""
    paths = reduce(or_, (Q(path__contains=f"/{pk}/") for pk in pks), NOBODY)
    return Team.objects.filter(paths).order_by().values("pk")


def has_words(text: str) -> Q:
    """Each word is in the title, in a key result, or in the owner's name."""
    return reduce(and_, map(has_word, words_of(text)), ANYTHING)


def words_of(text: str) -> list[str]:
    """What is searched for, each word once; only so many of them."""
    return list(dict.fromkeys(searchable(text).split()))[:MOST_WORDS]


def has_word(word: str) -> Q:
    return Q(words__text__contains=word) | Q(owner__in=people_called(word))
