from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.cadence import DAY, weekly
from progress.due import Due, Freshness, due_state

THURSDAYS = weekly(3)
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)  # two Wednesdays
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
cadences = st.builds(weekly, st.integers(0, 6), st.integers(0, 9))


def state(today, measured=None, *, first_day=FIRST, cadence=THURSDAYS):
    return due_state(
        cadence=cadence,
        last_measured_on=measured,
        first_day=first_day,
        last_day=LAST,
        today=today,
    )


def july(day):
    return date(2026, 7, day)


def test_a_week_has_one_due_date_and_its_period_includes_it():
    assert THURSDAYS.due_on_or_after(july(2)) == july(2)
    assert THURSDAYS.next_after(july(2)) == july(9)
    assert THURSDAYS.previous_before(july(9)) == july(2)
    assert THURSDAYS.previous_before(july(8)) == july(2)


@pytest.mark.parametrize(
    ("today", "measured", "on", "freshness", "days_over", "next_on"),
    [
        pytest.param(1, None, 2, "due", 0, 9, id="first day, never measured"),
        pytest.param(2, None, 2, "due", 0, 9, id="due today"),
        pytest.param(3, None, 2, "late", 1, 9, id="within the day of grace"),
        pytest.param(4, None, 2, "missed", 2, 9, id="after it"),
        pytest.param(9, None, 2, "missed", 7, 9, id="a second update is due today"),
        pytest.param(10, None, 2, "missed", 8, 16, id="still owed since the first"),
        pytest.param(2, 2, 2, "up_to_date", 0, 9, id="measured today"),
        pytest.param(1, 1, 2, "up_to_date", 0, 9, id="measured before it was due"),
        pytest.param(3, 2, 9, "due", 0, 16, id="a new period begins"),
        pytest.param(3, 3, 9, "up_to_date", 0, 16, id="measured in the new period"),
        pytest.param(9, 3, 9, "up_to_date", 0, 16, id="on its last day still"),
        pytest.param(10, 3, 16, "due", 0, 23, id="the next is not yet over"),
        pytest.param(17, 3, 16, "late", 1, 23, id="one period left out"),
        pytest.param(31, 3, 16, "missed", 15, 6 + 31, id="three left out"),
        pytest.param(18, 10, 23, "due", 0, 30, id="measured for the one before"),
    ],
)
def test_what_is_owed(today, measured, on, freshness, days_over, next_on):
    found = state(july(today), measured and july(measured))
    following = july(1) + timedelta(days=next_on - 1)
    assert found == Due(july(on), Freshness(freshness), days_over, following)


def test_a_key_result_made_later_owes_from_its_first_day():
    assert state(july(9), first_day=july(10)) is None
    assert state(july(10), first_day=july(10)).on == july(16)
    early = state(july(10), july(1), first_day=july(10))
    assert (early.on, early.freshness) == (july(16), Freshness.DUE)


def test_a_key_result_made_after_the_last_day_owes_nothing():
    assert state(date(2026, 10, 5), first_day=date(2026, 10, 1)) is None


def test_nothing_is_owed_before_the_cycle():
    assert state(date(2026, 6, 30)) is None


@pytest.mark.parametrize(
    ("today", "measured", "expected"),
    [
        pytest.param(
            date(2026, 9, 24),
            date(2026, 9, 24),
            Due(date(2026, 9, 24), Freshness.UP_TO_DATE, 0, LAST),
            id="the next due date is cut to the last day",
        ),
        pytest.param(
            date(2026, 9, 25),
            date(2026, 9, 24),
            Due(LAST, Freshness.DUE, 0, None),
            id="the last period is due on the last day",
        ),
        pytest.param(
            LAST,
            date(2026, 9, 25),
            Due(LAST, Freshness.UP_TO_DATE, 0, None),
            id="measured in the last period",
        ),
        pytest.param(
            LAST,
            date(2026, 9, 10),
            Due(date(2026, 9, 17), Freshness.MISSED, 13, LAST),
            id="one missed, and the last day is due as well",
        ),
        pytest.param(
            date(2026, 10, 1),
            date(2026, 9, 24),
            Due(LAST, Freshness.LATE, 1, None),
            id="late after the cycle",
        ),
        pytest.param(
            date(2026, 10, 2),
            None,
            Due(july(2), Freshness.MISSED, 92, None),
            id="never measured",
        ),
        pytest.param(date(2026, 10, 1), date(2026, 9, 25), None, id="all done"),
        pytest.param(date(2027, 1, 1), LAST, None, id="long done"),
    ],
)
def test_the_end_of_the_cycle(today, measured, expected):
    assert state(today, measured) == expected


