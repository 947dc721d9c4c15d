"""Whether an action worked, in a browser: asked, disputed, confirmed, learned from."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives import actions, clock
from progress.models import ActionVerdict
from tests.browser.audit import audit_all
from tests.factories import check_in, make_action, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


@pytest.fixture
def action(derived_objective, bob):
    key_result = make_key_result(derived_objective, owner=bob, content="Calls answered")
    bet = {"expected_from": 0, "expected_to": 10, "expected_by": days_ago(5)}
    action = make_action(
        key_result, "Train", state="doing", on=days_ago(30), owner=bob, **bet
    )
    actions.take(action.pk, "done", seen=None, by=bob, on=days_ago(10))
    check_in(key_result, 5, on=days_ago(20))
    return action


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_owner_is_asked_and_answers(visit, bob, action, scripts):
    page = visit(bob, java_script_enabled=scripts)
    page.context.expected += ["status of 422"]
    page.goto(reverse("updates"))
    page.get_by_role("link", name="Train").click()
    answer(page, "No, I see it otherwise", "")
    expect(page.get_by_text("Say in words why it is otherwise.")).to_be_visible()
    answer(page, "No, I see it otherwise", "The season did it.")
    expect(page.get_by_text("The season did it.")).to_be_visible()
    assert ActionVerdict.objects.get().reached == 5

    page.goto(reverse("team_learning", args=[action.key_result.objective.team_id]))
    row = page.get_by_role("row").filter(has_text="Train")
    expect(row).to_contain_text("disputed: The season did it.")
    page.goto(action.key_result.get_absolute_url())
    expect(page.get_by_text("Train · +5")).to_be_visible()


def test_what_is_asked_and_learned_passes_the_audit(visit, bob, action):
    page = visit(bob, reduced_motion="reduce")
    team = reverse("team_learning", args=[action.key_result.objective.team_id])
    key_result = action.key_result.get_absolute_url()
    pages = [reverse("updates"), action.get_absolute_url(), team, key_result]
    assert audit_all(page, pages) == []


def answer(page, choice, words):
    page.get_by_label(choice).check()
    page.get_by_label("In words").fill(words)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this word").click()
