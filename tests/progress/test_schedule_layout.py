"""The timeline's rule and geometry, without a database."""

from datetime import date, timedelta

import pytest

from progress.schedule_layout import (
    GROUP,
    NOTE,
    ROW,
    Early,
    Part,
    Scale,
    Span,
    Work,
    early,
    lay_out,
)

TODAY = date(2026, 8, 20)


def day(number):
    """Counted from today; None stays none."""
    return None if number is None else TODAY + timedelta(days=number)


def work(key=1, starts=None, due=None, began=None, ended=None, needs=(), **state):
    days = map(day, (starts, due, began, ended))
    return Work(key, *days, needs=needs, **state)


def done(on, **plan):
    return work(2, began=on, ended=on, is_done=True, **plan)


@pytest.mark.parametrize(
    ("waiting", "needed", "found"),
    [
        pytest.param(work(starts=5), work(due=5), None, id="on the day it is due"),
        pytest.param(work(starts=4), work(due=5), Early.PLANNED, id="a day too early"),
        pytest.param(work(starts=0), work(due=-9), None, id="overdue: today at best"),
        pytest.param(
            work(starts=-1), work(due=-9), Early.PLANNED, id="not begun, late"
        ),
        pytest.param(work(starts=1), work(), None, id="nobody knows when"),
        pytest.param(work(), work(due=5), None, id="no planned start"),
        pytest.param(work(starts=-5), done(-1), None, id="done, so it may start now"),
        pytest.param(work(began=-1), done(-1), None, id="began when that was done"),
        pytest.param(work(began=-2), done(-1), Early.BEGAN, id="began a day before"),
        pytest.param(work(began=-1), work(due=-3), Early.BEGAN, id="still not done"),
        pytest.param(
            work(began=-9, ended=-1, is_done=True),
            work(due=5),
            Early.BEGAN,
            id="done before what it waits for",
        ),
        pytest.param(work(), work(is_dropped=True), Early.NEVER, id="dropped"),
        pytest.param(
            work(began=-9, ended=-1, is_done=True),
            work(is_dropped=True),
            None,
            id="done, though that was dropped",
        ),
    ],
)
def test_what_starts_before_what_it_waits_for_is_done(waiting, needed, found):
    assert early(waiting, needed, TODAY) == found


def test_the_scale_is_widened_to_hold_all_days_but_not_for_ever():
    scale = Scale.around(day(0), day(10), [day(-4), day(500)], most=20)
    assert (scale.first, scale.last) == (day(-4), day(30))
    assert (scale.permille(day(-99)), scale.permille(day(500))) == (0, 1000)


def test_bars_hold_their_first_and_last_day_and_a_run_goes_on_until_today():
    scale = Scale(day(-10), day(10))
    both = work(starts=-10, due=-6, began=-5)
    [place] = lay_out([Part(1, [both])], scale, TODAY, {}).places
    assert place.plan == Span(0, 250)
    assert place.run == Span(250, 500)
    assert (place.start, place.end) == (250, 500)


def test_one_known_day_is_a_bar_of_one_day_and_none_is_no_bar():
    scale = Scale(day(-10), day(10))
    rows = [work(1, due=0), work(2)]
    first, second = lay_out([Part(1, rows)], scale, TODAY, {}).places
    assert first.plan == Span(500, 550)
    assert (second.plan, second.run) == (None, None)


def test_rows_stand_below_each_other_with_room_for_what_is_wrong():
    parts = [Part(7, [work(1), work(2)]), Part(8, [work(3)])]
    layout = lay_out(parts, Scale(day(0), day(9)), TODAY, {1: 2})
    tops = [(group.key, group.y) for group in layout.groups]
    second = GROUP + 2 * ROW + 2 * NOTE
    assert tops == [(7, 0), (8, second)]
    assert [place.y for place in layout.places] == [
        GROUP,
        GROUP + ROW + 2 * NOTE,
        second + GROUP,
    ]
    assert layout.height == second + GROUP + ROW


def test_arrows_join_what_is_drawn_across_groups():
    later = work(1, starts=2, due=4, needs=[2, 3, 9])
    sooner, undated = work(2, starts=0, due=3), work(3)
    parts = [Part(7, [later, undated]), Part(8, [sooner])]
    [arrow] = lay_out(parts, Scale(day(0), day(9)), TODAY, {}).arrows
    assert (arrow.needed.work, arrow.waiting.work) == (sooner, later)
    assert arrow.early == Early.PLANNED
