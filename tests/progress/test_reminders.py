"""Who is told what, when, and how often."""

import datetime

import pytest
from django.utils import timezone

from objectives import bookkeeping, clock
from objectives.models import Membership, Objective
from progress import outbox, snoozes
from progress.models import OutboxMail, ReminderPreference
from tests.factories import check_in, make_absence, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12, tzinfo=datetime.UTC)


@pytest.fixture
def today(due_today, monkeypatch):
    """`today.is_(3)` makes it noon of the third day from now; updates are due today."""

    class Today:
        def is_(self, days, hour=12):
            day = due_today + days * DAY
            moment = datetime.datetime.combine(day, NOON).replace(hour=hour)
            monkeypatch.setattr(timezone, "now", lambda: moment)
            monkeypatch.setattr(clock, "today", lambda: day)

    day = Today()
    day.is_(0)
    return day


@pytest.fixture
def subjects(mailoutbox):
    """`subjects()` runs the sender and says whom it wrote to, and the subjects."""

    def run():
        mailoutbox.clear()
        outbox.run()
        return sorted((mail.to[0].split("@")[0], mail.subject) for mail in mailoutbox)

    return run


def test_each_due_date_is_told_of_when_it_comes_near_is_there_and_has_passed(
    measured, today, subjects
):
    measured(20, 0, content="Response time")
    heard = {}
    for day in range(1, 14):
        today.is_(day)
        heard[day] = [news for who, news in subjects() if who == "bob"]
    assert {day: news for day, news in heard.items() if news} == {
        6: ["1 coming up"],
        7: ["1 due today"],
        8: ["1 update late"],
    }


def test_of_what_stays_undone_every_further_due_date_reminds(measured, today, subjects):
    measured(20, 0)
    today.is_(13)
    subjects()
    heard = []
    for day in range(14, 23):
        today.is_(day)
        heard += [day for who, _news in subjects() if who == "bob"]
    assert heard == [15, 22]


def test_a_second_run_on_a_day_tells_nobody_anything(measured, today, subjects):
    measured(20, 7)
    assert subjects() == [("bob", "1 due today")]
    assert subjects() == []


def test_who_has_checked_in_hears_nothing(measured, today, subjects):
    key_result = measured(20, 7)
    check_in(key_result, 30)
    assert subjects() == []


def test_a_week_without_a_sender_ends_in_one_mail(measured, today, subjects):
    measured(20, 0, content="one")
    measured(20, 0, content="two")
    subjects()
    today.is_(9)
    assert [news for who, news in subjects() if who == "bob"] == ["2 updates late"]
    assert subjects() == []


def test_nobody_is_told_before_the_hour_they_chose(measured, today, subjects, bob):
    measured(20, 7)
    ReminderPreference.objects.create(person=bob, hour=9)
    today.is_(0, hour=8)
    assert subjects() == []
    today.is_(0, hour=9)
    assert subjects() == [("bob", "1 due today")]


def test_the_hour_is_that_of_the_persons_own_clock(measured, today, subjects, bob):
    bob.time_zone = "Asia/Tokyo"  # nine hours ahead
    bob.save()
    measured(20, 7)
    today.is_(0, hour=0)
    assert subjects() == [("bob", "1 due today")]


@pytest.mark.parametrize(
    ("zone", "news"), [("Pacific/Kiritimati", "1 due today"), ("", "1 coming up")]
)
def test_today_is_the_day_on_the_readers_clock(
    measured, today, subjects, bob, zone, news
):
    bob.time_zone = zone  # Kiritimati is fourteen hours ahead of the site
    bob.save()
    measured(20, 7)
    today.is_(-1, hour=20)
    assert subjects() == [("bob", news)]


def test_old_mails_are_forgotten_and_those_that_wait_are_not(today, subjects, bob):
    long_ago = timezone.now() - outbox.KEPT - DAY
    for number, sent_at in enumerate([long_ago, None]):
        OutboxMail.objects.create(
            person=bob,
            day=clock.today() - number * DAY,
            since=clock.today(),
            planned_at=long_ago,
            sent_at=sent_at,
            not_before=timezone.now() + DAY,
        )
    subjects()
    assert OutboxMail.objects.get().sent_at is None


def test_days_that_somebody_did_not_choose_are_made_up_for(
    measured, today, subjects, bob
):
    measured(20, 7)
    other_days = 127 & ~(1 << clock.today().weekday())
    ReminderPreference.objects.create(person=bob, weekdays=other_days)
    assert subjects() == []
    today.is_(1)
    assert subjects() == [("bob", "1 update late")]


