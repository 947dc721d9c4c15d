"""Before and after: what a check-in means once saved, and while it is typed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from objectives import clock, plan
from objectives.models import KeyResult
from progress import outcomes
from progress.day import Day
from progress.models import CheckIn
from progress.readings import (
    read_key_results,
    shown_key_results,
)
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def kr():
    """From 0 to 100; beside it stands another key result of the same weight."""
    key_result = make_key_result(make_objective(), start=0, target=100)
    make_key_result(key_result.objective, start=0, target=100)
    return key_result


def ago(days):
    return clock.today() - timedelta(days=days)


def today():
    return Day(clock.today())


def told(entry):
    """The outcome of a stored entry, None when it is not told."""
    stored = CheckIn.objects.select_related("key_result__objective__cycle", "corrects")
    return next(iter(outcomes.recorded([stored.get(pk=entry.pk)], today())), None)


def proposed(kr, value, on=None):
    [reading] = read_key_results(
        list(shown_key_results(KeyResult.objects.filter(pk=kr.pk))), today()
    )
    return outcomes.proposed(reading, Decimal(value), on or clock.today())


def steps(outcome):
    """(key result before, after, objective before, after), in percent."""
    return tuple(
        figure / 10_000
        for figure in (
            outcome.progress_before,
            outcome.progress_after,
            outcome.objective_before,
            outcome.objective_after,
        )
    )


def test_an_entry_moves_its_key_result_and_a_half_of_the_objective(kr):
    check_in(kr, 20, on=ago(7))

    assert steps(told(check_in(kr, 60))) == (20, 60, 10, 30)


def test_the_first_entry_starts_from_nothing(kr):
    assert steps(told(check_in(kr, 60))) == (0, 60, 0, 30)


def test_a_correction_is_compared_with_what_it_replaces(kr):
    check_in(kr, 20, on=ago(7))
    wrong = check_in(kr, 90)

    right = check_in(kr, 40, corrects=wrong.pk, reason="A typing error.")

    assert steps(told(right)) == (90, 40, 45, 20)


def test_a_back_dated_entry_changes_no_progress(kr):
    check_in(kr, 60)

    outcome = told(check_in(kr, 20, on=ago(7)))

    assert steps(outcome) == (60, 60, 30, 30)
    assert not outcome.is_current


def test_what_an_entry_meant_stays_when_later_ones_follow(kr):
    first = check_in(kr, 20, on=ago(7))
    check_in(kr, 60)

    assert steps(told(first)) == (0, 20, 0, 10)
    assert told(first).is_current


def test_an_entry_that_was_corrected_since_is_not_told(kr):
    wrong = check_in(kr, 90)
    check_in(kr, 40, corrects=wrong.pk, reason="A typing error.")

    assert told(wrong) is None


@pytest.mark.parametrize(("value", "days"), [(60, 0), (60, 3), (10, 10)])
def test_what_is_proposed_is_what_saving_then_tells(kr, value, days):
    check_in(kr, 20, on=ago(7))

    before = proposed(kr, value, ago(days))
    after = told(check_in(kr, value, on=ago(days)))

    assert steps(before) == steps(after)
    assert before.is_current == after.is_current
    assert before.reading.since_previous == after.reading.since_previous


def test_a_proposal_writes_nothing(kr, django_assert_num_queries):
    [reading] = read_key_results(
        list(shown_key_results(KeyResult.objects.filter(pk=kr.pk))), today()
    )
    with django_assert_num_queries(1):
        outcomes.proposed(reading, Decimal(60), clock.today())
    assert not CheckIn.objects.exists()


def test_proposing_for_a_dropped_key_result_moves_no_objective(kr):
    check_in(kr, 20, on=ago(7))
    plan.drop_key_result(kr.pk, seen=None, by=kr.owner, reason="Not needed.")

    assert steps(proposed(kr, 60)) == (20, 60, 0, 0)
