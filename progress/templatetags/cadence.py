"""Filters that put a cadence into words, which stand in progress/cadence_words.py."""

from __future__ import annotations

from django import template
from django.utils.dates import WEEKDAYS

from objectives.display import show_weekday
from progress import cadence_words
from progress.cadence_changes import NextDate
from progress.cadences import Ruling
from progress.free_days import country_name
from progress.models import CadencePolicy, WorkCalendar
from progress.models.cadence import days_of
from progress.overrides import Override

register = template.Library()

register.filter("every_words", cadence_words.every_words)
register.filter("grace_words", cadence_words.grace_words)
register.filter("remind_words", cadence_words.remind_words)
register.filter("move_words", cadence_words.move_words)
register.filter("policy_words", cadence_words.policy_words)
register.filter("country_name", country_name)
register.simple_tag(cadence_words.touched_words, name="touched")


@register.filter
def rhythm(ruling: Ruling) -> str:
    """ "Weekly, Tuesdays"."""
    return cadence_words.rhythm_words(ruling.rhythm)


@register.filter
def level(ruling: Ruling) -> str:
    """Which kind of level says so: "team"."""
    return cadence_words.level_word(ruling.rhythm)


@register.filter
def source(ruling: Ruling) -> str:
    """ "from team Infrastructure"."""
    return cadence_words.source_words(ruling.rhythm)


@register.filter
def day_words(policy: CadencePolicy) -> str:
    """ "Tuesdays"; "–" where the days are only counted."""
    return cadence_words.day_words(policy) or "–"


@register.filter
def moved_words(due: NextDate) -> str:
    """ "moved from Thu 17 Sep: Founders’ day", "today"; "" for a plain date."""
    return cadence_words.moved_words(due.moved_from, due.reason, due.is_today)


@register.filter
def weekend_words(calendar: WorkCalendar) -> str:
    days = [str(WEEKDAYS[day]) for day in days_of(calendar.weekend)]
    return cadence_words.listed(days)


@register.filter
def moves_words(moves: list) -> str:
    """ "31 updates, to Fri 18 Sep"."""
    return cadence_words.listed(
        cadence_words.moves_word(count, show_weekday(to)) for count, to in moves
    )


@register.inclusion_tag("progress/settings/_said.html")
def said(line: Override, part: str, words: str) -> dict[str, object]:
    """A cell of the table: bold where the level says it itself."""
    return {"is_own": part in line.own, "words": words}
