"""How a decision about a slow key result is told: what was decided, what came of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.display import show_day
from progress import words
from progress.aftermath import CameOf, Stand
from progress.deciding import Decided
from progress.deltas import value_words
from progress.readings import KeyResultReading


def behind_words(reading: KeyResultReading, stand: Stand) -> str:
    """ "8 pts behind pace"; the status where nothing moves evenly: "off track"."""
    if reading.has_pace:
        return words.pace_words(stand.progress, stand.expected)
    return words.status_mark(stand.status).text


def came_of_words(decided: Decided) -> str:
    """ "4.6 h, 15 pts behind pace; two check-ins later (12 Nov) 4.1 h, 8 pts …"."""
    if decided.now is None:
        text = ngettext(
            "What came of it shows after %(count)s more check-in.",
            "What came of it shows after %(count)s more check-ins.",
            decided.missing,
        )
        return text % {"count": decided.missing}
    parts = [_then_and_now(decided), verdict_words(decided.came_of)]
    return " ".join([*parts, *_caveats(decided)])


def _then_and_now(decided: Decided) -> str:
    reading, stand = decided.now or (decided.reading, decided.then)
    said = {
        "was": value_words(decided.reading, decided.then.value),
        "behind": behind_words(decided.reading, decided.then),
        "day": show_day(reading.entries[-1].measured_on),
        "value": value_words(reading, stand.value),
        "pace": behind_words(reading, stand),
    }
    return (
        _(
            "Then %(was)s, %(behind)s; two check-ins later, on %(day)s, "
            "%(value)s, %(pace)s."
        )
        % said
    )


def verdict_words(came_of: CameOf) -> str:
    """A sentence of what followed; "" while that is not known."""
    return {
        CameOf.WAITING: "",
        CameOf.BACK: _("It is back on its pace."),
        CameOf.CLOSER: _("It is closer to its pace."),
        CameOf.SAME: _("It is as far behind as before."),
        CameOf.FURTHER: _("It is further behind."),
    }[came_of]


def _caveats(decided: Decided) -> list[str]:
    """What the comparison should not be read without."""
    found = []
    reading, stand = decided.now or (decided.reading, decided.then)
    if reading.direction(stand.value - decided.then.value) == "within":
        found.append(_("The value itself moved within measuring error."))
    was, now = decided.decision.target_value, reading.key_result.target_value
    if was != now:
        said = {"was": value_words(reading, was), "now": value_words(reading, now)}
        found.append(_("The target was %(was)s then and is %(now)s now.") % said)
    return found
