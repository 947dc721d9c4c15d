"""What stands on every page: menus, theme, language, keys, and where the focus is."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_key_result

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = "getComputedStyle(document.body).backgroundColor"


def account_menu(page):
    return page.locator("summary", has_text="Account menu")


def test_the_account_menu_switches_theme_and_language(visit, bob):
    page = visit(bob, color_scheme="light")
    page.goto(reverse("teams"))
    light = page.evaluate(PAPER)

    account_menu(page).click()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save preferences").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(PAPER) != light

    account_menu(page).click()
    page.get_by_label("简体中文").check()
    page.get_by_role("button", name="Save preferences").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page).to_have_url(page.context.address + reverse("teams"))
    expect(page.get_by_role("heading", level=1)).to_have_text("团队")


def test_language_of_the_entrance(visit, bob):
    page = visit(None)
    page.goto(reverse("login"))
    page.get_by_role("button", name="繁體中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登入")


def test_escape_closes_a_menu_and_only_one_is_open(visit, bob, cycle):
    page = visit(bob)
    page.goto(reverse("teams"))
    opened = page.locator("details.menu[open]")

    account_menu(page).focus()
    page.keyboard.press("Enter")
    expect(opened).to_have_count(1)
    page.locator("summary", has_text="2026 Q3").click()
    expect(opened).to_have_count(1)
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(page.locator("summary", has_text="2026 Q3")).to_be_focused()


def test_question_mark_lists_the_keys_and_escape_closes_the_list(visit, bob):
    page = visit(bob)
    page.goto(reverse("teams"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_skip_link_comes_first_and_leads_past_the_navigation(visit, bob):
    page = visit(bob)
    page.goto(reverse("teams"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.topbar, .skip')")


# How an element that has the focus looks different from the same one without it. A
# radio of a segmented group is invisible itself, and its label wears the outline.
OUTLINED = """() => {
    const focused = document.activeElement;
    const shown = [focused, focused.closest("label"), focused.closest(".unit-box")];
    const row = focused.closest(".node-row");
    return shown.concat(row).some(element => {
        if (!element) return false;
        const style = getComputedStyle(element);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    });
}"""
WHAT = "document.activeElement.outerHTML.slice(0, 120)"
AT_END = "document.activeElement === document.body"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_that_takes_the_focus_shows_it(visit, bob, derived_objective, theme):
    key_result = make_key_result(derived_objective)
    page = visit(bob, color_scheme=theme, reduced_motion="reduce")
    for address in (
        reverse("updates"),
        reverse("alignment"),
        key_result.get_absolute_url(),
        derived_objective.get_absolute_url(),
        reverse("objective_edit", args=[derived_objective.pk]),
    ):
        page.goto(address)
        page.get_by_role("link", name="Skip to content").focus()
        stops = unseen_stops(page)
        assert (address, stops) == (address, [])


def unseen_stops(page):
    """What Tab reaches from the top of the page without showing it."""
    unseen, stops = [], 0
    while not page.evaluate(AT_END) and stops < 100:
        if not page.evaluate(OUTLINED):
            unseen.append(page.evaluate(WHAT))
        page.keyboard.press("Tab")
        stops += 1
    assert stops > 5
    return unseen
