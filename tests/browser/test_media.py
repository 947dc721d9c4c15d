"""Paper, enlarged text, and colours that the reader's system has chosen."""

import pytest
from django.urls import reverse

from objectives.models import Objective, User
from tests.browser.audit import is_wide
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)
LARGER_TEXT = "document.documentElement.style.fontSize = '200%'"
FILLS = """names => names.map(name => {
    const found = document.querySelector(name);
    return found && getComputedStyle(found).fill;
})"""


@pytest.fixture
def parent(company_objective, derived_objective):
    """An objective with a child, both measured."""
    for objective, value in ((company_objective, 70), (derived_objective, 40)):
        check_in(make_key_result(objective), value)
    return company_objective


def pages():
    objective = Objective.objects.get(title__startswith="A support platform")
    key_result = objective.key_results.first()
    return [
        reverse("updates"),
        reverse("alignment"),
        objective.get_absolute_url(),
        key_result.get_absolute_url(),
    ]


def test_paper_shows_the_whole_tree_and_nothing_to_press(visit, alice, parent):
    page = visit(alice)
    page.goto(reverse("alignment"))
    page.locator(".twist summary").first.click()
    below = page.locator(".node .node .node-row")
    assert below.is_hidden()

    page.emulate_media(media="print")

    assert below.is_visible()
    assert page.locator(".topbar, .twist, .acts").filter(visible=True).count() == 0
    assert page.locator(".tree .own").first.is_visible()


def test_text_of_twice_the_size_stays_within_the_page(tidewell, visit):
    page = visit(User.objects.get(name="Grace Adeyemi"))
    wide = []
    for address in pages():
        page.goto(address)
        page.evaluate(LARGER_TEXT)
        wide += [address for width in (768, 1280) if is_wide(page, width)]
    assert wide == []


def test_chosen_colours_keep_bar_rail_and_mean_apart(visit, alice, parent):
    page = visit(alice, forced_colors="active")
    page.goto(reverse("alignment"))
    own, rail, mean = page.evaluate(FILLS, [".tree .own", ".tree .rail", "#m-bob"])
    assert own != rail
    assert own != mean
