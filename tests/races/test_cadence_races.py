"""People who set the cadence of one level at once."""

import datetime

import pytest

from objectives import clock
from progress import cadence_changes
from progress.cadence_places import team_place
from progress.models import CadencePolicy
from progress.models.cadence import bits_of
from tests.factories import make_team, make_user
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
DAY = datetime.timedelta(days=1)
PEOPLE = 5


def test_of_many_who_set_a_cadence_at_once_one_does_and_the_others_see_it():
    place, by = team_place(make_team()), make_user()

    def set_to(weekday):
        policy = CadencePolicy(
            **place.columns,
            effective_from=clock.today() + DAY,
            kind=CadencePolicy.Kind.WEEKS,
            every=1,
            weekdays=bits_of([weekday]),
            anchor=datetime.date(2001, 1, 1),
        )
        return lambda: cadence_changes.save(place, policy, seen=0, by=by)

    answers = at_once(*map(set_to, range(PEOPLE)))

    [won] = [answer for answer in answers if isinstance(answer, CadencePolicy)]
    told = [answer for answer in answers if isinstance(answer, cadence_changes.Stale)]
    assert len(told) == PEOPLE - 1
    assert {answer.newest for answer in told} == {won}
    assert list(cadence_changes.history(place)) == [won]
