"""The rules that yield due dates: a table for each, and properties over many years."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.cadence import (
    LAST,
    NTHS,
    Days,
    DueDates,
    MonthDay,
    MonthWeekday,
    Move,
    Weeks,
    Workdays,
)
from progress.due import Schedule

DAY = timedelta(days=1)
THURSDAY, FRIDAY = 3, 4
WEEKEND = frozenset({5, 6})

days = st.dates(date(1999, 1, 1), date(2101, 12, 31))
anchors = st.dates(date(2000, 1, 1), date(2100, 12, 31))
weekday_sets = st.sets(st.integers(0, 6), min_size=1).map(
    lambda some: tuple(sorted(some))
)
rules = st.one_of(
    st.builds(Weeks, weekday_sets, st.integers(1, 52), anchors),
    st.builds(MonthDay, st.integers(1, 31), st.integers(1, 12), anchors),
    st.builds(
        MonthWeekday,
        st.sampled_from(NTHS),
        st.integers(0, 6),
        st.integers(1, 12),
        anchors,
    ),
    st.builds(Days, st.integers(1, 366), anchors),
)


# Long walks and slow machines: how long an example takes says nothing here.
thorough = settings(deadline=None, max_examples=60)


@st.composite
def workdays(draw):
    """A weekend and some free days, a few of them in a row."""
    weekend = draw(st.sets(st.integers(0, 6), max_size=7))
    first = draw(days)
    free = {first + DAY * n for n in draw(st.sets(st.integers(0, 60), max_size=40))}
    return Workdays(frozenset(weekend), frozenset(free))


cadences = st.builds(
    DueDates,
    rule=rules,
    grace_days=st.integers(0, 9),
    move=st.sampled_from(Move),
    workdays=workdays(),
)


def first_dates(rule, since, count=4):
    due_dates, found = DueDates(rule), []
    day = date.fromisoformat(since)
    while len(found) < count:
        day = due_dates.due_on_or_after(day)
        found.append(f"{day:%m-%d}")
        day += DAY
    return " ".join(found)


@pytest.mark.parametrize(
    ("rule", "since", "expected"),
    [
        pytest.param(
            Weeks((1,)), "2026-08-20", "08-25 09-01 09-08 09-15", id="Tuesdays"
        ),
        pytest.param(
            Weeks((0, THURSDAY)),
            "2026-12-28",
            "12-28 12-31 01-04 01-07",
            id="Mondays and Thursdays over the end of a year",
        ),
        pytest.param(
            Weeks((FRIDAY,), every=2, anchor=date(2026, 8, 19)),
            "2026-08-20",
            "08-21 09-04 09-18 10-02",
            id="every two weeks, counted from the week of the anchor",
        ),
        pytest.param(
            MonthDay(31), "2027-01-01", "01-31 02-28 03-31 04-30", id="the last day"
        ),
        pytest.param(
            MonthDay(30), "2028-01-31", "02-29 03-30 04-30 05-30", id="in a leap year"
        ),
        pytest.param(
            MonthDay(29, every=12, anchor=date(2024, 2, 29)),
            "2026-03-01",
            "02-28 02-29 02-28 02-28",
            id="every year on the leap day",
        ),
        pytest.param(
            MonthDay(15, every=3, anchor=date(2026, 1, 1)),
            "2026-08-20",
            "10-15 01-15 04-15 07-15",
            id="every quarter",
        ),
        pytest.param(
            MonthWeekday(1, 0), "2026-08-20", "09-07 10-05 11-02 12-07", id="1st Monday"
        ),
        pytest.param(
            MonthWeekday(4, FRIDAY),
            "2026-08-20",
            "08-28 09-25 10-23 11-27",
            id="4th Friday",
        ),
        pytest.param(
            MonthWeekday(LAST, FRIDAY),
            "2026-08-20",
            "08-28 09-25 10-30 11-27",
            id="last Friday, the 5th in October",
        ),
        pytest.param(
            Days(10, anchor=date(2026, 8, 1)),
            "2026-08-20",
            "08-21 08-31 09-10 09-20",
            id="every ten days",
        ),
        pytest.param(
            Days(10, anchor=date(2027, 8, 1)),
            "2026-08-20",
            "08-26 09-05 09-15 09-25",
            id="counted back from an anchor to come",
        ),
    ],
)
def test_dates_of_a_rule(rule, since, expected):
    assert first_dates(rule, since) == expected


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: Weeks(()), id="no weekday"),
        pytest.param(lambda: Weeks((7,)), id="eighth weekday"),
        pytest.param(lambda: Weeks((-1,)), id="weekday before Monday"),
        pytest.param(lambda: Weeks((3, 1)), id="weekdays out of order"),
        pytest.param(lambda: Weeks((3, 3)), id="weekday twice"),
        pytest.param(lambda: Weeks((3,), every=0), id="every 0 weeks"),
        pytest.param(lambda: Weeks((3,), every=-1), id="every -1 weeks"),
        pytest.param(lambda: Weeks((3,), every=10**9), id="every 1e9 weeks"),
        pytest.param(lambda: MonthDay(0), id="day 0"),
        pytest.param(lambda: MonthDay(32), id="day 32"),
        pytest.param(lambda: MonthDay(1, every=13), id="every 13 months"),
        pytest.param(lambda: MonthWeekday(5, 0), id="fifth Monday"),
        pytest.param(lambda: MonthWeekday(0, 0), id="zeroth Monday"),
        pytest.param(lambda: MonthWeekday(1, 7), id="eighth weekday of a month"),
        pytest.param(lambda: Days(0), id="every 0 days"),
        pytest.param(lambda: Days(367), id="more than a year of days"),
        pytest.param(lambda: DueDates(Days(1), grace_days=-1), id="negative grace"),
        pytest.param(lambda: DueDates(Days(1), grace_days=32), id="grace of a month"),
        pytest.param(
            lambda: DueDates(Days(1), remind_days=-1), id="reminds afterwards"
        ),
    ],
)
def test_nonsense_is_no_rule(make):
    with pytest.raises(ValueError, match=r"."):
        make()


FOUNDERS = Workdays(WEEKEND, frozenset({date(2026, 9, 17)}))


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        (Move.KEEP, date(2026, 9, 17)),
        (Move.BEFORE, date(2026, 9, 16)),
        (Move.AFTER, date(2026, 9, 18)),
    ],
)
def test_a_date_on_a_free_day_stays_or_moves(move, expected):
    thursdays = DueDates(Weeks((THURSDAY,)), move=move, workdays=FOUNDERS)
    assert thursdays.due_on_or_after(date(2026, 9, 14)) == expected
    assert thursdays.planned_for(expected) == [date(2026, 9, 17)]


def test_two_dates_that_move_to_one_day_are_one_due_date():
    daily = DueDates(Days(1), move=Move.AFTER, workdays=FOUNDERS)
    monday = date(2026, 9, 21)
    assert daily.next_after(date(2026, 9, 18)) == monday
    assert daily.planned_for(monday) == [monday - 2 * DAY, monday - DAY, monday]
    assert daily.previous_before(monday) == date(2026, 9, 18)


def test_where_no_day_is_worked_dates_stay():
    never = DueDates(Days(7), move=Move.AFTER, workdays=Workdays(frozenset(range(7))))
    assert never.due_on_or_after(date(2026, 9, 17)) == date(2026, 9, 21)


@pytest.mark.parametrize(
    ("grace", "away", "expected"),
    [
        pytest.param(0, [], date(2026, 9, 16), id="none"),
        pytest.param(1, [], date(2026, 9, 18), id="not on a free day"),
        pytest.param(2, [], date(2026, 9, 21), id="nor at the weekend"),
        pytest.param(
            1,
            [(date(2026, 9, 18), date(2026, 9, 22))],
            date(2026, 9, 23),
            id="nor on days away",
        ),
    ],
)
def test_grace_counts_working_days(grace, away, expected):
    cadence = DueDates(Weeks((2,)), grace, workdays=FOUNDERS)
    assert cadence.late_until(date(2026, 9, 16), away) == expected


def test_a_reminder_comes_days_before_or_not_at_all():
    due = date(2026, 9, 17)
    assert DueDates(Days(1), remind_days=2).reminder_before(due) == date(2026, 9, 15)
    assert DueDates(Days(1), remind_days=0).reminder_before(due) is None


@thorough
@given(rules, days)
def test_each_date_of_a_rule_is_found_by_its_number(rule, day):
    n = rule.last_index(day)
    found = rule.occurrence(n)
    assert found <= day < rule.occurrence(n + 1)
    assert rule.last_index(found) == n
    assert rule.last_index(found - DAY) == n - 1


@thorough
@given(cadences, days)
def test_due_dates_rise_and_lead_back(cadence, day):
    due = cadence.due_on_or_after(day)
    before, after = cadence.previous_before(due), cadence.next_after(due)
    assert before < day <= due < after
    assert cadence.due_on_or_after(due) == due
    assert cadence.previous_before(after) == due
    assert cadence.next_after(before) == due
    assert due <= cadence.late_until(due)
    assert cadence.planned_for(due)


def is_planned(rule, day):
    """Whether the rule names this day, told from the calendar alone."""
    weeks = (day - day.weekday() * DAY - rule.anchor + rule.anchor.weekday() * DAY).days
    months = (day.year - rule.anchor.year) * 12 + day.month - rule.anchor.month
    last = monthrange(day.year, day.month)[1]
    match rule:
        case Weeks():
            return day.weekday() in rule.weekdays and weeks // 7 % rule.every == 0
        case MonthDay():
            on = day.day == rule.day or (day.day == last < rule.day)
            return on and months % rule.every == 0
        case MonthWeekday():
            nth = (day.day - 1) // 7 + 1
            on = nth == rule.nth or (rule.nth == LAST and day.day + 7 > last)
            return on and day.weekday() == rule.weekday and months % rule.every == 0
        case Days():
            return (day - rule.anchor).days % rule.every == 0


def moved(cadence, planned):
    step = {Move.KEEP: 0, Move.BEFORE: -1, Move.AFTER: 1}[cadence.move]
    reach = range(32 if step else 1)
    tried = [planned + DAY * step * n for n in reach]
    return next((d for d in tried if cadence.workdays.is_working(d)), planned)


def walked(cadence, first, last):
    """Due dates day by day: every planned day, moved, each once."""
    span = [first + DAY * n for n in range(-40, (last - first).days + 41)]
    planned = [day for day in span if is_planned(cadence.rule, day)]
    found = {moved(cadence, day) for day in planned}
    return sorted(day for day in found if first <= day <= last)


def leapt(cadence, first, last):
    found, day = [], cadence.due_on_or_after(first)
    while day <= last:
        found.append(day)
        day = cadence.next_after(day)
    return found


@thorough
@given(cadences, days, st.integers(0, 1200))
def test_due_dates_are_those_found_day_by_day(cadence, first, length):
    last = first + DAY * length
    assert leapt(cadence, first, last) == walked(cadence, first, last)


# A timeline of policies


@st.composite
def schedules(draw):
    starts = sorted(draw(st.sets(anchors, min_size=1, max_size=4)))
    return Schedule(tuple((start, draw(cadences)) for start in starts))


@thorough
@given(schedules(), days)
def test_due_dates_rise_across_changes_too(schedule, day):
    due = schedule.due_on_or_after(day)
    before, after = schedule.previous_before(due), schedule.next_after(due)
    assert before < day <= due < after
    assert schedule.due_on_or_after(due) == due
    assert schedule.previous_before(after) == due
    assert schedule.next_after(before) == due


@thorough
@given(schedules(), cadences, st.integers(0, 400), days)
def test_a_new_policy_changes_no_due_date_before_its_day(schedule, new, later, day):
    start = schedule.parts[-1][0] + DAY * (later + 1)
    changed = Schedule((*schedule.parts, (start, new)))
    same = leapt(schedule, start - 800 * DAY, start - DAY)
    assert leapt(changed, start - 800 * DAY, start - DAY) == same
    assert changed.due_on_or_after(start) == new.due_on_or_after(start)
    assert [changed.late_until(due) for due in same] == [
        schedule.late_until(due) for due in same
    ]
    assert day >= start or changed.on(day) == schedule.on(day)


@thorough
@given(schedules(), days, st.integers(0, 300))
def test_a_schedule_has_each_parts_dates_in_its_own_time(schedule, first, length):
    last = first + DAY * length
    found = leapt(schedule, first, last)
    assert found == [
        day
        for day in (first + DAY * n for n in range(length + 1))
        if schedule.on(day).due_on_or_after(day) == day
    ]
