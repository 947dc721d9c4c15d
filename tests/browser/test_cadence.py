"""An administrator sets a cadence of each kind and sees it change what is due."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives import clock
from progress.cadence import DAY
from progress.cadences import Cadences
from progress.models import CadencePolicy
from tests.browser.audit import audit
from tests.factories import make_key_result, set_cadence

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "Saved: it holds for due dates from tomorrow on."


@pytest.fixture
def key_result(derived_objective):
    """Due on the weekday that is tomorrow, as the organisation says."""
    set_cadence(weekdays=[(clock.today() + DAY).weekday()])
    return make_key_result(derived_objective)


@pytest.fixture
def team_page(key_result, product):
    return reverse("settings_cadence_team", args=[product.pk])


def next_due(key_result):
    found = Cadences.for_key_results([key_result.pk])
    return found.schedule(key_result.pk).next_after(clock.today())


def choose(page, kind, **fields):
    page.get_by_label(kind, exact=True).check(force=True)
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page):
    """Once, where the dates were looked at while they were typed; else twice."""
    with page.expect_navigation():
        page.get_by_role("button", name="Preview and save").click()


def weekday_box(page, day):
    return page.locator(f"[name=weekdays][value='{day.weekday()}']")


def in_days(number):
    return clock.today() + DAY * number


def test_each_kind_changes_what_is_due(visit, dana, team_page, key_result):
    page = visit(dana)
    dates = page.locator("#preview .dates li")
    kinds = [
        ("Days", {"every": "3", "anchor": in_days(2).isoformat()}, in_days(2)),
        ("Months, on a day", {"month_day": str(in_days(4).day)}, in_days(4)),
        (
            "Months, on a weekday",
            {"nth": "-1", "weekday": "4", "every": "1"},
            last_friday(in_days(1)),
        ),
    ]
    for kind, fields, expected in kinds:
        page.goto(team_page)
        choose(page, kind, **{"every": "1"} | fields)
        expect(page.locator("#preview [name=previewed]")).to_have_count(1)
        expect(page.locator("#preview")).to_contain_text("1 key result of 1 owner")
        expect(dates).to_have_count(6)
        save(page)
        if page.get_by_text(SAVED).count() == 0:
            save(page)  # the dates shown were those of what was typed a moment before
        page.get_by_text(SAVED).wait_for()
        assert next_due(key_result) == expected


def last_friday(day):
    """The last Friday of the month of `day`, or of the next one if that is over."""
    found = [day + DAY * n for n in range(62)]
    last = [d for d in found if d.weekday() == 4 and (d + 7 * DAY).month != d.month]
    return last[0]


def test_without_scripts_a_preview_comes_before_saving(
    visit, alice, team_page, key_result
):
    page = visit(alice, java_script_enabled=False)
    page.goto(team_page)
    page.locator("[name=kind][value=weeks]").check(force=True)
    day = in_days(3)
    weekday_box(page, day).check(force=True)

    save(page)

    expect(
        page.get_by_text("Not saved yet: look at the dates, then save.")
    ).to_be_visible()
    assert CadencePolicy.objects.count() == 1
    page.get_by_role("button", name="Save cadence").click()
    page.get_by_text("Saved: it holds for due dates from tomorrow on.").wait_for()
    assert next_due(key_result) == day


def test_a_refusal_and_a_conflict_can_be_read(visit, dana, team_page, product):
    page = visit(dana, reduced_motion="reduce")
    page.context.expected += ["422", "409"]
    page.goto(team_page)
    choose(page, "Days", every="0", anchor=clock.today().isoformat())
    expect(page.locator("#preview .error")).to_be_visible()
    save(page)
    page.get_by_role("alert").wait_for()
    faults = audit(page)

    page.locator("[name=every]").fill("5")
    expect(page.locator("#preview [name=previewed]")).to_have_count(1)
    set_cadence(product, weekdays=[1])
    save(page)
    page.get_by_role("row", name="Due Weekly, Tuesdays Every 5 days").wait_for()
    assert faults + audit(page) == []
