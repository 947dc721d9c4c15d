"""`verify` proves what actions keep from their logs, and that none waits for itself."""

import pytest
from django.db import connection

from objectives import actions
from objectives.models import Action, Dependency
from progress import verify
from tests.factories import make_action, make_key_result, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result(db):
    return make_key_result(make_objective())


def differing():
    return [(found.pk, found.field) for found in verify.differences()]


@pytest.mark.parametrize("state", ["candidate", "blocked", "done", "dropped"])
def test_whatever_steps_are_taken_the_log_agrees(key_result, state):
    action = make_action(key_result, state=state)
    assert differing() == []
    for step in Action(state=state).next_states:
        actions.take(action.pk, step, seen=None, by=action.created_by, reason="So")
        break
    assert differing() == []


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"reason": "Another"}, ["reason"]),
        ({"began_on": None}, ["began_on"]),
        ({"state": "planned", "reason": "", "began_on": None}, None),
    ],
)
def test_what_the_log_does_not_tell_is_seen(key_result, fields, seen):
    action = make_action(key_result, state="blocked")
    Action.objects.filter(pk=action.pk).update(**fields)
    own = str(Action._meta.verbose_name)  # what lists keep of it is told besides
    found = [each for each in verify.differences() if each.table == own]
    assert [each.pk for each in found] == [action.pk] * len(found)
    assert [each.field for each in found] == list(seen or fields)


@pytest.mark.tampers
def test_an_action_without_a_log_is_seen(key_result):
    action = Action.objects.create(
        key_result=key_result, title="Unlogged", created_by=key_result.owner
    )
    assert (action.pk, "state") in differing()


@pytest.mark.tampers
def test_a_loop_past_every_rule_is_seen(key_result):
    first, second = make_action(key_result), make_action(key_result)
    Dependency.objects.create(action=first, needs=second)
    table = Dependency._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (action_id, needs_id) VALUES (%s, %s)",
            [second.pk, first.pk],
        )
    [(pk, field)] = differing()
    assert (pk in {first.pk, second.pk}, field) == (True, "needs")