@pytest.mark.parametrize("kind", ["coming", "due", "late"])
def test_kinds_are_switched_off_one_by_one(measured, today, subjects, bob, kind):
    measured(20, 7)
    ReminderPreference.objects.create(person=bob, **{kind: False})
    heard = []
    for day, name in [(-1, "coming"), (0, "due"), (1, "late")]:
        today.is_(day)
        heard += [name] if subjects() else []
    assert heard == [name for name in ("coming", "due", "late") if name != kind]


def test_who_is_away_is_told_everything_on_the_first_day_back(
    measured, today, subjects, bob
):
    measured(20, 10)
    make_absence(bob, starts=0, ends=1)
    assert subjects() == []
    today.is_(1)
    assert subjects() == []
    today.is_(6)
    assert subjects() == [("bob", "1 coming up")]


def test_a_delegate_is_told_what_falls_due_meanwhile(
    measured, today, subjects, bob, mallory, mailoutbox
):
    measured(20, 7, content="Response time")
    make_absence(bob, delegate=mallory)
    assert subjects() == [("mallory", "1 due today")]
    assert "For Bob, away until" in mailoutbox[0].body
    assert "Response time" in mailoutbox[0].body


def test_a_delegate_hears_of_nothing_late_that_fell_due_meanwhile(
    measured, today, subjects, bob, mallory, mailoutbox
):
    measured(20, 7)
    make_absence(bob, starts=0, ends=5, delegate=mallory)
    today.is_(3)
    assert subjects() == [("mallory", "1 due today")]
    assert "late" not in mailoutbox[0].body
    today.is_(4)
    assert subjects() == []


def test_a_delegate_hears_what_was_late_before(measured, today, subjects, bob, mallory):
    measured(20, 7)
    make_absence(bob, starts=2, ends=5, delegate=mallory)
    today.is_(3)
    assert ("mallory", "1 update late") in subjects()


def test_a_lead_is_told_once_what_the_team_has_missed(
    measured, today, subjects, mailoutbox
):
    measured(20, 7, content="Response time")
    today.is_(1)
    assert [who for who, _ in subjects()] == ["bob"]  # a day of grace
    today.is_(2)
    assert ("alice", "1 missed in your teams") in subjects()
    assert "Bob · Every release" in mailoutbox[0].body
    today.is_(3)
    assert [who for who, _ in subjects()] == []


def test_what_is_private_goes_to_those_who_may_see_it(
    measured, today, subjects, derived_objective, company, carol
):
    measured(20, 15)
    Objective.objects.filter(pk=derived_objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(derived_objective.pk)
    Membership.objects.create(person=carol, team=company)  # no lead
    assert {who for who, _ in subjects()} == {"alice", "bob"}


def test_what_is_put_off_is_not_told_of_until_its_next_due_date(
    measured, today, subjects, bob
):
    key_result = measured(20, 8)
    today.is_(1)
    snoozes.put_off(bob, snoozes.owed(bob, clock.today(), key_result.pk))
    for day in range(1, 7):
        today.is_(day)
        assert [news for news in subjects() if news[0] == "bob"] == []
    today.is_(7)
    assert ("bob", "1 update late") in subjects()


def test_nobody_who_may_not_sign_in_is_written_to(measured, today, subjects, bob):
    measured(20, 7)
    bob.is_active = False
    bob.save()
    assert subjects() == []


def test_a_mail_that_waited_says_what_is_owed_by_then(
    measured, today, subjects, monkeypatch
):
    key_result = measured(20, 7)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "deliver", lambda mail, done: None)
        subjects()
    today.is_(1)
    assert subjects() == [("bob", "1 update late")]
    assert OutboxMail.objects.count() == 1
    check_in(key_result, 30, on=clock.today())
    assert subjects() == []


def test_a_mail_that_has_become_pointless_is_dropped(
    measured, today, subjects, monkeypatch
):
    key_result = measured(20, 7)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "deliver", lambda mail, done: None)
        subjects()
    check_in(key_result, 30)
    assert subjects() == []
    assert OutboxMail.objects.get().state == "dropped"


def test_planning_asks_people_a_second_time_for_nothing(
    measured, today, subjects, django_assert_max_num_queries
):
    measured(20, 7)
    for _ in range(20):
        make_user()
    subjects()
    # Who may be asked, who waits, what is ready, and two that forget what is old.
    with django_assert_max_num_queries(5):
        assert subjects() == []
