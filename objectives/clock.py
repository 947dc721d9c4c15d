"""Which day it is: one calendar for all figures, and each owner's for due dates."""

from __future__ import annotations

import datetime
import zoneinfo

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


def zone_of(name: str) -> datetime.tzinfo:
    """The zone of that name; the site's for "" and for one that is no longer known."""
    try:
        return zoneinfo.ZoneInfo(name) if name else timezone.get_default_timezone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def today_in(zone: str) -> datetime.date:
    """Today in that zone; in the site's for ""."""
    return timezone.localdate(timezone=zone_of(zone))


def days_ahead(zone: str) -> int:
    """How far the day in that zone is ahead of the site's: -1, 0 or 1."""
    if not zone:
        return 0
    return (today_in(zone) - today()).days


def day_in(zone: str, moment: datetime.datetime) -> datetime.date:
    """The day that it was there at that moment."""
    return timezone.localdate(moment, zone_of(zone))
