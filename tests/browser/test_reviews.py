"""A large gap is reviewed by two people, with scripts and without."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from objectives import clock
from objectives.models import User
from progress import reviewing
from progress.models import AlignmentReview, FollowUp
from tests.browser.audit import audit, audit_all
from tests.factories import check_in, make_follow_up, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drifted(company_objective, derived_objective):
    """Alice's objective stands at 20 %, Bob's under it at 70 %."""
    check_in(make_key_result(company_objective), 20)
    check_in(make_key_result(derived_objective), 70)
    return company_objective


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_large_gap_to_a_decision(visit, alice, bob, drifted, scripts):
    hers, his = (visit(who, java_script_enabled=scripts) for who in (alice, bob))
    his.context.expected += ["status of 409", "status of 422"]
    hers.goto(drifted.get_absolute_url())
    hers.get_by_role("button", name="Open a review").click()
    expect(hers.get_by_text("both levels’ numbers are kept")).to_be_visible()
    expect(hers.get_by_text("Do the children’s key results count")).to_be_visible()
    hers.get_by_label("Notes").fill("Queues moved.\n\nAlerts cover more.")
    hers.get_by_text("Add follow-up").first.click()
    hers.get_by_label("What is to be done").fill("Rank the queues")
    hers.get_by_label("Who does it").fill("Bob")
    due = clock.today() + datetime.timedelta(days=3)
    hers.get_by_label("Until when", exact=True).fill(due.isoformat())
    hers.get_by_role("button", name="Add follow-up").click()
    expect(hers.locator(".checklist")).to_contain_text("Rank the queues")

    # Both have the sheet open; their lines do not touch.
    address = AlignmentReview.objects.get().get_absolute_url()
    his.goto(drifted.get_absolute_url())
    hers.goto(address)
    hers.get_by_label("Notes").fill("Four queues moved.\n\nAlerts cover more.")
    hers.locator(".review").get_by_role("button", name="Save notes").last.click()
    his.get_by_label("Notes").fill("Queues moved.\n\nAlerts cover all.")
    his.get_by_role("button", name="Save notes").last.click()
    expect(his.get_by_text("together with what others wrote")).to_be_visible()
    both = "Four queues moved.\n\nAlerts cover all."
    expect(his.get_by_label("Notes")).to_have_value(both)

    # Now they write in the same line.
    hers.goto(address)
    hers.get_by_label("Notes").fill(both.replace("Four", "4 of 6"))
    hers.get_by_role("button", name="Save notes").last.click()
    his.get_by_label("Notes").fill(both.replace("Four", "Most"))
    his.get_by_role("button", name="Save notes").last.click()
    told = his.get_by_role("alert")
    expect(told).to_contain_text("Alice changed this at")
    expect(told.get_by_role("row", name="Notes")).to_contain_text("4 of 6 queues")
    expect(his.get_by_label("Notes")).to_have_value(both.replace("Four", "Most"))
    told.get_by_role("button", name="Save mine").click()
    expect(his.get_by_text("Saved.")).to_be_visible()

    his.get_by_role("button", name="Record decision and close").click()
    expect(his.get_by_text("Say in a sentence why.")).to_be_visible()
    his.get_by_label("Change or add children").check()
    his.get_by_label("Closing sentence").fill("They count output.")
    his.get_by_role("button", name="Record decision and close").click()
    expect(his.get_by_text("Review closed.")).to_be_visible()
    expect(his.get_by_role("link", name="Add child objective")).to_be_visible()

    his.goto(reverse("updates"))
    his.get_by_role("button", name="Done Rank the queues").click()
    expect(his.get_by_text("Done: Rank the queues").first).to_be_visible()
    assert FollowUp.objects.get().done_by == bob


def test_pages_and_states_of_reviews_are_accessible(visit, tidewell, priya):
    page = visit(priya, reduced_motion="reduce")
    page.context.expected += ["status of 409", "status of 422"]
    review = AlignmentReview.objects.get()
    addresses = [
        reverse("reviews"),
        f"{reverse('reviews')}?state=open",
        f"{reverse('reviews')}?state=again&mine=1",
        reverse("objective_reviews", args=[review.objective_id]),
        reverse("follow_up", args=[review.follow_ups.open().get().pk]),
        review.get_absolute_url(),
    ]
    faults = audit_all(page, addresses)

    for summary in page.locator(".review summary").all():
        summary.click()
    faults += audit(page)
    page.get_by_label("What is to be done").fill("Ask somebody")
    page.get_by_role("button", name="Record decision and close").click()
    page.get_by_role("alert").wait_for()
    faults += audit(page)

    page.goto(review.get_absolute_url())
    values = {"notes": "Written meanwhile."}
    reviewing.write(review.pk, seen=2, by=priya, values=values)
    page.get_by_label("Notes").fill("And at the same time.")
    page.get_by_role("button", name="Save notes").last.click()
    page.get_by_role("row", name="Notes").wait_for()
    faults += audit(page)

    until = clock.today() + datetime.timedelta(days=1)
    end = {"decision": "look_again", "closing": "Wait.", "look_again_on": until}
    reviewing.write(review.pk, seen=3, by=priya, values=end, close=True)
    AlignmentReview.objects.update(look_again_on=clock.today())
    make_follow_up(review, owner=priya, due_on="2020-01-01")
    pages = [review.get_absolute_url(), reverse("updates")]
    pages += [review.objective.get_absolute_url(), f"{reverse('reviews')}?state=again"]
    assert faults + audit_all(page, pages) == []


@pytest.fixture
def priya(tidewell):
    return User.objects.get(name="Priya Nair")
