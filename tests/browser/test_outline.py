"""The alignment outline: by arrow keys, and with branches fetched on demand."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_objective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain(company_objective):
    """Six objectives, each under the one before; the deepest are not shown at first."""
    chain = [company_objective]
    for depth in range(1, 6):
        chain.append(make_objective(f"Level {depth}", parent=chain[-1]))
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
    outline.keyboard.press("ArrowRight")
    outline.keyboard.press("ArrowRight")
    expect(link(outline, chain[2])).to_be_focused()
    outline.keyboard.press("Enter")
    expect(outline.get_by_role("heading", level=1)).to_have_text(chain[2].title)


def test_a_branch_is_fetched_into_its_place_and_can_be_walked(outline, chain):
    below = link(outline, chain[4])
    expect(below).to_have_count(0)
    outline.evaluate("window.sameDocument = true")

    outline.get_by_role("link", name="Load 1 objective").click()

    expect(below).to_be_visible()
    outline.get_by_role("link", name="Load 1 objective").click()
    expect(link(outline, chain[5])).to_be_visible()
    assert outline.evaluate("window.sameDocument")
    link(outline, chain[3]).focus()
    outline.keyboard.press("ArrowDown")
    expect(below).to_be_focused()


def test_without_scripts_a_branch_is_a_page_of_its_own(visit, alice, chain):
    page = visit(alice, java_script_enabled=False)
    page.goto(reverse("alignment"))
    page.get_by_role("link", name="Load 1 objective").click()
    expect(link(page, chain[4])).to_be_visible()
    expect(page.get_by_role("link", name=chain[3].title)).to_be_visible()
