"""What became of updates, in words: of one due date, and of many."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress.compliance import Tally
from progress.periods import Outcome, Period
from progress.words import Mark


def outcome_mark(period: Period, today: datetime.date) -> Mark:
    """Shape and words of a period whose due date has come."""
    if period.outcome == Outcome.LATE:
        return Mark("week", "i-clock", late_words(period, today))
    return {
        Outcome.ON_TIME: Mark("done", "s-done", _("On time")),
        Outcome.MISSED: Mark("overdue", "i-clock", _("Missed")),
        Outcome.OPEN: Mark("week", "i-clock", _("Due today")),
        Outcome.EXCUSED: Mark("", "s-none", _("Away, excused")),
    }[period.outcome]


def late_words(period: Period, today: datetime.date) -> str:
    days = ((period.entered_on or today) - period.due_on).days
    if period.entered_on:
        late = ngettext("Updated %(days)s day late", "Updated %(days)s days late", days)
    else:
        late = ngettext(
            "%(days)s day late, no update yet",
            "%(days)s days late, no update yet",
            days,
        )
    return late % {"days": days}


def tally_words(tally: Tally) -> str:
    """What follows "11/14": "on time, 2 late, 1 missed", as far as there is any."""
    parts = [_("on time")]
    for number, words in (
        (tally.late, _("%(number)s late")),
        (tally.missed, _("%(number)s missed")),
        (tally.open, _("%(number)s due today")),
        (tally.excused, _("%(number)s away")),
    ):
        if number:
            parts.append(words % {"number": number})
    return _(", ").join(parts)
