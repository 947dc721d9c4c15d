"""People who move at once, or move what others measure and drop."""

import pytest
from django.core.exceptions import ValidationError

from objectives import plan, tree
from objectives.models import Objective
from progress import verify
from progress.models import CheckIn
from tests.factories import check_in, make_key_result, make_objective
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
ROUNDS = 8


@pytest.fixture
def pair():
    """Two objectives at the top, each with a key result that the other could serve."""
    goals = [make_objective(name) for name in ("A", "B")]
    for goal in goals:
        check_in(make_key_result(goal), 40)
    return goals


def all_is_sound():
    return tree.faults() == [] and list(verify.differences()) == []


def moving(objective, parent, *, seen, weight=1, served=None):
    link = tree.Link(served, "Because it moves.", weight)
    parent_pk = parent and parent.pk
    return lambda: tree.move(pk=objective.pk, parent_pk=parent_pk, seen=seen, link=link)


def revision(objective):
    return Objective.objects.get(pk=objective.pk).revision


def test_each_under_the_other_one_wins_and_the_other_is_told(pair):
    first, second = pair
    for _round in range(ROUNDS):
        answers = at_once(
            moving(first, second, seen=revision(first)),
            moving(second, first, seen=revision(second)),
        )
        [refused] = [a for a in answers if isinstance(a, Exception)]
        assert isinstance(refused, ValidationError)
        assert "lies under it" in str(refused)
        assert all_is_sound()
        for goal in pair:
            tree.move(pk=goal.pk, parent_pk=None)


def test_of_many_who_move_one_objective_only_the_first_gets_through(pair):
    child = make_objective("Child", parent=pair[0])
    places = [*pair, None] * 2
    for _round in range(ROUNDS):
        seen = revision(child)
        answers = at_once(
            *(moving(child, place, seen=seen, weight=3) for place in places)
        )
        assert sum(isinstance(a, Objective) for a in answers) == 1
        assert sum(isinstance(a, plan.Stale) for a in answers) == len(places) - 1
    assert child.history.count() == 1 + ROUNDS
    assert all_is_sound()


def test_what_is_measured_during_a_move_counts_in_the_new_mean(pair):
    first, second = pair
    child = make_objective("Child", parent=first)
    key_result = make_key_result(child)
    for number in range(ROUNDS):
        there = second if number % 2 == 0 else first
        answers = at_once(
            moving(child, there, seen=None, weight=number + 1),
            lambda value=number: check_in(key_result, value),
            lambda there=there: check_in(there.key_results.get(), 50),
        )
        assert not any(isinstance(answer, Exception) for answer in answers)
        assert all_is_sound()
    assert CheckIn.objects.filter(key_result=key_result).count() == ROUNDS


def test_a_key_result_dropped_meanwhile_is_served_or_refused_but_never_lost(pair):
    first, second = pair
    child = make_objective("Child", parent=first)
    by = first.owner
    for _round in range(ROUNDS):
        served = make_key_result(second)
        moved, dropped = at_once(
            moving(child, second, seen=None, served=served),
            lambda pk=served.pk: plan.drop_key_result(pk, seen=None, by=by, reason="x"),
        )
        assert not isinstance(dropped, Exception)
        now = Objective.objects.get(pk=child.pk)
        if isinstance(moved, ValidationError):
            assert "dropped" in str(moved)
            assert now.parent == first
        else:
            assert now.parent_key_result == served
        assert all_is_sound()
        tree.move(pk=child.pk, parent_pk=first.pk)
