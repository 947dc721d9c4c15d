"""Choosing reminders, putting them off, stopping them; what became of the mails."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from objectives import clock
from progress import letters
from progress.models import OutboxMail, ReminderPreference, Snooze
from progress.models.outbox import LONG
from tests import pages
from tests.factories import check_in, make_user
from tests.objectives.sent import edit

pytestmark = pytest.mark.django_db
URL = "/settings/reminders/"
DAY = datetime.timedelta(days=1)
QUERIES_OF_MAIL, QUERIES_OF_SNOOZING = 9, 6


def snooze_page(person, key_result=None):
    subject = key_result.pk if key_result else 0
    return reverse("snooze", args=[letters.sign("snooze", person, subject)])


def mail_to(person, **fields):
    fields = {"day": clock.today(), "since": clock.today(), **fields}
    return OutboxMail.objects.create(person=person, **fields)


# Choosing


def test_kinds_hour_and_days_are_chosen(sign_in, bob):
    data = {"due": "on", "hour": "17", "days": ["0", "4"]}
    assert edit(sign_in(bob), URL, data).status_code == 302
    chosen = ReminderPreference.objects.get(person=bob)
    assert (chosen.coming, chosen.due, chosen.late) == (False, True, False)
    assert (chosen.hour, [day.label for day in chosen.days]) == (
        17,
        ["Monday", "Friday"],
    )


@pytest.mark.parametrize(
    "wrong", [{"hour": "24"}, {"hour": "x"}, {"days": ["7"]}, {"days": []}]
)
def test_hours_and_days_that_there_are_not_are_refused(sign_in, bob, wrong):
    data = {"due": "on", "hour": "17", "days": ["0"], **wrong}
    assert edit(sign_in(bob), URL, data).status_code == 422
    assert not ReminderPreference.objects.exists()


# Putting off


def test_a_key_result_is_put_off_with_one_button(client, measured, bob):
    key_result = measured(20, 7, content="Response time")
    url = snooze_page(bob, key_result)
    assert "Response time" in client.get(url).text
    assert not Snooze.objects.exists()

    for _ in range(2):
        assert client.post(url).status_code == 200
    snooze = Snooze.objects.get()
    assert (snooze.person, snooze.key_result) == (bob, key_result)
    assert snooze.until == clock.today() + 7 * DAY


def test_all_that_is_owed_is_put_off_at_once(client, measured, bob):
    measured(20, 7)
    measured(20, 14)
    measured(20, 0)
    client.post(snooze_page(bob))
    assert Snooze.objects.count() == 2


def test_what_was_checked_in_meanwhile_cannot_be_put_off(client, measured, bob):
    key_result = measured(20, 7)
    check_in(key_result, 30)
    page = client.post(snooze_page(bob, key_result))
    assert "nothing to put off" in page.text
    assert not Snooze.objects.exists()


def test_the_page_names_nothing_that_its_reader_no_longer_owns(
    client, measured, bob, mallory
):
    key_result = measured(20, 7, content="Response time")
    url = snooze_page(bob, key_result)
    key_result.owner = mallory
    key_result.save()
    assert "Response time" not in client.get(url).text
    client.post(url)
    assert not Snooze.objects.exists()


def test_what_is_put_off_is_listed_and_ended(sign_in, measured, bob):
    key_result = measured(20, 7, content="Response time")
    browser = sign_in(bob)
    browser.post(snooze_page(bob, key_result))
    assert "Response time" in browser.get(URL).text
    browser.post(reverse("settings_wake"))
    assert "Response time" not in browser.get(URL).text


@pytest.mark.parametrize("name", ["snooze", "reminders_stop"])
def test_an_address_that_was_not_signed_for_this_is_not_found(client, bob, name):
    purpose = {"snooze": "stop", "reminders_stop": "snooze"}[name]
    other, sound = letters.sign(purpose, bob), letters.sign("snooze", bob)
    for token in (other, sound[:-1] + "!", "x", "x:y:z", "a" * 5000):
        url = reverse(name, args=[token])
        assert client.get(url).status_code == client.post(url).status_code == 404


def test_who_may_not_sign_in_puts_nothing_off(client, measured, bob):
    url = snooze_page(bob, measured(20, 7))
    bob.is_active = False
    bob.save()
    assert client.post(url).status_code == 404


# Stopping


def test_a_mail_program_stops_all_reminders_by_itself(bob):
    program = Client(enforce_csrf_checks=True)
    url = reverse("reminders_stop", args=[letters.sign("stop", bob)])
    assert program.get(url).status_code == 200
    assert not ReminderPreference.objects.exists()
    answer = program.post(url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not ReminderPreference.objects.get(person=bob).wants_any


# What administrators see


def test_administrators_see_what_waits_fails_and_was_sent(sign_in, dana, bob):
    now = timezone.now()
    mail_to(bob, last_error="Connection refused <b>", tries=3)
    mail_to(bob, day=clock.today() - DAY, sent_at=now)
    browser, url = sign_in(dana), reverse("settings_mail")
    everything = pages.text(browser.get(url))
    assert "Connection refused <b>" in everything
    assert "Connection refused" not in browser.get(url, {"state": "sent"}).text
    assert "Connection refused" in browser.get(url, {"state": "failing"}).text


def test_a_long_list_of_mails_is_read_page_by_page(sign_in, dana, bob):
    for number in range(60):
        mail_to(bob, day=clock.today() - number * DAY)
    browser, url = sign_in(dana), reverse("settings_mail")
    assert "page 1 of 2" in pages.text(browser.get(url))
    assert "page 2 of 2" in pages.text(browser.get(url, {"page": 2}))


def test_a_list_of_mails_asks_as_often_for_many_as_for_few(
    sign_in, dana, django_assert_num_queries
):
    browser, url = sign_in(dana), reverse("settings_mail")
    for number in (2, 20):
        for _ in range(number):
            mail_to(make_user())
        with django_assert_num_queries(QUERIES_OF_MAIL):
            browser.get(url)


def test_putting_off_asks_as_often_for_many_as_for_few(
    client, measured, bob, django_assert_num_queries
):
    for number in (2, 20):
        for _ in range(number):
            measured(20, 7)
        with django_assert_num_queries(QUERIES_OF_SNOOZING):
            client.get(snooze_page(bob))


@pytest.mark.parametrize("since", [LONG * 2, LONG / 2])
def test_mail_that_fails_for_long_is_told_administrators_on_every_page(
    sign_in, dana, alice, since
):
    sentence = "Mails have been failing"
    planned_at = timezone.now() - since
    mail_to(make_user(), last_error="refused", planned_at=planned_at)
    assert (sentence in sign_in(dana).get("/teams/").text) == (since > LONG)
    assert sentence not in sign_in(alice).get("/teams/").text
