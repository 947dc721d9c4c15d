"""Several people plan and step through actions at once."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from objectives import actions, plan
from objectives.models import Action, ActionEvent, Dependency, KeyResult
from objectives.once import new_key
from objectives.plan import Stale
from progress import verify
from progress.models import ActionFigures
from tests.factories import make_action, make_key_result, make_objective, make_team
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
TIMES = 6


@pytest.fixture
def key_result(transactional_db):
    return make_key_result(make_objective())


def of_kind(answers, kind):
    return [answer for answer in answers if isinstance(answer, kind)]


def needing(action, other):
    def deed():
        by = action.created_by
        return actions.change(action.pk, seen=None, by=by, values={}, needs=[other.pk])

    return deed


def test_of_two_halves_of_a_loop_one_is_saved(key_result):
    for number in range(TIMES):
        first, second = (make_action(key_result, f"{n} {number}") for n in "AB")

        answers = at_once(needing(first, second), needing(second, first))

        assert len(of_kind(answers, Action)) == 1
        [refused] = of_kind(answers, ValidationError)
        assert set(refused.message_dict) == {"needs"}
    assert Dependency.objects.count() == TIMES
    assert list(verify.differences()) == []


def test_a_ring_that_many_close_at_once_stays_open(key_result):
    ring = [make_action(key_result) for _ in range(TIMES)]
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)

    answers = at_once(*(needing(action, other) for action, other in pairs))

    assert len(of_kind(answers, ValidationError)) == 1
    assert Dependency.objects.count() == TIMES - 1


def test_of_two_steps_at_once_one_is_taken_and_the_other_told(key_result):
    action = make_action(key_result, state="doing")
    seen = action.revision

    def stepping(step):
        return lambda: actions.take(
            action.pk, step, seen=seen, by=action.created_by, reason="So"
        )

    answers = at_once(stepping("done"), stepping("blocked"))

    [taken], [stale] = of_kind(answers, Action), of_kind(answers, Stale)
    assert stale.theirs.state == taken.state
    assert ActionEvent.objects.filter(from_state="doing").count() == 1


def test_an_action_steps_on_while_its_objective_changes_hands(key_result):
    """What lists know of it is of the team and of the state that it has at the end."""
    goal, by = key_result.objective, key_result.owner
    for number in range(TIMES):
        action, team = make_action(key_result, state="doing"), make_team()
        done = [
            lambda pk=action.pk: actions.take(pk, "done", seen=None, by=by),
            lambda idea=f"Idea {number}": actions.capture(key_result, [idea], by=by),
            lambda to=team: plan.change_objective(
                goal.pk, seen=None, by=by, values={"team": to}
            ),
        ]

        assert of_kind(at_once(*done), Exception) == []

        rows = ActionFigures.objects.filter(team=team)
        assert rows.count() == Action.objects.count()
        assert rows.get(pk=action.pk).state == "done"
    assert list(verify.differences()) == []


def test_who_steps_while_its_key_result_is_dropped_is_told_or_was_faster(key_result):
    by = key_result.owner
    for _ in range(TIMES):
        action = make_action(key_result, state="doing")
        answers = at_once(
            lambda pk=action.pk: actions.take(pk, "done", seen=None, by=by),
            lambda: plan.drop_key_result(
                key_result.pk, seen=None, by=by, reason="Enough"
            ),
        )
        [_first, dropped] = answers
        assert isinstance(dropped, KeyResult)
        assert not ActionFigures.objects.filter(is_live=True).exists()
        assert list(verify.differences()) == []
        plan.restore_key_result(key_result.pk, seen=None, by=by)


def test_the_same_ideas_sent_at_once_are_listed_once(key_result):
    url = f"{key_result.get_absolute_url()}actions/"
    form = {"lines": "One\nTwo", "key": new_key()}

    def sending():
        client = Client()
        client.force_login(key_result.owner)
        return client.post(url, form).status_code

    answers = at_once(*[sending] * TIMES)

    assert answers == [302] * TIMES
    assert Action.objects.count() == 2
