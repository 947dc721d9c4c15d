"""Actions beside the ledger: what pages are told of them, and the words people give."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from objectives import actions, clock
from objectives.models import Action
from progress.judging import judged
from progress.models import ActionVerdict
from progress.verdict import Verdict
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_measurement_plan,
    make_objective,
)

pytestmark = pytest.mark.django_db


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


@pytest.fixture
def key_result(db):
    return make_key_result(make_objective(), start=0, target=100)


def bet(key_result, title="Act", *, to=10, began=30, ended=10, by=5, **fields):
    hypothesis = {
        "expected_from": 0,
        "expected_to": to,
        "expected_by": days_ago(by),
    }
    action = make_action(
        key_result, title, state="doing", on=days_ago(began), **hypothesis | fields
    )
    if ended is not None:
        actions.take(
            action.pk, "done", seen=None, by=key_result.owner, on=days_ago(ended)
        )
    rows = Action.objects.select_related("key_result__objective__cycle")
    return rows.get(pk=action.pk)


def judge_one(action):
    return judged([action], clock.today())[action.pk]


def give_word(action, **fields):
    found = judge_one(action).judgement
    return ActionVerdict.objects.create(
        action=action,
        proposed=found.verdict,
        agrees=fields.pop("agrees", True),
        before=found.before,
        reached=found.reached,
        expected_from=action.expected_from,
        expected_to=action.expected_to,
        by=action.created_by,
        **fields,
    )


def test_the_ledger_judges_an_action(key_result):
    action = bet(key_result)
    check_in(key_result, 10, on=days_ago(20))
    found = judge_one(action)
    assert found.judgement.verdict == Verdict.AS_EXPECTED
    assert found.waits_for_word


def test_corrected_entries_do_not_count(key_result):
    action = bet(key_result)
    entry = check_in(key_result, 10, on=days_ago(20))
    check_in(key_result, 2, on=days_ago(20), corrects=entry.pk, reason="Misread")
    assert judge_one(action).judgement.reached == 2


def test_the_known_error_of_the_measurement_plan_counts(key_result):
    action = bet(key_result)
    check_in(key_result, 10, on=days_ago(20))
    make_measurement_plan(key_result, known_error=10)
    assert judge_one(action).judgement.verdict == Verdict.NONE


def test_actions_of_the_same_key_result_are_told_apart_from_others(key_result):
    action = bet(key_result)
    check_in(key_result, 10, on=days_ago(20))
    elsewhere = make_key_result(key_result.objective)
    bet(elsewhere)
    assert judge_one(action).judgement.verdict == Verdict.AS_EXPECTED
    bet(key_result, "Another")
    assert judge_one(action).judgement.verdict == Verdict.NOT_SEPARABLE


def test_a_word_is_asked_once_and_says_when_the_values_moved_since(key_result):
    action = bet(key_result)
    check_in(key_result, 10, on=days_ago(20))
    give_word(action)
    told = judge_one(action)
    assert not told.waits_for_word
    assert not told.moved_since

    check_in(key_result, 8, on=days_ago(15))
    assert judge_one(action).moved_since


def test_the_newest_word_holds(key_result):
    action = bet(key_result)
    check_in(key_result, 10, on=days_ago(20))
    give_word(action)
    give_word(action, agrees=False, words="The season did it.")
    assert judge_one(action).word.words == "The season did it."


@pytest.mark.parametrize("number", [1, 8])
def test_four_queries_for_any_number_of_actions(
    key_result, number, django_assert_num_queries
):
    check_in(key_result, 10, on=days_ago(20))
    several = [bet(key_result) for _ in range(number)]
    with django_assert_num_queries(4):
        assert len(judged(several, clock.today())) == number


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE progress_actionverdict SET words = 'x'",
        "DELETE FROM progress_actionverdict",
    ],
)
def test_the_database_keeps_every_word(key_result, sql):
    action = bet(key_result)
    check_in(key_result, 10, on=days_ago(20))
    word = give_word(action)
    refused = pytest.raises(DatabaseError, match="never changed or removed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    for write in (word.save, word.delete, ActionVerdict.objects.update):
        with pytest.raises(TypeError):
            write()
