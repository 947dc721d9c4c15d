"""Talking about an objective, by hand: with scripts and without."""

import pytest
from django.urls import reverse

from progress.models import Comment
from tests.browser.audit import audit, is_wide
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_comment_is_said_where_it_belongs_and_tells_who_is_named(
    visit, alice, bob, derived_objective, scripts
):
    page = visit(bob, java_script_enabled=scripts, reduced_motion="reduce")
    page.goto(derived_objective.get_absolute_url())
    page.get_by_label("Add a comment").fill(f"**Look**, @{alice.name}!\n\n- one\n- two")
    with page.expect_navigation():
        page.get_by_role("button", name="Comment", exact=True).click()
    assert page.locator(".comment-text strong").inner_text() == "Look"
    assert page.locator(".comment-text b").inner_text() == f"@{alice.name}"
    faults = audit(page) if scripts else []
    faults += [width for width in (360, 1440) if is_wide(page, width)]

    hers = visit(alice, java_script_enabled=scripts, reduced_motion="reduce")
    hers.goto(reverse("updates"))
    section = hers.locator("section", has_text="comments that name you")
    assert "Look" in section.inner_text()
    faults += audit(hers) if scripts else []
    with hers.expect_navigation():
        section.get_by_role("button", name="Mark all as read").click()
    assert hers.locator("#s-mentions").count() == 0
    assert faults == []


def test_names_are_offered_while_they_are_typed_and_taken_by_keys(
    visit, bob, derived_objective
):
    make_user("Hana Kim")
    make_user("Hana Lee")
    page = visit(bob, reduced_motion="reduce")
    page.goto(derived_objective.get_absolute_url())
    area = page.get_by_label("Add a comment")
    area.press_sequentially("Ask @Han")
    names = page.get_by_role("option")
    names.first.wait_for()
    assert names.all_inner_texts() == ["Hana Kim", "Hana Lee"]
    faults = audit(page)
    area.press("ArrowDown")
    area.press("Enter")
    assert area.input_value() == "Ask @Hana Lee "
    assert page.get_by_role("listbox").count() == 0

    area.press_sequentially("and @Han")
    names.first.wait_for()
    area.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert area.input_value() == "Ask @Hana Lee and @Han"
    with page.expect_navigation():
        page.get_by_role("button", name="Comment", exact=True).click()
    [told] = Comment.objects.get().mentions.all()
    assert told.person.name == "Hana Lee"
    assert faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_comment_is_edited_and_withdrawn(visit, bob, derived_objective, scripts):
    page = visit(bob, java_script_enabled=scripts, reduced_motion="reduce")
    page.goto(reverse("objective_comments", args=[derived_objective.pk]))
    page.get_by_label("Add a comment").fill("First words")
    with page.expect_navigation():
        page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Comment", exact=True).fill("Second words")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="edited").click()
    assert "First words" in page.locator("main").inner_text()
    page.get_by_role("link", name="Back to the comments").click()
    page.get_by_role("link", name="Withdraw").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Withdraw").click()
    text = page.locator("main").inner_text()
    assert f"withdrawn by {bob.name}" in text
    assert "Second words" not in text
