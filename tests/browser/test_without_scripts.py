"""The main job in a browser that runs no script at all."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from objectives import clock
from progress.models import CheckIn
from tests.factories import PASSWORD, check_in, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)
THREE_WEEKS = datetime.timedelta(days=21)


@pytest.fixture
def response_time(derived_objective):
    """Bob's key result, from 9 h down to 2 h, three weeks ago at 5.5 h."""
    key_result = make_key_result(
        derived_objective,
        content="Response time",
        start=9,
        target=2,
        unit="h",
        created_at=timezone.now() - 2 * THREE_WEEKS,
    )
    check_in(key_result, "5.5", on=clock.today() - THREE_WEEKS)
    return key_result


@pytest.fixture
def plain(visit):
    """`plain(bob)` is a page of his browser, which runs no script."""
    return lambda person: visit(person, java_script_enabled=False)


def value_field(page, key_result):
    return page.locator(f"#kr-{key_result.pk}-value")


def test_a_link_of_a_mail_leads_into_its_field(plain, bob, response_time):
    other = make_key_result(
        response_time.objective, content="Reached", kind="milestone", target=1
    )
    page = plain(None)
    page.goto(f"/updates/?kr={other.pk}#kr-{other.pk}-value")
    page.get_by_label("Email").fill(bob.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(value_field(page, other)).to_be_focused()

    page.goto("about:blank")
    page.goto(f"/updates/?kr={response_time.pk}#kr-{response_time.pk}-value")
    expect(value_field(page, response_time)).to_be_focused()


def newest(key_result):
    return CheckIn.objects.filter(key_result=key_result).order_by("-pk").first()


def test_from_signing_in_to_signing_out(plain, bob, response_time):
    page = plain(None)
    page.goto("/")
    page.get_by_label("Email").fill(bob.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title("My updates · Plumbline")
    expect(page.get_by_role("link", name="My updates")).to_contain_text("1")
    expect(page.get_by_role("heading", name="Overdue 1")).to_be_visible()
    expect(value_field(page, response_time)).to_be_focused()

    page.keyboard.type("3,5 h")
    page.keyboard.press("Enter")
    expect(page.locator(".error")).to_contain_text("Use a point for decimals")
    expect(value_field(page, response_time)).to_have_value("3,5 h")
    expect(value_field(page, response_time)).to_be_focused()

    value_field(page, response_time).fill("3.75 h")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 update saved")).to_be_visible()
    saved = page.get_by_role("region", name="Just saved")
    for told in ("−1.75 h", "−5.25 h", "1.75 h", "50.0% → 75.0%"):
        expect(saved).to_contain_text(told)
    expect(saved.get_by_text("better")).to_have_count(2)
    expect(page.get_by_role("heading", name="Overdue")).to_have_count(0)

    page.locator("summary", has_text="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/updates/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.context.expected.append("status of 422")


def test_two_at_once_are_both_shown_and_nothing_typed_is_lost(
    plain, alice, bob, response_time
):
    hers, his = plain(alice), plain(bob)
    his.context.expected.append("status of 409")
    hers.goto(response_time.get_absolute_url())
    his.goto("/updates/")
    hers.get_by_label("New value").fill("3.8")
    hers.get_by_role("button", name="Save check-in").click()
    expect(hers.get_by_role("heading", name="Just saved")).to_be_visible()

    value_field(his, response_time).fill("3.6")
    his.get_by_label("Note on Response time").fill("from the desk")
    his.keyboard.press("Enter")

    told = his.get_by_role("alert")
    expect(told).to_contain_text("Alice updated this at")
    expect(told.get_by_role("row", name="When you opened it")).to_contain_text("5.5 h")
    expect(told.get_by_role("row", name="Alice,")).to_contain_text("3.8 h")
    expect(told.get_by_role("row", name="Yours")).to_contain_text("3.6 h")
    expect(value_field(his, response_time)).to_have_value("3.6")
    note = his.get_by_label("Note on Response time")
    expect(note).to_have_value("from the desk")
    assert newest(response_time).author == alice

    his.get_by_role("button", name="Save mine").click()
    expect(his.get_by_text("1 update saved")).to_be_visible()
    assert str(newest(response_time).value) == "3.6000"
    assert newest(response_time).note == "from the desk"


def test_the_page_of_a_key_result_keeps_mine_or_theirs(
    plain, alice, bob, response_time
):
    hers, his = plain(alice), plain(bob)
    his.context.expected.append("status of 409")
    for page in (hers, his):
        page.goto(response_time.get_absolute_url())
    hers.get_by_label("New value").fill("3.8")
    hers.keyboard.press("Enter")
    expect(hers.get_by_role("heading", name="Just saved")).to_be_visible()
    his.get_by_label("New value").fill("3.6")
    his.get_by_label("Note").fill("from the desk")
    his.get_by_role("button", name="Save check-in").click()

    told = his.get_by_role("alert")
    expect(told.get_by_role("row", name="Alice,")).to_contain_text("3.8 h")
    expect(told.get_by_role("row", name="Yours")).to_contain_text("3.6 h")
    expect(told.get_by_role("link", name="Keep 3.8 h")).to_be_visible()
    expect(his.get_by_label("New value")).to_have_value("3.6")

    his.get_by_role("button", name="Save mine as a revision").click()
    expect(his.get_by_role("heading", name="Just saved")).to_be_visible()
    mine = newest(response_time)
    assert (str(mine.value), mine.note) == ("3.6000", "from the desk")
    assert mine.corrects.author == alice


def test_a_correction_is_told_beside_what_it_replaces(plain, bob, response_time):
    page = plain(bob)
    page.goto(response_time.get_absolute_url())
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("Corrected value").fill("5.25")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_reason_error")).to_contain_text("Say why")
    expect(page.get_by_label("Corrected value")).to_have_value("5.25")

    page.get_by_label("Why is it corrected?").fill("Left out the weekend")
    page.get_by_role("button", name="Save").click()

    corrected = page.get_by_role("row").filter(has_text="Left out the weekend")
    expect(corrected.locator("del")).to_contain_text("5.50 h")
    expect(corrected).to_contain_text("5.25 h")
    page.context.expected.append("status of 422")
