"""The mail that carries a digest: plain text and HTML, in its reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from objectives.models import Organisation, User
from progress import letters
from progress.digest import Digest
from progress.models import OutboxMail


@contextmanager
def in_language_of(person: User) -> Iterator[None]:
    """What is rendered inside is in the reader's language and on the reader's clock."""
    zone = ZoneInfo(person.time_zone) if person.time_zone else None
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zone):
        yield


def message_of(mail: OutboxMail, digest: Digest) -> EmailMultiAlternatives:
    """Call it inside `in_language_of` its reader, as the digest was made."""
    person = digest.told.person
    context = {
        "digest": digest,
        "person": person,
        "organisation": Organisation.load().name,
        "language": translation.get_language(),
        "updates": letters.absolute(reverse("updates")),
        "preferences": letters.absolute(reverse("settings_reminders")),
        "stop": letters.stop_url(person),
    }
    message = EmailMultiAlternatives(
        subject=digest.subject,
        body=render_to_string("progress/mail/digest.txt", context),
        to=[person.email],
        headers=headers_of(mail, context["stop"]),
    )
    html = render_to_string("progress/mail/digest.html", context)
    message.attach_alternative(html, "text/html")
    return message


def headers_of(mail: OutboxMail, stop: str) -> dict[str, str]:
    """One Message-ID per mail of the outbox: readers fold what came twice into one."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {
        "Message-ID": f"<{mail.kind}.{mail.pk}.{mail.day:%Y%m%d}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
