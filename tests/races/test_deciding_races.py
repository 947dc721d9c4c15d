"""Several people decide about one check-in, or plan one measuring, at once."""

import pytest

from objectives import clock
from objectives.measuring import plan_measuring
from objectives.models import KeyResult, MeasurementPlan
from objectives.plan import Stale
from progress.day import Day
from progress.deciding import Taken, decide
from progress.models import Choice, PaceDecision
from progress.readings import read_key_results, shown_key_results
from tests.factories import check_in, make_key_result, make_objective, make_user
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PEOPLE = 6


@pytest.fixture
def slow():
    """A key result that its only check-in left off track."""
    key_result = make_key_result(make_objective())
    check_in(key_result, 10)
    return key_result


def of_kind(answers, kind):
    return [answer for answer in answers if isinstance(answer, kind)]


def test_of_many_who_decide_one_does_and_the_others_are_shown_the_answer(slow):
    rows = shown_key_results(KeyResult.objects.filter(pk=slow.pk))
    [reading] = read_key_results(list(rows), Day(clock.today()))

    def deciding(person):
        return lambda: decide(reading, by=person, choice=Choice.HELP, words=person.name)

    answers = at_once(*(deciding(make_user()) for _ in range(PEOPLE)))

    [made] = PaceDecision.objects.all()
    assert len(of_kind(answers, PaceDecision)) == 1
    assert [taken.theirs for taken in of_kind(answers, Taken)] == [made] * (PEOPLE - 1)


def test_of_many_who_plan_the_measuring_one_does_and_the_others_see_the_plan(slow):
    def planning(person):
        values = {"method": person.name}
        return lambda: plan_measuring(slow.pk, seen=0, by=person, values=values)

    answers = at_once(*(planning(make_user()) for _ in range(PEOPLE)))

    [made] = MeasurementPlan.objects.all()
    assert len(of_kind(answers, MeasurementPlan)) == 1
    assert [stale.theirs for stale in of_kind(answers, Stale)] == [made] * (PEOPLE - 1)
    assert made.history.count() == 1
