"""Secrets with which programs act for people: made once, told by their digest."""

from __future__ import annotations

import hashlib
import secrets
import threading

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from objectives import clock
from objectives.models import ApiToken

# So that programs which look for leaked secrets know one when they see it.
PREFIX = "plumb_"
BYTES = 32
MINUTE = 60  # seconds
LOT = 10  # requests that a process takes from a minute's allowance at once

_taken: dict[str, tuple[int, int]] = {}
_lock = threading.Lock()


def make(token: ApiToken) -> str:
    """Save the token; returns its secret, which nobody can read again."""
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    token.digest, token.ending = digest_of(secret), secret[-4:]
    token.created_at = timezone.now()
    token.save()
    return secret


def digest_of(secret: str) -> str:
    """256 random bits: one round tells nobody what they were."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find(secret: str) -> ApiToken | None:
    """The valid token with that secret, and its person.

    Nonsense is digested and looked up like anything else, so that all refusals take
    the same way; digests are compared, which tell nothing about secrets.
    """
    valid = ApiToken.objects.valid(clock.today()).select_related("person")
    return valid.filter(digest=digest_of(secret)).first()


def allowance(token: ApiToken, limit: int) -> int:
    """Count one request; 0 when it may be served, else the seconds to wait.

    At most `limit` a minute, over all processes: each takes lots from the token's
    row and counts them down by itself, so that most requests write nothing. Where
    several processes hold lots, the last few of a minute may stay unused.
    """
    now = timezone.now()
    seconds = int(now.timestamp())
    minute = seconds // MINUTE
    with _lock:
        known, left = _taken.get(token.digest, (0, 0))
        if known != minute or not left:
            left = _take(token, minute, now, limit)
        _taken[token.digest] = minute, max(left - 1, 0)
    return 0 if left else MINUTE - seconds % MINUTE


def _take(token: ApiToken, minute: int, now, limit: int) -> int:
    """A lot of this minute's allowance from the database; 0 when nothing is left."""
    _forget(minute)
    lot = min(LOT, limit)
    same = Q(minute=minute)
    row = ApiToken.objects.filter(~same | Q(taken__lte=limit - lot), pk=token.pk)
    found = row.update(
        taken=Case(When(same, then=F("taken") + lot), default=Value(lot)),
        last_used_at=Case(When(same, then=F("last_used_at")), default=Value(now)),
        minute=minute,
    )
    return lot if found else 0


def _forget(minute: int) -> None:
    """Lots of earlier minutes are worth nothing any more."""
    for digest in [key for key, (known, _) in _taken.items() if known != minute]:
        del _taken[digest]
