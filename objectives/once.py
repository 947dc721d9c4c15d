"""Forms that make something: sent twice, they make it once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from objectives.locks import structure_lock
from objectives.models import FormKey

FIELD = "key"
APART = {"csrfmiddlewaretoken", FIELD}


class Reused(Exception):
    """The key came again with something else in the form; `url` is what it made."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def new_key() -> str:
    return str(uuid.uuid4())


def once(request: HttpRequest, make: Callable[[], str]) -> str:
    """The address of what this form makes; a double click gets the first one's.

    `make` runs inside the transaction that remembers the key, so that both are
    kept or neither is. Raises Reused when the same key brings other content.
    """
    key, digest = key_of(request), digest_of(request)
    with structure_lock():
        earlier = FormKey.objects.filter(key=key).first()
        if earlier is None:
            return remember(request, key, digest, make())
    if (earlier.user_id, earlier.digest) != (request.user.pk, digest):
        raise Reused(earlier.result_url if earlier.user == request.user else "")
    return earlier.result_url


def remember(request: HttpRequest, key: uuid.UUID, digest: str, url: str) -> str:
    now = timezone.now()
    FormKey.objects.outdated(now).delete()
    FormKey.objects.create(key=key, user=request.user, digest=digest, result_url=url)
    return url


def key_of(request: HttpRequest) -> uuid.UUID:
    """The form's key; a form that brings none, or nonsense, gets one of its own."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return uuid.uuid4()


def digest_of(request: HttpRequest) -> str:
    """The same for the same address and the same content, whatever the order."""
    fields = sorted(
        (name, values) for name, values in request.POST.lists() if name not in APART
    )
    return hashlib.sha256(repr((request.path, fields)).encode()).hexdigest()
