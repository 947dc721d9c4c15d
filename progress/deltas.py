"""The three lines beside every value: since last, since start, to target.

Each has a unit, a sign and a word for the direction, of the key result and not of
the number: a falling response time is "better".
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from objectives.display import (
    MINUS,
    short_unit,
    show_change,
    show_day,
    show_difference,
    show_value,
)
from progress import change, words
from progress.drawing import show_percent
from progress.readings import KeyResultReading, ObjectiveReading
from progress.words import DeltaRow, direction_word

NOTHING = "–"
SIGNS = f"+{MINUS}"  # where a word says which way


def delta_rows(reading: KeyResultReading) -> list[DeltaRow]:
    if reading.key_result.is_milestone:
        return list(milestone_rows(reading))
    return [
        changed_row(_("since last"), reading, reading.since_previous),
        changed_row(_("since start"), reading, reading.since_start),
        distance_row(reading),
    ]


def changed_row(label: str, reading: KeyResultReading, delta: Decimal | None):
    if delta is None:
        return DeltaRow(label, NOTHING, "", "")
    direction = reading.direction(delta)
    figure = show_change(delta, reading.key_result.unit, reading.places)
    return DeltaRow(label, figure, direction, direction_word(direction))


def distance_row(reading: KeyResultReading) -> DeltaRow:
    left = reading.to_target
    label = _("to limit") if reading.key_result.is_line else _("to target")
    if left is None:
        return DeltaRow(label, NOTHING, "", target_words(reading))
    figure = show_difference(abs(left), reading.key_result.unit, reading.places)
    return DeltaRow(label, figure, "", distance_word(reading, left))


def distance_word(reading: KeyResultReading, left: Decimal) -> str:
    if reading.key_result.is_line:
        return pgettext("room", "left") if left >= 0 else _("past the limit")
    return target_words(reading) if left > 0 else past_target(left)


def past_target(left: Decimal) -> str:
    return _("past the target") if left < 0 else _("target reached")


def target_words(reading: KeyResultReading) -> str:
    """ "target 2.0 h", "target 30": the figure before it names a longer unit."""
    unit = short_unit(reading.key_result.unit)
    value = show_value(reading.key_result.target_value, unit, reading.places)
    return _("target %(value)s") % {"value": value}


def brief(reading: KeyResultReading) -> str:
    """The current value beside its field, which names a longer unit: "14", "4.1 h"."""
    key_result, value = reading.key_result, reading.current
    if value is None or key_result.is_milestone:
        return value_words(reading, value)
    return show_value(value, short_unit(key_result.unit), reading.places)


def milestone_rows(reading: KeyResultReading) -> Iterator[DeltaRow]:
    cycle = reading.cycle
    by = reading.key_result.due_on or cycle.ends_on
    spent = max((reading.today - cycle.starts_on).days, 0)
    total = (by - cycle.starts_on).days
    left = (by - reading.today).days
    yield milestone_change(reading)
    of = _("of %(days)s") % {"days": max(total, 0)}
    yield DeltaRow(_("since start"), days(spent), "", of)
    word = _("by %(day)s") if left >= 0 else _("past %(day)s")
    yield DeltaRow(_("to target"), days(abs(left)), "", word % {"day": show_day(by)})


def milestone_change(reading: KeyResultReading) -> DeltaRow:
    delta = reading.since_previous or Decimal(0)
    if not reading.previous and reading.latest:
        delta = reading.latest.value
    direction = reading.direction(delta)
    if direction == "same":
        none = pgettext("change", "none")
        return DeltaRow(_("since last"), none, "same", milestone_word(reading.current))
    now = milestone_word(reading.current)
    return DeltaRow(_("since last"), now, direction, direction_word(direction))


def milestone_word(value: Decimal | None) -> str:
    return _("reached") if value == 1 else _("not yet")


def days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def value_words(reading: KeyResultReading, value: Decimal | None) -> str:
    """A value of this key result as people read it: "4.1 h", "Not yet", "–"."""
    if value is None:
        return NOTHING
    if reading.key_result.is_milestone:
        return _("Reached") if value == 1 else _("Not yet")
    return show_value(value, reading.key_result.unit, reading.places)


def pace_words(reading: KeyResultReading) -> str:
    """ "15 pts ahead of pace", "holding", "due 4 Sep", "118% of the way"."""
    key_result = reading.key_result
    if key_result.is_milestone:
        by = key_result.due_on or reading.cycle.ends_on
        reached = reading.current == 1
        return _("reached") if reached else _("due %(day)s") % {"day": show_day(by)}
    if reading.latest is None:
        return _("no check-in yet")
    if key_result.is_line:
        return _("holding") if (reading.to_target or 0) >= 0 else _("limit passed")
    if reading.beyond is not None:
        return beyond_words(reading.beyond)
    return words.pace_words(reading.progress, reading.expected)


def beyond_words(raw: int) -> str:
    percent = change.whole_percent(abs(raw))
    if raw < 0:
        return _("%(percent)s%% in the wrong direction") % {"percent": percent}
    return _("%(percent)s%% of the way") % {"percent": percent}


def goal_words(reading: KeyResultReading) -> str:
    """The target: "2.0 h", "at most 4", "by 4 Sep"."""
    key_result = reading.key_result
    if key_result.is_milestone:
        by = key_result.due_on or reading.cycle.ends_on
        return _("by %(day)s") % {"day": show_day(by)}
    shown = {
        "value": show_value(key_result.target_value, key_result.unit, reading.places)
    }
    if key_result.kind == "at_most":
        return _("at most %(value)s") % shown
    return _("at least %(value)s") % shown if key_result.is_line else shown["value"]


def way_words(reading: KeyResultReading) -> str:
    """Which way is good, where the target does not say it."""
    key_result = reading.key_result
    if key_result.kind != "reach":
        return ""
    falls = key_result.target_value < key_result.start_value
    return _("lower is better") if falls else _("higher is better")


def summary_words(reading: KeyResultReading) -> str:
    """The three lines in one: "2.1 h to target · 0.5 h better since last"."""
    if reading.key_result.is_milestone or reading.latest is None:
        return ""
    last, start, target = delta_rows(reading)
    parts = [distance_in_line(target)]
    parts += [change_in_line(row) for row in (last, start) if row.note]
    return " · ".join(parts)


def distance_in_line(row: DeltaRow) -> str:
    said = {"amount": row.amount, "term": row.term}
    return pgettext("2.1 h to target", "%(amount)s %(term)s") % said


def change_in_line(row: DeltaRow) -> str:
    said = {"amount": row.amount.lstrip(SIGNS), "way": row.note, "term": row.term}
    if row.direction == "same":
        return pgettext("no change since last", "%(way)s %(term)s") % said
    if row.direction == "within":
        said["amount"] = row.amount
        return (
            pgettext(
                "+0.1 h since last, within measuring error",
                "%(amount)s %(term)s, %(way)s",
            )
            % said
        )
    return pgettext("0.5 h better since last", "%(amount)s %(way)s %(term)s") % said


def mean_words(reading: ObjectiveReading) -> str:
    """ "children’s mean 62%"; "" where there is none."""
    if reading.mean is None:
        return ""
    return _("children’s mean %(mean)s") % {"mean": show_percent(reading.mean)}


def expectation_words(reading: ObjectiveReading) -> str:
    """ "expected today 51%, so 20 pts behind pace"; "" without progress."""
    if reading.expected is None or reading.progress is None:
        return ""
    said = {
        "expected": show_percent(reading.expected),
        "pace": words.pace_words(reading.progress, reading.expected),
    }
    return _("expected today %(expected)s, so %(pace)s") % said


def last_words(reading: KeyResultReading) -> str:
    """What stands under the field of a new value: "last 4.1 h, 10 Aug"."""
    if reading.latest is None:
        return _("no check-in yet")
    said = {"value": brief(reading), "day": show_day(reading.latest.measured_on)}
    return _("last %(value)s, %(day)s") % said
