"""Which days are free, and why: the country's public holidays and own closed days.

The names come from the holidays library, in the reader's language where it knows it.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

import holidays
from django.utils.translation import get_language
from holidays.registry import COUNTRIES

# What the library calls the languages of the site.
NAMES = {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"}


@lru_cache(maxsize=1)
def countries() -> list[tuple[str, str]]:
    """(code, English name) of every country whose holidays are known, by name."""
    named = ((code, in_words(name)) for name, code, *_ in COUNTRIES.values())
    return sorted(named, key=lambda country: country[1])


def in_words(name: str) -> str:
    """ "UnitedStates" as people write it."""
    name = name.removeprefix("Holidays")
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)


def country_name(code: str) -> str:
    return dict(countries()).get(code, code)


@lru_cache(maxsize=512)
def holidays_in(
    country: str, year: int, language: str | None = None
) -> dict[datetime.date, str]:
    """Public holidays of that year with their names; shared, so not to be changed."""
    known = holidays.country_holidays(country, years=year)
    if language in (getattr(known, "supported_languages", None) or ()):
        known = holidays.country_holidays(country, years=year, language=language)
    return dict(known)


@dataclass(frozen=True)
class FreeDays:
    """Holds the days that nobody works for another reason than the weekend."""

    country: str
    closed: dict[datetime.date, str]

    def __contains__(self, day: object) -> bool:
        if day in self.closed:
            return True
        return (
            bool(self.country)
            and isinstance(day, datetime.date)
            and day in holidays_in(self.country, day.year)
        )

    def reason(self, day: datetime.date) -> str:
        """The name of the free day; "" where it is none."""
        if day in self.closed or not self.country:
            return self.closed.get(day, "")
        language = NAMES.get(get_language() or "")
        return holidays_in(self.country, day.year, language).get(day, "")
