"""Filling the outbox and emptying it: any number of processes may do so at once.

A mail is planned once for a person and a day, claimed by one UPDATE before it leaves,
and sent outside any transaction. Who is killed in between leaves a claim that runs
out: the mail goes out again then, at most once more, with the same Message-ID.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils import timezone

from objectives.models import Absence, User
from progress.digest import digest_of
from progress.mails import in_language_of, message_of
from progress.models import OutboxMail, ReminderPreference, Snooze
from progress.reminding import Told, clock_of, today_of, told

log = logging.getLogger(__name__)
Never = Callable[[], bool]
KEPT = datetime.timedelta(days=180)  # how long the settings page can tell of a mail


@dataclass
class Done:
    """What one round came to."""

    planned: int = 0
    sent: int = 0
    dropped: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"{self.planned} planned, {self.sent} sent, "
            f"{self.dropped} pointless by now, {self.failed} failed"
        )


def run(stopped: Never = lambda: False) -> Done:
    """Plan what is to be sent by now, and send what waits; ends early when stopped."""
    done = Done()
    for person, day in to_ask(timezone.now()):
        if stopped():
            return done
        done.planned += plan(person, day)
    for mail in OutboxMail.objects.ready(timezone.now()).order_by("pk"):
        if stopped():
            return done
        deliver(mail, done)
    forget_old(timezone.now())
    return done


def forget_old(now: datetime.datetime) -> None:
    """Mails and snoozes that concern nobody any more."""
    over = OutboxMail.objects.filter(planned_at__lt=now - KEPT)
    over.exclude(sent_at=None, dropped_at=None).delete()
    Snooze.objects.filter(until__lt=(now - KEPT).date()).delete()


# Planning


def to_ask(now: datetime.datetime) -> Iterator[tuple[User, datetime.date]]:
    """Who may be reminded at this moment and was not yet asked about that day."""
    people = User.objects.filter(is_active=True).select_related("reminder_preference")
    waiting = set(OutboxMail.objects.waiting().values_list("person", flat=True))
    for person in people.order_by("pk"):
        moment = clock_of(person, now)
        if person.pk not in waiting and may_remind(person, moment):
            yield person, moment.date()


def may_remind(person: User, moment: datetime.datetime) -> bool:
    preference = preference_of(person)
    asked = preference.told_on is not None and preference.told_on >= moment.date()
    return preference.allows(moment) and not asked


def preference_of(person: User) -> ReminderPreference:
    try:
        return person.reminder_preference
    except ReminderPreference.DoesNotExist:
        return ReminderPreference(person=person)


def plan(person: User, day: datetime.date) -> int:
    """Put a mail for this day into the outbox where there is news; how many were put.

    Nothing is told on days away: the first day back tells everything at once.
    """
    if Absence.objects.on(day).filter(person=person).exists():
        return 0
    since = preference_of(person).since(day)
    news = told(person, day, since).is_news
    with transaction.atomic():
        remember_told(person, day)
        if not news:
            return 0
        mail = OutboxMail(person=person, day=day, since=since)
        OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)
    return 1


def remember_told(person: User, day: datetime.date) -> None:
    rows = ReminderPreference.objects.filter(person=person)
    if not rows.exists():
        row = ReminderPreference(person=person, told_on=day)
        ReminderPreference.objects.bulk_create([row], ignore_conflicts=True)
    rows.exclude(told_on__gte=day).update(told_on=day)


# Sending


def deliver(mail: OutboxMail, done: Done) -> None:
    """Claim one mail and send it; whoever claims it first is the only one to."""
    if not mail.claim(timezone.now()):
        return
    person = User.objects.get(pk=mail.person_id)
    try:
        is_sent = send(mail, person)
    except DatabaseError:
        raise  # nothing can be written down: the claim runs out, and it is tried again
    except Exception as error:  # whatever it is, the others get their mail
        done.failed += 1
        log.warning("Mail %s was not sent.", mail.pk, exc_info=error)
        mail.put_off(timezone.now(), f"{type(error).__name__}: {error}")
        return
    done.sent, done.dropped = done.sent + is_sent, done.dropped + (not is_sent)
    if not is_sent:
        mail.drop(timezone.now())


def send(mail: OutboxMail, person: User) -> bool:
    """Whether there was still something to say. No transaction is open meanwhile."""
    day = today_of(person)
    with in_language_of(person):
        news = told(person, max(day, mail.day), mail.since)
        if not person.is_active or not has_content(news):
            return False
        message_of(mail, digest_of(news)).send()
    mail.mark_sent(timezone.now())
    remember_told(person, day)
    return True


def has_content(news: Told) -> bool:
    lent = any(items for _, items in news.standing_in)
    return bool(
        news.own
        or news.missed
        or lent
        or news.actions.due
        or news.actions.late
        or news.mentions
    )
