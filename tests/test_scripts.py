"""The scripts, each on a page of its own: what the keyboard can do beside Tab."""

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "static" / "js"


@pytest.fixture
def page_with(page):
    """Shows markup and runs one script on it, as `defer` would."""

    def show(markup, script):
        page.set_content(f"<!doctype html><main>{markup}</main>")
        page.add_script_tag(path=SCRIPTS / script)
        return page

    return show


UPDATES = """
<form data-updates>
  <ul>
    <li data-row data-state="overdue" id="a"><a href="#a">A</a><input data-value><div class="save"><button class="save-btn">Save</button></div></li>
    <li data-row data-state="done" id="b"><input data-value></li>
    <li data-row data-state="week" id="c"><input type="radio" name="c" value="0" checked data-value><input type="radio" name="c" value="1" data-value></li>
  </ul>
  <span data-unsaved data-one="1 row typed" data-many="%n rows typed"></span>
</form>
"""  # noqa: E501


def test_rows_with_an_unsaved_value_are_marked_and_counted(page_with):
    page = page_with(UPDATES, "updates.js")
    told = page.locator("[data-unsaved]")
    assert told.inner_text() == ""

    page.locator("#a input").fill("3.6")
    assert told.inner_text() == "1 row typed"
    assert page.locator("#a .save-btn.primary").count() == 1

    page.locator("#c input").nth(1).check()
    assert told.inner_text() == "2 rows typed"

    page.locator("#a input").fill(" ")
    assert told.inner_text() == "1 row typed"
    assert page.locator("[data-live]").get_attribute("id") == "c"


def test_n_goes_to_the_next_due_row_and_is_a_letter_in_a_field(page_with):
    page = page_with(UPDATES, "updates.js")
    page.locator("#a a").focus()

    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('li').id") == "c"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('li').id") == "a"
    page.keyboard.press("n")
    assert page.locator("#a input").input_value() == "n"


def node(name, children=""):
    twist = "<details class='twist' open><summary>+</summary></details>"
    title = f"{twist if children else ''}<a href='#{name}' id='{name}'>{name}</a>"
    below = f"<ul>{children}</ul>" if children else ""
    row = f"<div class='node-row'><div class='node-title'>{title}</div></div>"
    return f"<li class='node'>{row}{below}</li>"


TREE = f"<div class='tree'><ul>{node('top', node('left') + node('right'))}</ul></div>"


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate("document.activeElement.id")


def test_arrows_walk_through_the_outline(page_with):
    page = page_with(TREE, "tree.js")
    page.locator("#top").focus()

    assert press(page, "ArrowDown") == "left"
    assert press(page, "ArrowDown") == "right"
    assert press(page, "ArrowDown") == "right"
    assert press(page, "ArrowLeft") == "top"
    assert press(page, "ArrowRight") == "left"


def test_left_closes_a_branch_and_right_opens_it(page_with):
    page = page_with(TREE, "tree.js")
    page.locator("#top").focus()

    assert press(page, "ArrowLeft") == "top"
    assert page.locator("details[open]").count() == 0
    assert press(page, "ArrowRight") == "top"
    assert page.locator("details[open]").count() == 1


MENU = """
<p id="elsewhere">Text</p>
<details class="menu" open><summary>Menu</summary><a href="#x">Entry</a></details>
"""


def test_escape_closes_a_menu_and_returns_to_its_button(page_with):
    page = page_with(MENU, "frame.js")
    page.locator("details a").focus()

    page.keyboard.press("Escape")

    assert page.locator("details[open]").count() == 0
    assert page.evaluate("document.activeElement.localName") == "summary"


def test_click_elsewhere_closes_a_menu(page_with):
    page = page_with(MENU, "frame.js")

    page.locator("#elsewhere").click()

    assert page.locator("details[open]").count() == 0


KEYS = """
<a href="#x" id="link">Link</a><input type="search" id="search">
<dialog data-keys><form method="dialog"><button>Close</button></form></dialog>
"""


def test_question_mark_lists_the_keys_and_slash_goes_to_the_search(page_with):
    page = page_with(KEYS, "frame.js")

    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")

    assert press(page, "/") == "search"
    press(page, "/", "?")
    assert page.locator("#search").input_value() == "/?"
    assert page.locator("dialog[open]").count() == 0
