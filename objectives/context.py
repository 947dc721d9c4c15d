"""What the frame around every page shows: organisation, cycles, the reader's menu."""

from __future__ import annotations

import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi

from objectives import clock
from objectives.models import Cycle, Organisation, User

CYCLES_IN_MENU = 12

# Which entry of the main menu a page belongs to, by the first word of its URL name.
SECTIONS = {
    "updates": "updates",
    "alignment": "alignment",
    "objective": "alignment",
    "key": "alignment",
    "action": "alignment",
    "check": "alignment",
    "reviews": "alignment",
    "review": "alignment",
    "follow": "alignment",
    "teams": "teams",
    "team": "teams",
    "person": "teams",
    "cycles": "cycle",
    "cycle": "cycle",
    "settings": "settings",
}


class Frame:
    """Two queries at most, each on first use: a fragment or a download costs none."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def organisation(self) -> Organisation:
        return Organisation.load()

    @cached_property
    def cycles(self) -> list[Cycle]:
        """The newest cycles, newest first."""
        return list(Cycle.objects.order_by("-starts_on", "-pk")[:CYCLES_IN_MENU])

    @cached_property
    def cycle(self) -> Cycle | None:
        """The cycle that the address names, else the one that today lies in."""
        named = [cycle for cycle in self.cycles if str(cycle.pk) == self.named_cycle]
        return next(iter(named), None) or self.current

    @property
    def named_cycle(self) -> str:
        """The id in the address of a cycle's page, or in `?cycle=` of another one."""
        match = self.request.resolver_match
        if match and (match.url_name or "").split("_")[0] == "cycle":
            return str(match.kwargs["pk"])
        return self.request.GET.get("cycle", "")

    @cached_property
    def current(self) -> Cycle | None:
        return min(self.cycles, key=self.nearness, default=None)

    def nearness(self, cycle: Cycle) -> tuple[bool, bool, int]:
        """Sorts an open cycle that runs today first, the shortest of several."""
        runs = cycle.starts_on <= self.today <= cycle.ends_on
        is_open = cycle.state == Cycle.State.OPEN
        return not is_open, not runs, cycle.days

    @property
    def week(self) -> int | None:
        """The week of the cycle, from 1; None while the cycle is not running."""
        if self.cycle is None:
            return None
        runs = self.cycle.starts_on <= self.today <= self.cycle.ends_on
        return self.cycle.week_of(self.today) if runs else None

    @cached_property
    def now(self) -> datetime.datetime:
        """In the reader's time zone, which `zone` names."""
        return timezone.localtime()

    @cached_property
    def today(self) -> datetime.date:
        return clock.today()

    @property
    def zone(self) -> str:
        return timezone.get_current_timezone_name()

    @property
    def theme(self) -> str:
        """The reader's stored choice; "" follows the system."""
        return getattr(self.request.user, "theme", "")

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def section(self) -> str:
        match = self.request.resolver_match
        name = (match and match.url_name) or ""
        return SECTIONS.get(name.split("_")[0], "")

    @property
    def themes(self) -> list[tuple[str, str]]:
        return User.Theme.choices

    @property
    def languages(self) -> list[tuple[str, str]]:
        return User.Language.choices


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
