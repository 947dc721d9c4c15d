"""Several people say at once whether an action worked."""

import datetime

import pytest

from objectives import actions, clock
from progress.confirming import Overtaken, give_word, version_of
from progress.judging import judged
from progress.models import ActionVerdict
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_objective,
    make_user,
)
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PEOPLE = 5


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


def test_of_many_words_given_at_once_one_is_kept_and_the_others_are_told():
    key_result = make_key_result(make_objective(), start=0, target=100)
    bet = {"expected_from": 0, "expected_to": 9, "expected_by": days_ago(5)}
    action = make_action(key_result, state="doing", on=days_ago(30), **bet)
    actions.take(action.pk, "done", seen=None, by=key_result.owner, on=days_ago(9))
    check_in(key_result, 5, on=days_ago(20))
    action.refresh_from_db()
    today = clock.today()
    seen = version_of(judged([action], today)[action.pk])

    def saying(person):
        word = {"agrees": True, "words": "", "today": today}
        return lambda: give_word(action.pk, seen=seen, by=person, **word)

    answers = at_once(*(saying(make_user()) for _ in range(PEOPLE)))

    assert sum(isinstance(answer, ActionVerdict) for answer in answers) == 1
    assert sum(isinstance(answer, Overtaken) for answer in answers) == PEOPLE - 1
    assert ActionVerdict.objects.count() == 1
