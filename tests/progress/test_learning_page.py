"""What a team learns from its actions in a cycle."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives import actions, clock, plan
from tests.factories import check_in, make_action, make_key_result

pytestmark = pytest.mark.django_db


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


@pytest.fixture
def key_result(derived_objective, bob):
    return make_key_result(derived_objective, owner=bob, start=0, target=100)


@pytest.fixture
def page_of(sign_in, product):
    def page_of(person, **query):
        url = reverse("team_learning", args=[product.pk])
        return sign_in(person).get(url, query)

    return page_of


def ended(key_result, title, **fields):
    bet = {"expected_from": 0, "expected_to": 10, "expected_by": days_ago(5)}
    on = days_ago(30)
    action = make_action(key_result, title, state="doing", on=on, **bet | fields)
    actions.take(action.pk, "done", seen=None, by=key_result.owner, on=days_ago(10))
    return action


def test_expected_and_come_stand_side_by_side(page_of, key_result, mallory):
    ended(key_result, "Train", effort=2, impact=4)
    check_in(key_result, 5, on=days_ago(20))
    page = page_of(mallory).text
    for told in ("Train", "+10", "+5", "50%", "less than expected", "to be confirmed"):
        assert told in page


def test_what_was_refused_stays_readable_with_its_reason(page_of, key_result, mallory):
    idea = make_action(key_result, "Buy headsets")
    actions.take(
        idea.pk, "dropped", seen=None, by=key_result.owner, reason="Bought last year"
    )
    page = page_of(mallory).text
    assert "Buy headsets" in page
    assert "Bought last year" in page
    assert "never begun" in page


def test_a_team_above_learns_from_those_below(sign_in, key_result, product, mallory):
    ended(key_result, "Train")
    above = product.parent or product
    page = sign_in(mallory).get(reverse("team_learning", args=[above.pk]))
    assert "Train" in page.text


def test_what_is_private_leaves_no_trace(page_of, key_result, mallory, bob):
    ended(key_result, "Train in secret")
    check_in(key_result, 5, on=days_ago(20))
    make_action(key_result, "Refused in secret", state="dropped")
    objective = key_result.objective
    plan.change_objective(objective.pk, seen=None, by=bob, values={"is_private": True})
    page = page_of(mallory).text
    assert "in secret" not in page
    assert "Nothing to learn from yet" in page
    assert "Train in secret" in page_of(bob).text


def test_as_many_queries_for_twenty_actions_as_for_two(page_of, key_result, mallory):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert page_of(mallory).status_code == 200
        return len(caught)

    def grow(number):
        for n in range(number):
            ended(key_result, f"Done {n}")
            make_action(key_result, state="dropped")

    grow(2)
    check_in(key_result, 5, on=days_ago(20))
    queries()
    few = queries()
    grow(18)
    assert queries() == few


def test_the_owner_is_asked_on_my_updates_until_a_word_is_given(
    sign_in, key_result, bob
):
    action = ended(key_result, "Train", owner=bob)
    check_in(key_result, 5, on=days_ago(20))
    bobs = sign_in(bob)
    assert "Did it work?" in bobs.get(reverse("updates")).text
    form = {"answer": "confirm", "version": "less 0 5 0 10 0"}
    bobs.post(reverse("action_verdict", args=[action.pk]), form)
    assert "Did it work?" not in bobs.get(reverse("updates")).text
