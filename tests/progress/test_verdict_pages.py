"""Whether an action moved its key result: what its page tells, and words on it."""

import datetime

import pytest
from django.urls import reverse

from objectives import actions, clock
from objectives.models import Cycle
from progress.models import ActionVerdict
from tests.factories import check_in, make_action, make_key_result
from tests.pages import sent

pytestmark = pytest.mark.django_db


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


@pytest.fixture
def key_result(derived_objective, bob):
    return make_key_result(derived_objective, owner=bob, start=0, target=100)


@pytest.fixture
def action(key_result, bob):
    """It was to bring 10, ended ten days ago, and brought 5."""
    bet = {"expected_from": 0, "expected_to": 10, "expected_by": days_ago(5)}
    action = make_action(
        key_result, "Train", state="doing", on=days_ago(30), owner=bob, **bet
    )
    actions.take(action.pk, "done", seen=None, by=bob, on=days_ago(10))
    check_in(key_result, 5, on=days_ago(20))
    return action


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


def verdict_of(action):
    return reverse("action_verdict", args=[action.pk])


def open_form(client, action):
    return sent(client.get(action.get_absolute_url()), verdict_of(action))


def test_the_page_tells_the_values_the_slopes_and_the_proposal(bobs, action):
    page = bobs.get(action.get_absolute_url()).text
    for told in ("0 → 5", "+5", "50%", "less than expected", "50% of what was"):
        assert told in page
    assert "+3.50" in page  # 5 in ten days, a week


def test_a_confirmed_verdict_is_kept_with_its_numbers(bobs, bob, action):
    data = open_form(bobs, action) | {"answer": "confirm"}
    assert bobs.post(verdict_of(action), data).status_code == 302
    word = ActionVerdict.objects.get()
    assert (word.by, word.agrees, word.proposed) == (bob, True, "less")
    assert (word.before, word.reached, word.expected_to) == (0, 5, 10)
    assert "confirmed:" in bobs.get(action.get_absolute_url()).text


def test_who_disputes_says_why_and_what_was_typed_stays(bobs, action):
    data = open_form(bobs, action) | {"answer": "dispute"}
    refused = bobs.post(verdict_of(action), data)
    assert refused.status_code == 422
    assert "Say in words why it is otherwise." in refused.text
    assert not ActionVerdict.objects.exists()
    data["words"] = "The season did it."
    assert bobs.post(verdict_of(action), data).status_code == 302
    page = bobs.get(action.get_absolute_url()).text
    assert "disputed:" in page
    assert "The season did it." in page


def test_a_word_on_values_that_moved_meanwhile_is_not_kept(bobs, key_result, action):
    data = open_form(bobs, action)
    check_in(key_result, 9, on=days_ago(15))
    data |= {"answer": "confirm", "words": "As I said"}
    conflict = bobs.post(verdict_of(action), data)
    assert conflict.status_code == 409
    assert "As I said" in conflict.text
    assert not ActionVerdict.objects.exists()
    again = sent(conflict, verdict_of(action)) | {"answer": "confirm"}
    assert bobs.post(verdict_of(action), again).status_code == 302


def test_the_same_word_sent_twice_is_kept_once(bobs, action):
    data = open_form(bobs, action) | {"answer": "confirm"}
    statuses = [bobs.post(verdict_of(action), data).status_code for _ in "12"]
    assert statuses == [302, 302]
    assert ActionVerdict.objects.count() == 1


def test_later_values_leave_the_word_as_it_was_given(bobs, key_result, action):
    bobs.post(verdict_of(action), open_form(bobs, action) | {"answer": "confirm"})
    check_in(key_result, 9, on=days_ago(15))
    page = bobs.get(action.get_absolute_url()).text
    assert "0 → 9" in page
    assert "0 → 5" in page
    assert "The values have changed since" in page


def test_before_its_day_no_word_is_asked_nor_taken(bobs, key_result):
    bet = {"expected_from": 0, "expected_to": 10, "expected_by": days_ago(-3)}
    action = make_action(key_result, state="doing", on=days_ago(9), **bet)
    page = bobs.get(action.get_absolute_url())
    assert "too early" in page.text
    assert verdict_of(action) not in page.text
    refused = bobs.post(verdict_of(action), {"answer": "confirm", "words": "Sure"})
    assert refused.status_code == 422
    assert "It is too early for a word on this action. You had written" in refused.text


def test_others_read_the_verdict_and_are_offered_no_form(sign_in, mallory, action):
    page = sign_in(mallory).get(action.get_absolute_url()).text
    assert "less than expected" in page
    assert verdict_of(action) not in page


def test_the_words_of_a_closed_cycle_are_still_given(bobs, action):
    Cycle.objects.update(state=Cycle.State.CLOSED)
    data = open_form(bobs, action) | {"answer": "confirm"}
    assert bobs.post(verdict_of(action), data).status_code == 302
