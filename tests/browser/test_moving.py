"""Moving an objective in a browser: by typing, dragging, keys, and two at once."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives import tree
from progress import verify
from tests.browser.audit import audit
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(company_objective, alice, company):
    goal = make_objective("Another goal", owner=alice, team=company)
    check_in(make_key_result(goal, content="Customers who come back"), 30)
    return goal


@pytest.fixture
def measured(derived_objective, other):
    """Bob's objective, found at 20."""
    check_in(make_key_result(derived_objective), 20)
    return derived_objective


def address(objective):
    return reverse("objective_move", args=[objective.pk])


def row(page, objective):
    return page.locator(f"#o-{objective.pk} > .node-row")


def drag(page, what, onto):
    """In small steps: a browser tells of what is dragged over at its second move."""
    what.hover()
    page.mouse.down()
    box = onto.bounding_box()
    for step in (1, 2, 3):
        page.mouse.move(box["x"] + 100 + step, box["y"] + box["height"] / 2)
    page.mouse.up()


def expect_preview_of(page, parent):
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Path"))).to_contain_text(parent)


def test_without_scripts_a_search_a_choice_and_a_confirmation_move_it(
    visit, bob, measured, other
):
    page = visit(bob, java_script_enabled=False)
    page.context.expected += ["status of 422"]
    page.goto(measured.get_absolute_url())
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("New parent").fill("come back")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Another goal").check()
    page.get_by_role("button", name="Show what changes").click()

    expect_preview_of(page, "Another goal")
    page.get_by_label("Serves the key result").select_option("Customers who come back")
    page.get_by_label("Alignment weight").fill("0")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("alert")).to_contain_text("The objective was not moved.")
    page.get_by_label("Alignment weight").fill("2")
    page.get_by_role("button", name="Move it").click()

    expect(page.get_by_text("it now serves “Another goal”")).to_be_visible()
    expect(page.get_by_role("link", name="Customers who come back")).to_be_visible()
    measured.refresh_from_db()
    assert (measured.parent, measured.alignment_weight) == (other, 2)


def test_choices_and_figures_follow_what_is_typed(visit, bob, measured, other, alice):
    check_in(make_key_result(make_objective(parent=other, owner=alice)), 50)
    page = visit(bob)
    page.goto(address(measured))
    page.evaluate("window.sameDocument = true")
    page.get_by_label("New parent").press_sequentially("another")
    expect(page.locator("#found")).to_have_text("1 objective fits.")
    assert page.evaluate("window.sameDocument")
    page.get_by_label("Another goal").check()
    page.get_by_role("button", name="Show what changes").click()

    came = page.get_by_role("row", name="Comes under Another goal")
    expect(came).to_contain_text("35.0%")
    page.get_by_label("Alignment weight").fill("2")
    expect(came).to_contain_text("30.0%")
    page.keyboard.press("Enter")
    expect(page.get_by_text("it now serves “Another goal”")).to_be_visible()


def test_a_row_dropped_onto_another_shows_what_would_change(
    visit, bob, measured, other
):
    below = make_objective("Below", parent=measured)
    page = visit(bob)
    page.goto(reverse("alignment"))
    expect(row(page, other).get_by_role("link", name="Move")).to_have_count(0)

    drag(page, row(page, measured), row(page, below))
    expect(page).to_have_url(re.compile("/alignment/$"))
    drag(page, row(page, measured), row(page, other))

    expect_preview_of(page, "Another goal")
    measured.refresh_from_db()
    assert measured.parent != other


def test_m_on_a_row_leads_to_moving_it(visit, bob, measured, other):
    page = visit(bob)
    page.goto(reverse("alignment"))
    row(page, other).locator(".node-title > a").focus()
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile("/alignment/$"))
    row(page, measured).locator(".node-title > a").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Move objective")).to_be_visible()


def test_of_two_browsers_that_move_at_once_one_gets_through(
    visit, alice, bob, measured, other
):
    """Each would put the other's objective on top of its own: together a loop."""
    alices, bobs = visit(alice), visit(bob, reduced_motion="reduce")
    bobs.context.expected += ["status of 409"]
    alices.goto(f"{address(other)}?parent={measured.pk}")
    bobs.goto(f"{address(measured)}?parent={other.pk}")
    bobs.get_by_label("How it is derived").fill("Typed by Bob.")

    alices.get_by_role("button", name="Move it").click()
    expect(alices.get_by_text("it now serves")).to_be_visible()
    bobs.get_by_role("button", name="Move it").click()

    told = bobs.get_by_role("alert")
    expect(told).to_contain_text("Alice changed “Another goal” at")
    expect(told).to_contain_text("cannot serve one that lies under it")
    expect(bobs.get_by_label("How it is derived")).to_have_value("Typed by Bob.")
    assert audit(bobs) == []
    assert tree.faults() == []
    assert list(verify.differences()) == []
