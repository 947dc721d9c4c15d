"""The alignment outline: by arrow keys, and with branches fetched on demand."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_objective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain(company_objective, alice):
    """Six objectives, each under the one before; the deepest are not shown at first."""
    chain = [company_objective]
    for depth in range(1, 6):
        chain.append(make_objective(f"Level {depth}", parent=chain[-1], owner=alice))
    return chain


@pytest.fixture
def outline(visit, alice, chain):
    page = visit(alice)
    page.goto(reverse("alignment"))
    return page


def link(page, objective):
    return page.locator(f"#o-{objective.pk} > .node-row .node-title > a")


def test_arrows_walk_open_and_close(outline, chain):
    link(outline, chain[0]).focus()
    outline.keyboard.press("ArrowDown")
    expect(link(outline, chain[1])).to_be_focused()
    outline.keyboard.press("ArrowLeft")
    expect(link(outline, chain[2])).to_be_hidden()
    expect(outline.get_by_role("status").last).to_have_text("Branch closed")
    outline.keyboard.press("ArrowRight")
    expect(outline.get_by_role("status").last).to_have_text("Branch opened")
    outline.keyboard.press("ArrowRight")
    expect(link(outline, chain[2])).to_be_focused()
    outline.keyboard.press("Enter")
    expect(outline.get_by_role("heading", level=1)).to_have_text(chain[2].title)


def test_a_branch_is_fetched_into_its_place_and_can_be_walked(outline, chain):
    outline.evaluate("window.sameDocument = true")

    outline.get_by_role("link", name="Load 1 objective").click()

    below = link(outline, chain[4])
    expect(below).to_be_focused()
    expect(outline.get_by_role("status").last).to_have_text("1 objective loaded")
    outline.get_by_role("link", name="Load 1 objective").click()
    expect(link(outline, chain[5])).to_be_visible()
    assert outline.evaluate("window.sameDocument")
    link(outline, chain[3]).focus()
    outline.keyboard.press("ArrowDown")
    expect(below).to_be_focused()


def test_rows_that_come_late_leave_the_focus_where_somebody_went(outline, chain):
    def hold(route):
        link(outline, chain[0]).focus()
        route.continue_()

    outline.route(f"**/{chain[3].pk}/children/**", hold)

    outline.get_by_role("link", name="Load 1 objective").click()

    expect(link(outline, chain[4])).to_be_visible()
    expect(link(outline, chain[0])).to_be_focused()


def test_what_was_opened_and_closed_stands_in_the_address(outline, chain):
    outline.get_by_role("link", name="Load 1 objective").click()
    expect(link(outline, chain[4])).to_be_visible()
    link(outline, chain[1]).focus()
    outline.keyboard.press("ArrowLeft")
    expect(outline).to_have_url(re.compile(rf"open={chain[3].pk}%2C-{chain[1].pk}$"))

    outline.reload()

    expect(link(outline, chain[1])).to_be_visible()
    expect(link(outline, chain[2])).to_be_hidden()
    twist = outline.locator(f"#o-{chain[1].pk} > .node-row summary")
    expect(twist).to_have_accessible_name(re.compile("Show or hide 1 objective"))
    twist.click()
    expect(link(outline, chain[4])).to_be_visible()


def test_a_branch_that_waits_is_fetched_when_it_is_opened(outline, chain):
    outline.get_by_role("link", name="Collapse all").click()
    for objective in chain[:3]:
        outline.locator(f"#o-{objective.pk} > .node-row summary").click()
    link(outline, chain[3]).focus()
    outline.keyboard.press("ArrowRight")
    expect(link(outline, chain[4])).to_be_focused()


def test_a_slash_goes_to_the_filter_and_what_was_typed_narrows(outline, chain):
    outline.keyboard.press("/")
    outline.keyboard.type("level 4")
    outline.keyboard.press("Enter")
    expect(outline.locator("#counted")).to_have_text("1 of 6 objectives")
    expect(outline.locator(".node:not([data-path])")).to_have_count(1)
    expect(outline.get_by_label("Contains")).to_have_value("level 4")


def test_without_scripts_everything_is_links_and_a_form(visit, alice, chain):
    page = visit(alice, java_script_enabled=False)
    page.goto(reverse("alignment"))
    page.get_by_role("link", name="Load 1 objective").click()
    expect(link(page, chain[4])).to_be_visible()
    expect(link(page, chain[0])).to_be_visible()

    page.get_by_role("link", name="Collapse all").click()
    expect(link(page, chain[1])).to_be_hidden()
    page.get_by_role("link", name="Expand all").click()
    expect(link(page, chain[5])).to_be_visible()

    page.get_by_label("Order").select_option("Furthest behind first")
    page.get_by_label("Contains").fill("nonesuch")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Clear the filters").click()
    expect(page).to_have_url(re.compile(r"\?cycle=\d+&sort=pace$"))
