"""The boards of actions in a browser: dragged, carried by keys, and by plain forms."""

import re

import pytest
from playwright.sync_api import expect

from objectives import actions
from objectives.models import Action
from tests.browser.audit import audit
from tests.factories import make_action, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key_result(derived_objective):
    """Bob's."""
    return make_key_result(derived_objective, content="Tasks take a minute")


@pytest.fixture
def call(key_result):
    return make_action(key_result, "Call the carrier", effort=2, impact=2)


@pytest.fixture
def opened(visit, bob, key_result):
    """`opened("board")` is that view of the key result's actions in Bob's browser."""

    def open_view(view, **options):
        page = visit(bob, reduced_motion="reduce", **options)
        page.context.expected += ["status of 409", "status of 422"]
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.goto(f"{key_result.get_absolute_url()}actions/?view={view}")
        return page

    return open_view


def card(page, action):
    return page.locator(f"#a-{action.pk}")


def column(page, name):
    return page.locator(f'[data-place][data-name="{name}"]')


def drag(page, what, onto):
    """In small steps: a browser tells of what is dragged over at its second move."""
    what.hover()
    page.mouse.down()
    box = onto.bounding_box()
    for step in (1, 2, 3):
        page.mouse.move(box["x"] + 20 + step, box["y"] + 12)
    page.mouse.up()


def now(action):
    action.refresh_from_db()
    return action.state


def told(page):
    return page.locator("[data-told]").first


def test_without_scripts_a_form_on_the_card_takes_the_step(opened, call):
    page = opened("board", java_script_enabled=False)
    assert page.get_by_role("button", name="Pick up").count() == 0
    card(page, call).locator("summary").click()
    card(page, call).get_by_label("State").select_option("Dropped")
    card(page, call).get_by_role("button", name="Move").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why, in a sentence.")
    assert now(call) == "candidate"

    expect(card(page, call).get_by_label("State")).to_have_value("dropped")
    card(page, call).get_by_label("Reason").fill("Too dear")
    card(page, call).get_by_role("button", name="Move").click()
    expect(page.get_by_role("status").first).to_contain_text("Dropped")
    assert now(call) == "dropped"


def test_a_card_is_dragged_to_another_column(opened, call):
    page = opened("board")
    with page.expect_navigation():
        drag(page, card(page, call).locator("h4"), column(page, "Doing"))
    expect(column(page, "Doing").locator(".card")).to_contain_text("Call the carrier")
    assert now(call) == "doing"

    drag(page, card(page, call).locator("h4"), column(page, "Candidate"))
    expect(told(page)).to_contain_text("cannot go from where it stands to “Candidate”")
    assert now(call) == "doing"


def test_dragged_to_where_a_reason_is_needed_it_asks(opened, call):
    page = opened("board")
    drag(page, card(page, call).locator("h4"), column(page, "Dropped"))
    expect(card(page, call).get_by_label("Reason")).to_be_focused()
    page.keyboard.type("Too dear")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert (now(call), call.reason) == ("dropped", "Too dear")


def test_a_card_is_carried_by_keys_and_what_happens_is_read_out(opened, call):
    page = opened("board")
    card(page, call).get_by_role("button", name="Pick up").focus()
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("“Call the carrier” is picked up")
    page.keyboard.press("ArrowRight")
    expect(told(page)).to_have_text("Planned")
    page.keyboard.press("Escape")
    expect(told(page)).to_contain_text("stays where it was")
    assert now(call) == "candidate"

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Space")
    assert now(call) == "planned"
    expect(card(page, call).get_by_role("button", name="Pick up")).to_be_focused()


def test_of_two_browsers_the_second_is_told_what_stands(opened, call, alice):
    page = opened("board")
    actions.take(call.pk, "planned", seen=None, by=alice)
    with page.expect_navigation():
        drag(page, card(page, call).locator("h4"), column(page, "Doing"))
    expect(page.get_by_role("alert")).to_contain_text(
        "Alice changed “Call the carrier”"
    )
    assert audit(page) == []
    assert now(call) == "planned"
    card(page, call).get_by_role("button", name="Move").click()
    expect(column(page, "Doing").locator(".card")).to_have_count(1)
    assert now(call) == "doing"


def test_an_action_is_weighed_by_dragging_keys_and_lists(opened, call):
    page = opened("weigh")
    chip = page.locator("a.chip")
    with page.expect_navigation():
        drag(page, chip, column(page, "Effort 1, impact 5"))
    assert weights(call) == (1, 5)

    chip.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(told(page)).to_have_text("Effort 2, impact 4")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert weights(call) == (2, 4)


def weights(action):
    action.refresh_from_db()
    return action.effort, action.impact


def test_without_scripts_lists_weigh_and_buttons_order(opened, call, key_result):
    other = make_action(key_result, "Write it down", effort=1, impact=5)
    page = opened("weigh", java_script_enabled=False)
    rows = page.locator(".order > li")
    expect(rows.first).to_contain_text("Write it down")

    page.get_by_label("Effort of Call the carrier").select_option("5")
    page.get_by_role("button", name="Weigh Call the carrier").click()
    expect(page.get_by_role("status").first).to_contain_text("effort 5, impact 2")
    page.get_by_role("button", name="Up: Call the carrier").click()
    expect(rows.first).to_contain_text("Call the carrier")
    expect(page.get_by_text("ordered by hand")).to_be_visible()
    page.get_by_label("Place of Call the carrier").fill("2")
    page.get_by_role("button", name="Put Call the carrier").click()
    expect(rows.first).to_contain_text("Write it down")
    page.get_by_role("button", name="Back to the computed order").click()
    expect(page.get_by_text("ordered by hand")).to_have_count(0)
    assert list(Action.objects.exclude(position=None)) == []
    assert weights(other) == (1, 5)


def test_rows_are_ordered_by_dragging_and_keys(opened, call, key_result):
    make_action(key_result, "Write it down", effort=1, impact=5)
    page = opened("weigh")
    rows = page.locator(".order > li")
    with page.expect_navigation():
        drag(page, rows.nth(1).locator("b"), rows.first)
    expect(rows.first).to_contain_text("Call the carrier")

    rows.first.get_by_role("button", name="Pick up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Write it down")
    expect(page).to_have_url(re.compile("view=weigh#o-"))


def test_what_is_opened_refused_and_overtaken_has_no_faults(
    opened, call, alice, key_result
):
    page = opened("board")
    card(page, call).locator("summary").click()
    faults = audit(page)
    card(page, call).get_by_label("State").select_option("Dropped")
    card(page, call).get_by_role("button", name="Move Call", exact=False).last.click()
    page.get_by_role("alert").wait_for()
    faults += audit(page)

    page = opened("weigh")
    make_action(key_result, "Proposed meanwhile")
    page.get_by_role("button", name="Down: Call the carrier").click()
    expect(page.get_by_role("alert")).to_contain_text("The list was changed")
    faults += audit(page)
    actions.change(call.pk, seen=None, by=alice, values={"effort": 5})
    page.get_by_role("button", name="Weigh Call the carrier").click()
    expect(page.get_by_role("alert")).to_contain_text("Alice changed")
    assert faults + audit(page) == []