def test_other_grace_days_and_another_weekday():
    mondays = weekly(0, grace_days=3)
    assert state(july(9), cadence=mondays).freshness is Freshness.LATE
    assert state(july(10), cadence=mondays).freshness is Freshness.MISSED
    no_grace = weekly(3, grace_days=0)
    assert state(july(3), cadence=no_grace).freshness is Freshness.MISSED


@st.composite
def situations(draw):
    first = draw(days)
    return {
        "cadence": draw(cadences),
        "first_day": first,
        "last_day": first + DAY * draw(st.integers(0, 120)),
        "today": first + DAY * draw(st.integers(-10, 140)),
        "last_measured_on": None,
    }


def measured(situation, days_ago):
    return situation | {"last_measured_on": situation["today"] - DAY * days_ago}


@given(situations(), st.none() | st.integers(0, 150))
def test_an_answer_agrees_with_itself(situation, days_ago):
    if days_ago is not None:
        situation = measured(situation, days_ago)
    found, today = due_state(**situation), situation["today"]
    if found is None:
        over = today > situation["last_day"]
        assert today < situation["first_day"] or (over and days_ago is not None)
        return
    assert situation["first_day"] <= found.on <= situation["last_day"]
    assert found.days_over == max((today - found.on).days, 0)
    calm = found.freshness in {Freshness.UP_TO_DATE, Freshness.DUE}
    assert calm == (found.days_over == 0)
    late = today <= situation["cadence"].late_until(found.on)
    assert (found.freshness is Freshness.MISSED) == (not late)
    if found.next_on is not None:
        assert found.on < found.next_on <= situation["last_day"]
        assert found.next_on >= today


@given(situations())
def test_measuring_today_settles_what_is_owed(situation):
    settled = due_state(**measured(situation, 0))
    inside = situation["first_day"] <= situation["today"] <= situation["last_day"]
    assert (settled is not None) == inside
    assert settled is None or settled.freshness is Freshness.UP_TO_DATE


@given(situations(), st.integers(0, 60), st.integers(0, 60))
def test_a_newer_measurement_never_owes_an_earlier_date(situation, one, other):
    newer, older = sorted((one, other))
    new = due_state(**measured(situation, newer))
    old = due_state(**measured(situation, older))
    assert (new is None and old is not None) or (new is None) == (old is None)
    if new and old:
        assert old.on <= new.on
        assert old.days_over >= new.days_over


@given(situations(), st.none() | st.integers(0, 60))
def test_without_a_check_in_a_day_later_is_never_fresher(situation, days_ago):
    if days_ago is not None:
        situation = measured(situation, days_ago)
    tomorrow = situation | {"today": situation["today"] + DAY}
    one, other = due_state(**situation), due_state(**tomorrow)
    if one and other:
        order = list(Freshness)
        assert order.index(one.freshness) <= order.index(other.freshness)


# Days away

AWAY = [(july(8), july(21))]  # two due dates, the 9th and the 16th


@pytest.mark.parametrize(
    ("today", "measured", "on", "freshness", "days_over"),
    [
        pytest.param(7, 2, 23, "due", 0, id="due after the days away"),
        pytest.param(16, 2, 23, "due", 0, id="nothing is due meanwhile"),
        pytest.param(22, 2, 23, "due", 0, id="back again"),
        pytest.param(24, 2, 23, "late", 1, id="late from then on"),
        pytest.param(24, 7, 23, "late", 1, id="measured in the period before"),
        pytest.param(15, 15, 16, "up_to_date", 0, id="measured while away"),
        pytest.param(22, 15, 23, "due", 0, id="which settles that period only"),
    ],
)
def test_nothing_falls_due_on_days_away(today, measured, on, freshness, days_over):
    found = due_state(
        cadence=THURSDAYS,
        last_measured_on=july(measured),
        first_day=FIRST,
        last_day=LAST,
        today=july(today),
        away=AWAY,
    )
    assert (found.on, found.freshness, found.days_over) == (
        july(on),
        Freshness(freshness),
        days_over,
    )


@pytest.mark.parametrize(
    ("today", "freshness", "days_over"),
    [
        pytest.param(3, "due", 0, id="the first day away"),
        pytest.param(6, "due", 0, id="the last one"),
        pytest.param(7, "late", 1, id="the day of grace is the first one back"),
        pytest.param(8, "missed", 2, id="then it is missed"),
    ],
)
def test_nothing_becomes_late_on_days_away(today, freshness, days_over):
    found = due_state(
        cadence=THURSDAYS,
        last_measured_on=None,
        first_day=FIRST,
        last_day=LAST,
        today=july(today),
        away=[(july(3), july(6))],
    )
    assert (found.on, found.freshness, found.days_over) == (
        july(2),
        Freshness(freshness),
        days_over,
    )
