"""My updates with scripts: the meaning of a number while it is typed, and the keys."""

import datetime
import re
import time

import pytest
from playwright.sync_api import expect

from objectives import clock
from progress.models import CheckIn
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)
THREE_WEEKS = datetime.timedelta(days=21)


@pytest.fixture
def owed(derived_objective):
    """Bob's ten key results, each last measured three weeks ago; one is a milestone."""
    key_results = [
        make_key_result(derived_objective, content=f"Number {number}", unit="h")
        for number in range(1, 10)
    ]
    for key_result in key_results:
        check_in(key_result, 10, on=clock.today() - THREE_WEEKS)
    milestone = make_key_result(
        derived_objective, content="Ship it", kind="milestone", start=0, target=1
    )
    return [*key_results, milestone]


@pytest.fixture
def updates(visit, bob, owed):
    page = visit(bob)
    page.goto("/updates/")
    return page


def row(page, key_result):
    return page.locator(f"#kr-{key_result.pk}")


def field(page, key_result):
    return page.locator(f"#kr-{key_result.pk}-value")


def focused_row(page):
    row = page.evaluate("document.activeElement.closest('[data-row]')?.id ?? ''")
    return row.removeprefix("kr-")


class Keyboard:
    """The keys of one page; counts each press, as a person's fingers would."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text):
        self.press(*text)


def test_the_meaning_of_a_number_appears_while_it_is_typed(updates, owed):
    first = row(updates, owed[0])
    expect(first.locator(".before-after")).to_have_count(0)

    field(updates, owed[0]).press_sequentially("25")

    expect(first.locator(".delta div").nth(0)).to_contain_text(
        re.compile(r"since last\s*\+15\sh\s*better")
    )
    expect(first.locator(".delta div").nth(1)).to_contain_text("+25")
    expect(first.locator(".delta div").nth(2)).to_contain_text("75")
    told = first.locator(".before-after")
    expect(told).to_contain_text("key result10.0% → 25.0%")
    expect(told).to_contain_text("objective9.0% → 10.5%")
    assert CheckIn.objects.filter(key_result=owed[0]).count() == 1


def test_what_is_not_a_number_is_said_while_it_is_typed(updates, owed):
    field(updates, owed[0]).press_sequentially("1e9")
    told = updates.locator(f"#kr-{owed[0].pk}-error")
    expect(told).to_contain_text("Write the number out")

    field(updates, owed[0]).fill("12")
    expect(told).to_be_empty()

    field(updates, owed[0]).fill("")
    expect(row(updates, owed[0]).locator(".before-after")).to_have_count(0)


def test_ten_key_results_in_under_a_minute_by_keyboard_alone(updates, owed):
    order = [int(row.removeprefix("kr-")) for row in row_ids(updates)]
    by_pk = {key_result.pk: key_result for key_result in owed}
    keyboard, came_to = Keyboard(updates), []
    began = time.monotonic()

    for number, pk in enumerate(order, 1):
        came_to.append(int(focused_row(updates)))
        if by_pk[pk].is_milestone:
            keyboard.press("ArrowRight")
        else:
            keyboard.type(str(20 + number))
        if number < len(order):
            keyboard.press("Tab")
    keyboard.press("Enter")
    expect(updates.get_by_role("status").first).to_contain_text("10 updates saved")

    assert time.monotonic() - began < 60
    assert came_to == order
    # 9 numbers of two digits, 1 arrow, 9 times Tab, once Enter: at half a second a
    # press, which is slow typing, they take 19 seconds.
    assert keyboard.presses == 9 * 2 + 1 + 9 + 1
    today = CheckIn.objects.filter(measured_on=clock.today())
    assert sorted(today.values_list("key_result", flat=True)) == sorted(order)


def row_ids(page):
    rows = page.locator("[data-row]:not([data-state=done])")
    return rows.evaluate_all("rows => rows.map(row => row.id)")


def test_shift_tab_comes_back_and_tab_then_goes_through_the_row(updates):
    first, second = row_ids(updates)[:2]
    keyboard = Keyboard(updates)
    keyboard.type("12")
    keyboard.press("Tab")
    assert f"kr-{focused_row(updates)}" == second

    keyboard.press("Shift+Tab")
    assert f"kr-{focused_row(updates)}" == first
    passed = [focused_after_tab(keyboard) for _stop in range(4)]
    assert passed == ["same", "confidence", "note", "save"]
    keyboard.press("Tab", "Tab", "Tab")  # past the links of the next row
    assert f"kr-{focused_row(updates)}" == second
    assert focused_words(updates) == "value"


def focused_after_tab(keyboard):
    keyboard.press("Tab")
    return focused_words(keyboard.page)


def focused_words(page):
    name = page.evaluate("document.activeElement.name ?? ''")
    return re.sub(r"kr-\d+-", "", name)


def test_without_typing_tab_goes_through_the_row(updates):
    updates.keyboard.press("Tab")

    assert focused_words(updates) == "same"


def test_n_goes_to_the_next_due_row_and_unsaved_rows_are_counted(updates, owed):
    ids = row_ids(updates)
    updates.keyboard.press("Tab")  # out of the field, where "n" is a letter
    updates.keyboard.press("n")
    assert f"kr-{focused_row(updates)}" == ids[1]

    updates.keyboard.type("3")
    expect(updates.locator("[data-unsaved]")).to_have_text("1 row typed, not yet saved")
    expect(updates.locator("[data-live]")).to_have_attribute("id", ids[1])


def test_no_change_records_the_last_value_again(updates, owed):
    row(updates, owed[0]).get_by_role("button", name="No change").click()

    expect(updates.get_by_role("status").first).to_contain_text("1 update saved")
    entries = CheckIn.objects.filter(key_result=owed[0]).order_by("pk")
    assert [entry.value for entry in entries] == [10, 10]


def test_a_revision_keeps_what_stood_before(updates, owed):
    field(updates, owed[0]).fill("12")
    updates.keyboard.press("Enter")
    done = row(updates, owed[0])

    done.locator("summary").click()
    field(updates, owed[0]).fill("11")
    done.get_by_placeholder("Why is it corrected?").fill("Counted one twice")
    done.get_by_role("button", name="Save revision").click()

    expect(row(updates, owed[0]).locator(".now")).to_have_text(re.compile(r"11\sh"))
    newest = CheckIn.objects.get(corrects__isnull=False)
    assert (newest.value, newest.corrects.value) == (11, 12)
    assert newest.reason == "Counted one twice"
