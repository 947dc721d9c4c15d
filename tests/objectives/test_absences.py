"""Days away: who enters them, for whom, and what is refused."""

import datetime

import pytest
from django.urls import reverse

from objectives import clock
from objectives.models import Absence
from tests.factories import make_absence
from tests.objectives.sent import create, edit

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NEW = "/settings/absences/new/"


def days(person, first, last, delegate=""):
    """What the form sends; the days are counted from today."""
    today = clock.today()
    return {
        "person": person.pk,
        "starts_on": today + first * DAY,
        "ends_on": today + last * DAY,
        "delegate": delegate and delegate.pk,
    }


def test_somebody_enters_days_away_and_who_stands_in(sign_in, bob, mallory):
    browser = sign_in(bob)
    assert create(browser, NEW, days(bob, 1, 5, mallory)).status_code == 302

    [absence] = bob.absences.all()
    assert (absence.delegate, absence.named_by) == (mallory, bob)
    page = browser.get(reverse("settings_absences")).text
    assert "Mallory" in page


def test_an_absence_is_changed_and_removed(sign_in, bob):
    browser, absence = sign_in(bob), make_absence(bob)
    assert edit(browser, absence.get_absolute_url(), days(bob, 0, 9)).status_code == 302
    absence.refresh_from_db()
    assert absence.ends_on == clock.today() + 9 * DAY

    browser.post(reverse("settings_absence_remove", args=[absence.pk]))
    assert not Absence.objects.exists()


def test_leads_enter_the_absences_of_their_teams_only(sign_in, alice, bob, mallory):
    browser = sign_in(alice)
    assert create(browser, NEW, days(bob, 0, 2)).status_code == 302
    refused = create(browser, NEW, days(mallory, 0, 2))
    assert refused.status_code == 422
    assert Absence.objects.get().named_by == alice


@pytest.mark.parametrize(
    ("first", "last", "field", "sentence"),
    [
        (5, 1, "__all__", "The last day comes before the first."),
        (0, 400, "ends_on", "An absence lasts at most a year."),
        (3, 8, "starts_on", "Some of these days are entered as away already."),
    ],
)
def test_days_that_make_no_sense_are_refused(
    sign_in, bob, first, last, field, sentence
):
    make_absence(bob, starts=8, ends=9)
    refused = create(sign_in(bob), NEW, days(bob, first, last))
    assert refused.status_code == 422
    assert sentence in refused.context["form"].errors[field]
    assert Absence.objects.count() == 1


def test_nobody_stands_in_for_themself(sign_in, bob):
    refused = create(sign_in(bob), NEW, days(bob, 0, 2, bob))
    assert "Nobody stands in for themself." in refused.text
