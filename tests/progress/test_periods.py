"""What became of each period of a key result."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.cadence import DAY, weekly
from progress.due import Freshness, Schedule, due_state
from progress.periods import Entered, Outcome, periods

THURSDAYS = weekly(3)
FIRST, LAST = date(2026, 7, 1), date(2026, 7, 31)  # a Wednesday and a Friday


def july(day):
    return date(2026, 7, day)


def told(today, *entries, **options):
    """ "due:outcome" of each period; check-ins are (measured, entered) in July."""
    options = {"cadence": THURSDAYS, "first_day": FIRST, "last_day": LAST} | options
    check_ins = [
        Entered(july(measured), july(entered)) for measured, entered in entries
    ]
    found = periods(check_ins=check_ins, today=july(today), **options)
    return " ".join(f"{period.due_on.day}:{period.outcome}" for period in found)


@pytest.mark.parametrize(
    ("today", "entries", "expected"),
    [
        pytest.param(1, [], "2:open", id="the first has begun"),
        pytest.param(2, [], "2:open", id="due today"),
        pytest.param(3, [], "2:late 9:open", id="within the day of grace"),
        pytest.param(4, [], "2:missed 9:open", id="after it"),
        pytest.param(8, [(2, 2)], "2:on_time 9:open", id="on the due date"),
        pytest.param(8, [(2, 3)], "2:late 9:open", id="entered a day later"),
        pytest.param(8, [(1, 8)], "2:late 9:open", id="filled in long afterwards"),
        pytest.param(8, [(3, 8)], "2:missed 9:on_time", id="measured for the next"),
        pytest.param(8, [(1, 8), (2, 2)], "2:on_time 9:open", id="several in one"),
    ],
)
def test_what_became_of_periods(today, entries, expected):
    assert told(today, *entries) == expected


def test_the_last_period_ends_with_the_cycle():
    assert told(31).endswith("23:missed 30:late 31:open")


def test_a_key_result_made_in_a_period_begins_with_it():
    [first, *_] = periods(
        cadence=THURSDAYS,
        check_ins=[],
        first_day=july(6),
        last_day=LAST,
        today=july(9),
    )
    assert (first.starts_on, first.due_on) == (july(6), july(9))


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [(8, "2:missed"), (9, "2:missed"), (10, "2:missed 9:missed")],
)
def test_nothing_falls_due_from_the_day_of_dropping_on(dropped, expected):
    assert told(20, ended_on=july(dropped)) == expected


def test_a_due_date_on_a_day_away_is_excused_unless_met():
    away = [(july(8), july(17))]
    assert told(20, away=away) == "2:missed 9:excused 16:excused 23:open"
    assert told(20, (8, 8), (15, 20), away=away) == (
        "2:missed 9:on_time 16:excused 23:open"
    )


def test_a_key_result_made_after_its_cycle_has_no_period():
    assert told(31, last_day=FIRST - DAY) == ""


@st.composite
def lives(draw):
    length = draw(st.integers(0, 90))
    measured = draw(st.lists(st.integers(0, length), max_size=12))
    entered = [n + draw(st.integers(0, 20)) for n in measured]
    today = FIRST + DAY * draw(st.integers(0, length + 10))
    return {
        "cadence": weekly(draw(st.integers(0, 6)), draw(st.integers(0, 3))),
        "check_ins": [
            Entered(FIRST + DAY * m, FIRST + DAY * e)
            for m, e in zip(measured, entered, strict=True)
            if FIRST + DAY * e <= today
        ],
        "first_day": FIRST,
        "last_day": FIRST + DAY * length,
        "today": today,
    }


@given(lives())
def test_periods_follow_each_other_without_a_hole(life):
    found = periods(**life)
    assert found[0].starts_on == FIRST
    for one, other in zip(found, found[1:], strict=False):
        assert one.due_on + DAY == other.starts_on <= other.due_on
    assert found[-1].due_on >= min(life["today"], life["last_day"])


@given(lives())
def test_what_is_owed_is_the_first_period_without_a_check_in_since_the_last(life):
    measured = [entry.measured_on for entry in life["check_ins"]]
    others = {name: value for name, value in life.items() if name != "check_ins"}
    owed = due_state(last_measured_on=max(measured, default=None), **others)
    found = periods(**life)
    if owed is None:
        assert found[-1].entered_on
        return
    [period] = [period for period in found if period.due_on == owed.on]
    expected = {
        Freshness.DUE: {Outcome.OPEN},
        Freshness.LATE: {Outcome.LATE},
        Freshness.MISSED: {Outcome.MISSED},
        Freshness.UP_TO_DATE: {Outcome.ON_TIME},
    }
    assert period.outcome in expected[owed.freshness]


@given(lives(), st.integers(0, 6))
def test_a_new_policy_in_mid_cycle_leaves_past_periods_alone(life, weekday):
    changed = life["today"] + timedelta(days=1)
    schedule = Schedule(((FIRST, life["cadence"]), (changed, weekly(weekday))))
    past = [p for p in periods(**life) if p.due_on < changed]
    later = life | {"cadence": schedule}
    assert [p for p in periods(**later) if p.due_on < changed] == past
