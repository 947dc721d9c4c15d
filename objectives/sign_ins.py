"""How many wrong passwords are enough: a guesser waits, whatever the account."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from objectives.models import FailedSignIn


def is_throttled(request: HttpRequest, email: str) -> bool:
    """Whether this address has guessed at this account too often just now."""
    failures = FailedSignIn.objects.recent(timezone.now())
    return failures.filter(digest=digest(request, email)).count() >= FailedSignIn.MOST


def note_failure(request: HttpRequest, email: str) -> None:
    now = timezone.now()
    FailedSignIn.objects.outdated(now).delete()
    FailedSignIn.objects.create(digest=digest(request, email), failed_at=now)


def forget_failures(request: HttpRequest, email: str) -> None:
    FailedSignIn.objects.filter(digest=digest(request, email)).delete()


def digest(request: HttpRequest, email: str) -> str:
    """One account as seen from one address, without naming either."""
    text = f"{email.strip().lower()} {address(request)} {settings.SECRET_KEY}"
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def address(request: HttpRequest) -> str:
    """Where the request came from; behind the trusted proxy, what that one saw."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SITE.trusted_proxy and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
