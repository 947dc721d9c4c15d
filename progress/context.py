"""How many updates the reader owes, beside "My updates" in every page's menu."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from objectives import clock


class Owed:
    """Counted on first use, so that only pages with the menu pay for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def count(self) -> int:
        # Imported when used: reading needs the models, settings name this module.
        from progress.queues import owed_count

        if not self.request.user.is_authenticated:
            return 0
        return owed_count(self.request.user, clock.today())


def owed(request: HttpRequest) -> dict[str, Owed]:
    return {"owed": Owed(request)}
