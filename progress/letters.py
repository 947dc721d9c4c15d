"""Addresses in mails: of this site as people reach it, some of them signed.

A signed address lets its reader do one harmless thing without signing in. It says for
whom and what, and cannot be made up or changed.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from objectives.models import KeyResult, User

SALT = "progress.letters"
VALID = 60 * 24 * 60 * 60  # seconds: sixty days
LONGEST = 300  # characters; what is longer was not made here


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def snooze_url(person: User, key_result: KeyResult | None = None) -> str:
    """Where one key result is put off, or everything that is owed."""
    subject = key_result.pk if key_result else 0
    return absolute(reverse("snooze", args=[sign("snooze", person, subject)]))


def stop_url(person: User) -> str:
    return absolute(reverse("reminders_stop", args=[sign("stop", person)]))


def sign(purpose: str, person: User, subject: int = 0) -> str:
    return signing.dumps([purpose, person.pk, subject], salt=SALT)


def read(purpose: str, token: str) -> tuple[User, int] | None:
    """Whom a signed address was made for, and what about; None unless it is sound."""
    if len(token) > LONGEST:
        return None
    try:
        made_for, person_pk, subject = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    return (person, subject) if person and made_for == purpose else None
