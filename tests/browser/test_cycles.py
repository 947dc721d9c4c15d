"""A cycle in the browser: from a cell to what stands behind it, and closing it."""

import pytest
from django.urls import reverse

from objectives import clock
from objectives.models import Organisation
from tests.factories import check_in, make_key_result, set_cadence

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due_today(derived_objective, bob):
    """Bob owes one update today."""
    Organisation(name="Tidewell").save()
    set_cadence(weekdays=[clock.today().weekday()])
    return make_key_result(derived_objective, content="Response time", unit="h")


def test_a_cell_leads_to_what_was_due_by_keys_alone(visit, bob, due_today):
    page = visit(bob)
    page.goto(reverse("updates"))
    page.get_by_role("link", name="Cycle", exact=True).click()
    region = page.get_by_role("region", name="Table of updates on time")
    region.focus()
    page.keyboard.press("Tab")
    focused = page.locator("td a:focus")
    assert focused.inner_text().startswith("0/1")
    page.keyboard.press("Enter")
    row = page.get_by_role("row", name="Response time")
    row.wait_for()
    assert "Due today" in row.inner_text()
    row.get_by_role("link", name="Response time").click()
    page.get_by_role("heading", name="Response time").wait_for()


def test_a_cycle_is_graded_closed_and_reopened_without_scripts(
    visit, dana, company_objective
):
    check_in(make_key_result(company_objective), 67)
    page = visit(dana, java_script_enabled=False)
    page.context.expected += ["status of 422"]
    page.goto(company_objective.cycle.get_absolute_url())
    page.get_by_role("link", name="Close and grade").click()

    grade = page.get_by_label(f"Grade of “{company_objective.title}”")
    grade.fill("0.7")
    page.get_by_label("What we learned from").fill("Start sooner.")
    page.get_by_role("button", name="Save and close the cycle").click()
    page.get_by_text("The cycle was not closed.").wait_for()
    assert grade.input_value() == "0.7"

    page.get_by_label("Close it even while points are open").check()
    page.get_by_role("button", name="Save and close the cycle").click()
    page.get_by_role("heading", name="Grades").wait_for()
    row = page.get_by_role("row", name=company_objective.title)
    assert "0.67\t0.70\tStart sooner." in row.inner_text()

    page.get_by_label("Reason").fill("A value came late.")
    page.get_by_role("button", name="Reopen the cycle").click()
    page.get_by_role("heading", name="Closing and grading").wait_for()
    log = page.get_by_role("region", name="Log").inner_text()
    assert log.index("A value came late.") < log.index("Closed")
