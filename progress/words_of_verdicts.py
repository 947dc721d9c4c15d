"""What a verdict, its reason and the values while an action ran are called."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives import steps
from objectives.display import (
    is_currency,
    show_change,
    show_day,
    show_number,
    show_value,
)
from objectives.models import Action, KeyResult
from progress.judging import Judged
from progress.models import ActionVerdict
from progress.verdict import Verdict, Why
from progress.words import Mark

MARKS = {
    Verdict.AS_EXPECTED: ("ok", "s-ok"),
    Verdict.LESS: ("risk", "s-risk"),
    Verdict.NONE: ("off", "s-off"),
    Verdict.TOO_EARLY: ("none", "s-none"),
    Verdict.NOT_SEPARABLE: ("none", "s-none"),
}
SLOPE_PLACES = 2  # more than the values themselves are shown with
FINEST = 6


@dataclass(frozen=True)
class Meanwhile:
    """What the key result did: "+0.11 pts" and "99.20 → 99.31%"; "" for nothing."""

    change: str
    note: str


def verdict_mark(verdict: str) -> Mark:
    """Shape and words of a verdict."""
    found = Verdict(verdict)
    return Mark(*MARKS[found], str(ActionVerdict.Choice(found).label))


def why_words(told: Judged) -> str:
    """What decided the proposal, as a sentence; "" where nothing is proposed."""
    found = told.judgement
    if found.why is None:
        return ""
    day = show_day(told.action.expected_by)
    return {
        Why.DAY_TO_COME: _("Its day, %(day)s, is still to come.") % {"day": day},
        Why.NOT_MEASURED: _("Nothing was measured between its beginning and its day."),
        Why.WITHIN_ERROR: _("What changed is within the known error of measuring."),
        Why.WRONG_WAY: _("The key result went the other way."),
        Why.TOO_LITTLE: _("Less than a tenth of what was expected came."),
        Why.OTHERS_RAN: _(
            "Other actions of this key result ran on half of its days or more."
        ),
        Why.SHARE: _("%(share)s of what was expected came.")
        % {"share": share_words(found.share)},
    }[found.why]


def share_words(share: Fraction | None) -> str:
    """ "64%", "−90%"; "–" where it cannot be told."""
    if share is None:
        return "–"
    return show_value(as_decimal(share * 100, 0), "%", 0)


def as_decimal(number: Fraction, places: int) -> Decimal:
    """Rounded half up, away from zero, to so many decimals."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)


def slope_words(slope: Fraction | None, told: Judged) -> str:
    """ "+0.04 pts a week"; "–" where it cannot be told."""
    if slope is None:
        return "–"
    places = min(told.places + SLOPE_PLACES, FINEST) if slope else 0
    change = show_change(as_decimal(slope, places), told.action.key_result.unit, places)
    return _("%(change)s a week") % {"change": change}


def change_words(delta: Decimal | None, told: Judged) -> str:
    """ "+0.11 pts"; "–" where it cannot be told, "" of a milestone."""
    key_result = told.action.key_result
    if key_result.is_milestone:
        return ""
    if delta is None:
        return "–"
    return show_change(delta, key_result.unit, told.places)


def way_words(
    before: Decimal | None, after: Decimal | None, key_result: KeyResult, places: int
) -> str:
    """ "99.20 → 99.31%", "not reached → reached", "99.20% → –"."""
    if before is None or after is None or key_result.is_milestone:
        ends = [value_words(end, key_result, places) for end in (before, after)]
        return " → ".join(ends)
    unit = key_result.unit
    first = show_value(before, unit, places)
    if not is_currency(unit):
        first = show_number(before, places)
    return f"{first} → {show_value(after, unit, places)}"


def value_words(value: Decimal | None, key_result: KeyResult, places: int) -> str:
    if value is None:
        return "–"
    if key_result.is_milestone:
        return _("reached") if value else _("not reached")
    return show_value(value, key_result.unit, places)


def meanwhile(told: Judged, today: datetime.date) -> Meanwhile:
    """For a row of a table, or the foot of a card."""
    action, found = told.action, told.judgement
    if action.began_on is None:
        return Meanwhile("", to_begin(action, today))
    change = "" if found.after is None else change_words(found.change, told)
    if action.ended_on is None:
        return Meanwhile(change, running_words(action, today))
    if found.after is None:
        return Meanwhile("", _("nothing measured"))
    way = way_words(found.before, found.after, action.key_result, told.places)
    return Meanwhile(change, way)


def to_begin(action: Action, today: datetime.date) -> str:
    """ "starts 24 Aug" of what is planned."""
    if action.state != steps.PLANNED or not action.starts_on:
        return ""
    if action.starts_on < today:
        text = _("was to start %(day)s")
    else:
        text = _("starts %(day)s")
    return text % {"day": show_day(action.starts_on)}


def running_words(action: Action, today: datetime.date) -> str:
    """ "10 days in; most effect due after 4 Sep"."""
    days = (today - action.began_on).days
    told = ngettext("%(days)s day in", "%(days)s days in", days) % {"days": days}
    if action.expected_by is None or action.expected_by <= today:
        return told
    due = action.due_on
    if due and today <= due < action.expected_by:
        more = _("most effect due after %(day)s") % {"day": show_day(due)}
    else:
        more = _("effect due by %(day)s") % {"day": show_day(action.expected_by)}
    return _("; ").join([told, more])
