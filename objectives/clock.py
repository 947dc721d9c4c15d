"""Which day it is: one calendar for all figures, that of the site."""

from __future__ import annotations

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Today in the site's time zone, wherever the reader is.

    Expected progress and due dates are counted in days; read in each reader's own
    zone, one and the same figure would differ between two people.
    """
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_of(moment: datetime.datetime) -> datetime.date:
    """The site's day in which that moment lies."""
    return timezone.localdate(moment, timezone.get_default_timezone())
