"""The alignment map: by keys, without scripts, as a file, on a phone and on paper."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives.models import Objective, User
from tests.browser.audit import audit_all
from tests.factories import make_objective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deep(company_objective):
    """Six objectives, each under the one before."""
    chain = [company_objective]
    for depth in range(1, 6):
        chain.append(make_objective(f"Level {depth}", parent=chain[-1]))
    return chain


@pytest.fixture
def drawn(visit, alice, deep):
    page = visit(alice)
    page.goto(reverse("alignment_map"))
    return page


def card(page, objective):
    return page.locator(f'.mapsvg a[href="{objective.get_absolute_url()}"]')


def test_tab_walks_from_card_to_card_and_enter_opens_one(drawn, deep):
    card(drawn, deep[0]).focus()
    drawn.keyboard.press("Tab")
    expect(card(drawn, deep[1])).to_be_focused()
    drawn.keyboard.press("Enter")
    expect(drawn.get_by_role("heading", level=1)).to_have_text(deep[1].title)


def test_o_leads_to_the_outline_of_the_same_selection(drawn, deep):
    drawn.goto(f"{reverse('alignment_map')}?q=Level")
    drawn.keyboard.press("o")
    drawn.wait_for_url(f"**{reverse('alignment')}?cycle={deep[0].cycle_id}&q=Level")


def test_a_card_far_right_comes_into_sight_on_a_phone(drawn, deep):
    drawn.set_viewport_size({"width": 390, "height": 800})
    expect(card(drawn, deep[3])).not_to_be_in_viewport()
    for objective in deep[:3]:
        card(drawn, objective).focus()
    drawn.keyboard.press("Tab")
    expect(card(drawn, deep[3])).to_be_focused()
    expect(card(drawn, deep[3])).to_be_in_viewport()


def test_without_scripts_a_branch_is_drawn_and_read(visit, alice, deep):
    page = visit(alice, java_script_enabled=False)
    page.goto(reverse("alignment_map"))

    page.get_by_role("link", name="+ 1 more").first.click()

    expect(card(page, deep[5])).to_be_visible()
    expect(card(page, deep[0])).to_have_count(0)
    text = page.locator("#map-text")
    expect(text.get_by_text("Level 5")).to_be_hidden()
    page.get_by_text("The map as text", exact=True).click()
    expect(text.get_by_role("link", name="Level 5")).to_be_visible()
    page.get_by_role("link", name="Whole map").click()
    expect(card(page, deep[0])).to_be_visible()


def test_the_downloaded_file_opens_by_itself(drawn, deep, context):
    with drawn.expect_download() as caught:
        drawn.get_by_role("link", name="Download SVG").click()
    file = context.new_page()
    complaints = []
    file.on("console", lambda message: complaints.append(message.text))

    file.goto(
        caught.value.path().rename(caught.value.path().with_suffix(".svg")).as_uri()
    )

    title = file.get_by_text(deep[1].title, exact=True).last
    expect(title).to_be_visible()
    assert title.evaluate("text => getComputedStyle(text).fontWeight") == "550"
    assert file.locator(".card").first.bounding_box()["width"] == 263
    assert complaints == []


def test_on_paper_the_whole_drawing_is_as_wide_as_the_page(drawn):
    drawn.emulate_media(media="print")
    drawn.set_viewport_size({"width": 700, "height": 900})
    drawing = drawn.locator(".mapsvg").bounding_box()
    assert drawing["x"] >= 0
    assert drawing["x"] + drawing["width"] <= 700


def test_it_passes_with_branches_filters_and_dark(tidewell, visit):
    page = visit(User.objects.get(name="Grace Adeyemi"), reduced_motion="reduce")
    behind = Objective.objects.get(title__startswith="A support platform")
    url = reverse("alignment_map")
    addresses = [f"{url}?root={behind.pk}", f"{url}?q=phone", f"{url}?q=nothing+fits"]
    assert audit_all(page, addresses) == []
