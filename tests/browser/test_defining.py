"""Setting goals with scripts: fields that fit the kind, and shares while typing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives.models import KeyResult
from tests.factories import make_key_result

pytestmark = pytest.mark.django_db(transaction=True)


def test_weights_show_their_shares_while_they_are_typed(visit, bob, derived_objective):
    first, second = (make_key_result(derived_objective) for _time in range(2))
    page = visit(bob)
    page.goto(reverse("objective_weights", args=[derived_objective.pk]))
    share = page.locator(f"#share-{first.pk}")
    expect(share).to_have_text("50.0%")

    page.get_by_label(first.content).fill("")
    page.get_by_label(first.content).press_sequentially("3")

    expect(share).to_have_text("75.0%")
    expect(page.locator(f"#share-{second.pk}")).to_have_text("25.0%")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=derived_objective.title)).to_be_visible()
    assert KeyResult.objects.get(pk=first.pk).weight == 3


def test_an_objective_and_its_first_key_result(visit, bob, cycle):
    page = visit(bob)
    page.goto(reverse("objective_create"))
    page.get_by_label("Title").fill("Answer on the same day")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer on the same day")

    page.get_by_role("link", name="Add key result").first.click()
    expect(page.get_by_label("Due")).to_be_hidden()
    page.get_by_text("Done or not").click()
    expect(page.get_by_label("Start value")).to_be_hidden()
    expect(page.get_by_label("Due")).to_be_visible()
    page.get_by_text("Reach a value").click()
    page.get_by_label("Key result").fill("Answered within a day")
    page.get_by_label("Start value").fill("40")
    page.get_by_label("Target value").fill("90")
    page.get_by_label("Unit").fill("%")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Answered within a day")
    made = KeyResult.objects.get()
    assert (made.start_value, made.target_value, made.owner) == (40, 90, bob)


def test_slash_goes_to_the_search(visit, dana):
    page = visit(dana)
    page.goto(reverse("settings_people"))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
