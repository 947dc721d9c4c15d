"""What every page's frame says: how much the reader owes, and that mail is stuck."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone


class Owed:
    """Counted on first use, so that only pages with the menu pay for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def count(self) -> int:
        # Imported when used: reading needs the models, settings name this module.
        from progress.queues import owed_count
        from progress.today import day_of

        if not self.request.user.is_authenticated:
            return 0
        return owed_count(self.request.user, day_of(self.request))


class MailTrouble:
    """Told administrators only, who can do something about it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __bool__(self) -> bool:
        return self.is_there

    @cached_property
    def is_there(self) -> bool:
        """Whether a mail has failed for long. 1 query."""
        from progress.models import OutboxMail

        user = self.request.user
        if not (user.is_authenticated and user.is_administrator):
            return False
        return OutboxMail.objects.in_trouble(timezone.now()).exists()


def owed(request: HttpRequest) -> dict[str, Owed | MailTrouble]:
    return {"owed": Owed(request), "mail_trouble": MailTrouble(request)}
