"""A gap taken apart by keyboard, in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from objectives import clock
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def parent(company_objective, bob):
    """At 31 %, above a child at 62 %."""
    check_in(make_key_result(company_objective, content="Availability"), 31)
    child = make_objective("One platform", parent=company_objective, owner=bob)
    check_in(make_key_result(child), 62)
    return company_objective


@pytest.fixture
def page_of(visit, alice, parent):
    page = visit(alice, java_script_enabled=False)
    page.goto(parent.get_absolute_url())
    return page


def opener(page, place, text):
    return page.locator(f"{place} .how > summary", has_text=text).first


def test_a_number_opens_its_arithmetic_by_keyboard_one_at_a_time(page_of):
    gap = page_of.get_by_text("target gap = own progress − children’s mean")
    lead = page_of.get_by_text("62% − 31% = +31 pts")
    expect(gap).to_be_hidden()

    opener(page_of, ".verdict", "behind children by 31 pts").focus()
    page_of.keyboard.press("Enter")
    expect(gap).to_be_visible()
    expect(page_of.get_by_text("31% − 62% = −31 pts")).to_be_visible()

    opener(page_of, ".dotplot", "+31").focus()
    page_of.keyboard.press("Space")
    expect(lead).to_be_visible()
    expect(gap).to_be_hidden()


def test_the_reasons_stand_in_sentences_and_open_into_a_table(page_of, parent):
    why = page_of.get_by_role("region", name="Why the gap is what it is")
    expect(why).to_contain_text("Availability alone puts the objective 31.0 pts behind")
    row = why.get_by_role("row", name="One platform")
    expect(row).to_be_hidden()

    why.get_by_text("The 1 child that counts").click()

    expect(row).to_contain_text("100.0% × (31.0% − 62.0%)")
    expect(row).to_contain_text("−31.0")


def test_the_gap_is_drawn_over_time(page_of):
    drawn = page_of.get_by_role("img", name="Target gap in points")
    today = f"{clock.today().day} "
    expect(drawn).to_be_visible()
    assert f"−31 on {today}" in drawn.locator("title").text_content()
