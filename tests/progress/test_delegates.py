"""Who stands in for somebody: what they may do, for how long, and how it shows."""

import pytest
from django.urls import reverse

from objectives import bookkeeping
from objectives.models import KeyResult, Objective
from progress.models import CheckIn
from tests import pages
from tests.factories import make_absence, make_key_result, make_objective, make_user

pytestmark = pytest.mark.django_db
URL = "/updates/"


def check_in_page(key_result):
    return reverse("check_in_create", args=[key_result.pk])


def measurable(person):
    return set(KeyResult.objects.measurable_by(person))


def hide(key_result):
    Objective.objects.filter(pk=key_result.objective_id).update(is_private=True)
    bookkeeping.objectives_changed(key_result.objective_id)


def test_a_delegate_checks_in_under_their_own_name(sign_in, bob, mallory, measured):
    key_result = measured(20, 7, content="Response time")
    make_absence(bob, ends=3, delegate=mallory)
    browser = sign_in(mallory)

    opened = browser.get(URL)
    assert "For Bob, away until" in pages.text(opened)
    sent = {**pages.sent(opened, URL), f"kr-{key_result.pk}-value": "30"}
    browser.post(URL, {**sent, "save": "changed"})

    entry = CheckIn.objects.latest("pk")
    assert (entry.value, entry.author) == (30, mallory)
    assert "Mallory" in browser.get(key_result.get_absolute_url()).text


def test_a_delegate_enters_a_value_that_is_not_due_too(sign_in, bob, mallory, measured):
    key_result = measured(20, 0)
    make_absence(bob, delegate=mallory)
    assert f'id="kr-{key_result.pk}-value"' in sign_in(mallory).get(URL).text


def test_what_others_have_me_measure_is_not_counted_as_mine(
    sign_in, bob, mallory, measured
):
    measured(content="never")
    make_absence(bob, delegate=mallory)
    page = sign_in(mallory).get(URL)
    assert page.context["owed"].count == 0
    assert page.context["page"].total == 0


@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, 5)])
def test_before_and_after_the_days_away_a_delegate_may_nothing(
    sign_in, bob, mallory, measured, starts, ends
):
    key_result = measured(20, 7)
    make_absence(bob, starts=starts, ends=ends, delegate=mallory)
    browser = sign_in(mallory)

    assert "For Bob" not in pages.text(browser.get(URL))
    assert browser.post(check_in_page(key_result), {"value": "9"}).status_code == 403
    assert CheckIn.objects.count() == 1


def test_a_delegate_sees_a_private_objective_only_for_the_time(
    sign_in, bob, mallory, measured
):
    key_result = measured(20, 7)
    hide(key_result)
    browser, page = sign_in(mallory), key_result.get_absolute_url()
    assert browser.get(page).status_code == 404

    absence = make_absence(bob, delegate=mallory)
    assert browser.get(page).status_code == 200
    absence.delete()
    assert browser.get(page).status_code == 404


def test_a_lead_lends_rights_in_the_own_teams_only(alice, bob, product, mallory):
    inside = make_key_result(make_objective(owner=bob, team=product))
    outside = make_key_result(make_objective(owner=bob))
    make_absence(bob, delegate=mallory, named_by=alice)
    assert measurable(mallory) == {inside}

    own = make_key_result(make_objective(owner=mallory))
    assert measurable(mallory) == {inside, own}
    assert outside not in KeyResult.objects.measurable_by(alice)


def test_an_administrator_lends_everything(dana, bob, mallory):
    anywhere = make_key_result(make_objective(owner=bob))
    make_absence(bob, delegate=mallory, named_by=dana)
    assert measurable(mallory) == {anywhere}


def test_a_lead_without_that_person_lends_nothing(bob, mallory):
    stranger = make_user()
    make_key_result(make_objective(owner=bob))
    make_absence(bob, delegate=mallory, named_by=stranger)
    assert measurable(mallory) == set()


def test_nothing_falls_due_on_days_away(bobs, bob, measured):
    key_result = measured(20, 7)
    assert "Due today" in pages.text(bobs.get(URL))
    make_absence(bob, starts=-1, ends=2)
    for url in (URL, key_result.get_absolute_url(), bob.get_absolute_url()):
        assert "Due today" not in pages.text(bobs.get(url))


def test_what_was_left_undone_on_days_away_is_not_late_afterwards(bobs, bob, measured):
    measured(20, 14)
    assert "Overdue 1" in pages.text(bobs.get(URL))
    make_absence(bob, starts=-13, ends=-1)
    assert "Overdue" not in pages.text(bobs.get(URL))
