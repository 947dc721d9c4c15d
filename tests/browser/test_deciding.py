"""Slow means decide, by hand: with scripts and without, never in the way."""

import pytest
from django.urls import reverse

from progress.models import PaceDecision
from tests.browser.audit import audit, is_wide
from tests.factories import make_key_result, make_measurement_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow(derived_objective):
    """Two key results of Bob's, of which 55 of 100 are expected today."""
    rows = [
        make_key_result(derived_objective, content=content)
        for content in ("Response time", "Calls lost")
    ]
    make_measurement_plan(rows[0], source="https://desk.example/report")
    return rows


def save_both(page):
    page.goto(reverse("updates"))
    page.get_by_label("New value of Response time").fill("10")
    page.get_by_label("New value of Calls lost").fill("12")
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_each_saved_row_asks_and_is_answered_or_put_off_alone(
    visit, bob, slow, scripts
):
    page = visit(bob, java_script_enabled=scripts, reduced_motion="reduce")
    save_both(page)
    assert page.locator(".decide").count() == 2
    first = page.locator(".decide", has_text="Response time")
    faults = audit(page) if scripts else []
    faults += [width for width in (360, 1440) if is_wide(page, width)]

    first.get_by_label("Keep course").check()
    first.get_by_placeholder("In a sentence").fill("The pilot has just begun")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # in the sentence: records, does not put off
    with page.expect_navigation():
        page.get_by_role("button", name="Not now").click()

    assert page.locator(".decide").count() == 0
    page.get_by_text("Decided: Keep course. The pilot has just begun").wait_for()
    made = PaceDecision.objects.order_by("pk").values_list("choice", flat=True)
    assert list(made) == ["keep", "skipped"]
    page.goto(slow[0].get_absolute_url())
    assert page.locator(".decided-row").inner_text().startswith("Decided: Keep course.")
    assert faults + (audit(page) if scripts else []) == []


def test_the_next_number_has_the_cursor_while_the_question_waits(visit, bob, slow):
    page = visit(bob)
    page.goto(reverse("updates"))
    page.get_by_label("New value of Response time").fill("10")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.name")
    assert focused == f"kr-{slow[1].pk}-value"


def test_a_plan_is_written_without_scripts_and_stands_beside_the_value(
    visit, bob, slow
):
    page = visit(bob, java_script_enabled=False)
    page.goto(slow[1].get_absolute_url())
    page.get_by_role("link", name="Say how it is measured").click()
    page.get_by_label("Method").fill("Counted on Fridays")
    page.get_by_label("Known error").fill("0.5")
    with page.expect_navigation():
        page.get_by_role("button", name="Save measurement plan").click()
    page.get_by_text("± 0.5").wait_for()
    page.goto(reverse("updates"))
    page.locator(f"#kr-{slow[1].pk}").get_by_text("Counted on Fridays").wait_for()
