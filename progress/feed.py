"""Somebody's due dates as an iCalendar file, reached by a secret address."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from objectives.models import KeyResult, User
from progress.cadence import within
from progress.day import Day
from progress.due import Freshness
from progress.letters import absolute
from progress.models import CalendarToken

DATES = 6  # due dates ahead of each key result
MOST = 600  # events of one calendar
DAY = datetime.timedelta(days=1)
LONGEST = 100  # characters of a token


def make_token(person: User) -> str:
    """A new secret address for this person; an older one works no more."""
    token = secrets.token_urlsafe(32)
    values = {"digest": digest_of(token), "created_at": timezone.now()}
    CalendarToken.objects.update_or_create(person=person, defaults=values)
    return token


def revoke_token(person: User) -> None:
    CalendarToken.objects.filter(person=person).delete()


def owner_of(token: str) -> User | None:
    """Whose calendar this is; None for a token that was never made or is revoked."""
    if len(token) > LONGEST:
        return None
    found = CalendarToken.objects.filter(digest=digest_of(token))
    row = found.filter(person__is_active=True).select_related("person").first()
    return row and row.person


def digest_of(token: str) -> str:
    """A token has 256 random bits: one round tells nobody what it was."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Entry:
    """One day on which an update of a key result is due."""

    key_result: KeyResult
    on: datetime.date


def calendar_of(person: User, today: datetime.date) -> bytes:
    """The whole file, in the language that is active; 4 queries.

    The same bytes until something in it changes, so that readers need not load it
    again.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Plumbline//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("OKR updates"))
    calendar.add("refresh-interval", datetime.timedelta(hours=6), {"VALUE": "DURATION"})
    for entry in entries_of(person, today):
        calendar.add_component(event_of(entry))
    return calendar.to_ical()


def entries_of(person: User, today: datetime.date) -> list[Entry]:
    """The next due dates of this person's key results in open cycles, in order."""
    own = KeyResult.objects.open().visible_to(person).filter(owner=person)
    rows = own.select_related("objective__cycle", "objective__team", "owner", "figures")
    versions = KeyResult.history.model.objects.filter(id=OuterRef("pk"))
    newest = versions.order_by("-history_date").values("history_date")[:1]
    rows = rows.annotate(changed_at=Subquery(newest)).order_by("pk")
    day, known = Day(today), list(rows[:MOST])
    day.learn(known)
    found = [Entry(row, on) for row in known for on in dates_of(row, day)]
    return sorted(found, key=lambda entry: (entry.on, entry.key_result.pk))[:MOST]


def dates_of(row: KeyResult, day: Day) -> Iterator[datetime.date]:
    """The next due dates without a check-in, to the end of the cycle."""
    cycle, measured_on = row.objective.cycle, row.figures.measured_on
    due, away = day.due(row, measured_on), day.away[row.owner_id]
    schedule = day.cadences.schedule(row.pk)
    if due is None:
        return
    on = due.on if due.freshness == Freshness.DUE else due.next_on
    for _number in range(DATES):
        if on is None:
            return
        if not within(on, away):
            yield on
        following = min(schedule.next_after(on), cycle.ends_on)
        on = following if following > on else None


def event_of(entry: Entry) -> Event:
    """An all-day event that blocks nobody's time.

    Its id is that of the key result and the day, for ever; SEQUENCE and LAST-MODIFIED
    grow when the key result is reworded.
    """
    subject = entry.key_result
    changed_at = subject.changed_at or subject.created_at
    changed_at = changed_at.astimezone(datetime.UTC).replace(microsecond=0)
    host = urlsplit(settings.PUBLIC_URL).hostname or "plumbline"
    event = Event()
    event.add("uid", f"kr-{subject.pk}-{entry.on:%Y%m%d}@{host}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", subject.revision - 1)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + DAY)
    event.add("summary", _("Update due: %(name)s") % {"name": subject.content})
    event.add("description", subject.objective.title)
    event.add("url", absolute(subject.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    return event
