"""Actions in a browser: ideas, a plan, steps, two at once; also without scripts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives import actions, clock
from objectives.models import Action, ActionEvent
from tests.browser.audit import audit
from tests.factories import make_action, make_key_result, make_objective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key_result(derived_objective):
    return make_key_result(derived_objective, content="Calls that connect", unit="%")


@pytest.fixture
def far(db):
    """An action of somebody else's key result in the same cycle."""
    other = make_key_result(make_objective(), content="Agents trained")
    return make_action(other, "Train the night shift")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request):
    return request.param


def press(page, name, **options):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, **options).first.click()


def test_from_an_idea_to_its_end(visit, bob, key_result, far, scripts):
    page = visit(bob, java_script_enabled=scripts)
    page.goto(key_result.get_absolute_url())
    page.get_by_role("link", name="Actions").click()
    page.get_by_label("Ideas, one on each line").fill("Second carrier\nMore lines")
    press(page, "Add candidates")
    expect(page.get_by_text("2 candidates added.")).to_be_visible()

    page.get_by_role("link", name="Second carrier").click()
    page.get_by_role("link", name="Edit action").click()
    fill_in_the_plan(page, bob)
    find(page, "night shift", scripts)
    page.get_by_label("Train the night shift").check()
    press(page, "Save", exact=True)
    expect(page.get_by_text("goes from 10% to 40%")).to_be_visible()
    expect(page.get_by_role("link", name="Train the night shift")).to_be_visible()

    press(page, "Begin")
    page.get_by_text("Blocked …").click()
    page.get_by_label("Reason").first.fill("The contract is not signed")
    press(page, "Blocked", exact=True)
    expect(page.locator(".timeline li").first).to_contain_text("Doing → Blocked")
    press(page, "Done", exact=True)
    expect(page.locator("dl.facts")).to_contain_text("Done")
    steps = ActionEvent.objects.filter(action__title="Second carrier")
    assert [step.to_state for step in steps] == [
        "candidate",
        "doing",
        "blocked",
        "done",
    ]


def fill_in_the_plan(page, owner):
    today = clock.today().isoformat()
    page.get_by_label("Owner").select_option(label=owner.name)
    for label in ("Starts on", "Due on", "by (optional)"):
        page.get_by_label(label).fill(today)
    page.get_by_label("it goes from").fill("10")
    page.get_by_label("to (optional)", exact=True).fill("40 %")
    page.get_by_role("group", name="Impact").get_by_text("4", exact=True).click()


def find(page, words, scripts):
    """By typing alone where scripts run, else with the button."""
    field = page.get_by_label("Find other actions")
    if not scripts:
        field.fill(words)
        press(page, "Find")
        return
    field.press_sequentially(words)
    expect(page.locator("#needs-count")).to_have_text("1 action fits.")


def test_enter_in_the_search_keeps_what_was_typed_and_saves_nothing(
    visit, bob, key_result, far
):
    action = make_action(key_result, "Old title")
    page = visit(bob, java_script_enabled=False)
    page.goto(reverse("action_edit", args=[action.pk]))
    page.get_by_label("Action", exact=True).fill("New title")
    page.get_by_label("Find other actions").fill("night")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_label("Action", exact=True)).to_have_value("New title")
    page.get_by_label("Train the night shift").check()
    page.get_by_label("Action", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    saved = Action.objects.get(pk=action.pk)
    assert (saved.title, list(saved.needs.all())) == ("New title", [far])


def test_what_is_refused_stays_open_with_what_was_typed(visit, bob, key_result):
    page = visit(bob, reduced_motion="reduce")
    page.context.expected += ["status of 422", "status of 409"]
    action = make_action(key_result, state="doing")
    page.goto(action.get_absolute_url())
    page.get_by_text("Drop …").click()
    press(page, "Drop", exact=True)
    expect(page.get_by_text("Say why, in a sentence.")).to_be_visible()
    faults = audit(page)

    page.get_by_label("Reason").last.fill("Too dear")
    actions.take(action.pk, "done", seen=None, by=key_result.objective.parent.owner)
    press(page, "Drop", exact=True)
    expect(page.get_by_role("alert")).to_contain_text("Too dear")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("Alice changed this"))
    assert faults + audit(page) == []
    assert Action.objects.get().state == "done"


def test_two_plans_at_once_stand_side_by_side(visit, bob, key_result, alice):
    page = visit(bob, reduced_motion="reduce")
    page.context.expected += ["status of 409"]
    action = make_action(key_result, "Old title")
    page.goto(reverse("action_edit", args=[action.pk]))
    page.get_by_label("Deliverable").fill("A contract")
    values = {"deliverable": "Two contracts"}
    actions.change(action.pk, seen=None, by=alice, values=values)
    press(page, "Save", exact=True)
    row = page.get_by_role("row", name=re.compile("^Deliverable"))
    expect(row).to_contain_text("Two contracts")
    expect(row).to_contain_text("A contract")
    assert audit(page) == []
    press(page, "Save mine")
    assert Action.objects.get().deliverable == "A contract"


def test_lists_and_forms_that_refuse_pass_the_audit(visit, bob, key_result):
    page = visit(bob, reduced_motion="reduce")
    page.context.expected += ["status of 422"]
    address = reverse("key_result_actions", args=[key_result.pk])
    page.goto(address)
    faults = audit(page)
    page.get_by_label("Ideas, one on each line").fill("Fine\n" + "x" * 1001)
    press(page, "Add candidates")
    expect(page.get_by_text("Line 2: at most 1000").first).to_be_visible()
    faults += audit(page)
    page.goto(f"{address}new/")
    page.get_by_label("it goes from").fill("many")
    page.locator("#edit").evaluate("form => form.noValidate = true")
    press(page, "Add action", exact=True)
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults + audit(page) == []
