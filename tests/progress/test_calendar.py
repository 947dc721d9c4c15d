"""The calendar feed, read by another library than the one that writes it."""

import datetime

import pytest
import vobject
from django.urls import reverse

from objectives import clock, plan
from progress import feed
from progress.models import CalendarToken
from tests.factories import check_in, make_absence, make_key_result

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def subscribe(client):
    """`subscribe(bob)` fetches Bob's calendar, by an address that was just made."""

    def fetch(person, **headers):
        url = reverse("calendar", args=[feed.make_token(person)])
        return client.get(url, headers=headers)

    return fetch


def events(response):
    calendar = vobject.readOne(response.content.decode())
    calendar.validate(raiseException=True)
    return calendar.contents.get("vevent", [])


def days(response):
    return [event.dtstart.value for event in events(response)]


def test_the_next_due_dates_are_all_day_events(measured, subscribe, bob, due_today):
    key_result = measured(20, 7, content="Response time")
    response = subscribe(bob)

    found = events(response)
    assert days(response) == [due_today + week * 7 * DAY for week in range(6)]
    first = found[0]
    assert first.summary.value == "Update due: Response time"
    assert first.description.value == key_result.objective.title
    assert first.dtend.value == due_today + DAY
    assert first.url.value.endswith(key_result.get_absolute_url())


def test_what_is_checked_in_already_is_due_the_next_time(measured, subscribe, bob):
    key_result = measured(20, 7)
    check_in(key_result, 30)
    assert days(subscribe(bob))[0] == clock.today() + 7 * DAY


def test_the_last_due_date_is_the_last_day_of_the_cycle(measured, subscribe, bob):
    measured(20, 7)
    ends_on = bob.key_results.get().objective.cycle.ends_on
    assert max(days(subscribe(bob))) <= ends_on


def test_ids_stay_and_sequence_grows_when_a_key_result_is_reworded(
    measured, subscribe, bob
):
    key_result = measured(20, 7, content="Response time")
    [before, *_] = events(subscribe(bob))
    plan.change_key_result(
        key_result.pk, seen=None, by=bob, values={"content": "Time to respond"}
    )
    [after, *_] = events(subscribe(bob))
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value >= before.last_modified.value
    assert len({event.uid.value for event in events(subscribe(bob))}) == 6


def test_words_that_were_typed_are_escaped_and_long_lines_folded(
    measured, subscribe, bob
):
    wicked = "a;b,c\\n\\ END:VEVENT " + "长" * 400
    measured(20, 7, content=wicked)
    response = subscribe(bob)
    assert {event.summary.value for event in events(response)} == {
        f"Update due: {wicked}"
    }
    assert max(map(len, response.content.split(b"\r\n"))) <= 75


def test_only_what_its_owner_owes_stands_in_it(measured, subscribe, alice, mallory):
    measured(20, 7)
    assert events(subscribe(alice)) == []
    assert events(subscribe(mallory)) == []


def test_days_away_have_no_due_dates(measured, subscribe, bob, due_today):
    measured(20, 7)
    make_absence(bob, starts=6, ends=8)
    assert due_today + 7 * DAY not in days(subscribe(bob))


def test_a_calendar_has_an_end(subscribe, bob, derived_objective):
    for _ in range(feed.MOST // feed.DATES + 5):
        make_key_result(derived_objective)
    assert len(events(subscribe(bob))) == feed.MOST


def test_what_has_not_changed_is_not_sent_again(client, measured, bob):
    key_result = measured(20, 7)
    url = reverse("calendar", args=[feed.make_token(bob)])
    first = client.get(url)
    assert "private" in first.headers["Cache-Control"]
    known = {"if-none-match": first.headers["ETag"]}
    again = client.get(url, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    check_in(key_result, 30)
    assert client.get(url, headers=known).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 43, "é" * 43, "a" * 5000])
def test_an_address_that_was_never_made_is_like_one_that_is_revoked(client, bob, token):
    made = feed.make_token(bob)
    feed.revoke_token(bob)
    revoked = client.get(reverse("calendar", args=[made]))
    unknown = client.get(reverse("calendar", args=[token]))
    assert (revoked.status_code, unknown.status_code) == (404, 404)
    assert revoked.content == unknown.content


def test_who_may_not_sign_in_has_no_calendar(client, bob):
    url = reverse("calendar", args=[feed.make_token(bob)])
    bob.is_active = False
    bob.save()
    assert client.get(url).status_code == 404


def test_an_address_is_made_shown_once_and_revoked(sign_in, bob, client):
    browser, page = sign_in(bob), reverse("settings_reminders")
    shown = browser.post(reverse("settings_calendar"), {"action": "make"})
    address = shown.context["address"]
    assert address in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in browser.get(page).text
    assert token not in str(CalendarToken.objects.values().get())
    assert client.get(address).status_code == 200

    browser.post(reverse("settings_calendar"), {"action": "revoke"})
    assert client.get(address).status_code == 404


def test_another_address_makes_the_one_before_useless(client, bob):
    old, new = feed.make_token(bob), feed.make_token(bob)
    assert client.get(reverse("calendar", args=[old])).status_code == 404
    assert client.get(reverse("calendar", args=[new])).status_code == 200
