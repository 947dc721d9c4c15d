"""The day a page is read on, shared by all that the page shows of it."""

from __future__ import annotations

from django.http import HttpRequest

from objectives import clock
from progress.day import Day


def day_of(request: HttpRequest) -> Day:
    """One for each request, so that the page and its menu read what rules only once."""
    if not hasattr(request, "plumbline_day"):
        request.plumbline_day = Day(clock.today())
    return request.plumbline_day
