from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from progress import measure
from progress.change import direction, distance, points, tenth_percent, whole_percent
from progress.measure import GapReading, Rules, Status

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("start", "current", "target", "raw", "progress"),
    [
        pytest.param("71", "80", "92", "3/7", "3/7", id="rising"),
        pytest.param("9", "5.5", "2", "1/2", "1/2", id="falling"),
        pytest.param("0", "118", "100", "1.18", "1", id="over"),
        pytest.param("50", "44", "100", "-0.12", "0", id="wrong way"),
        pytest.param("-20", "-5", "10", "1/2", "1/2", id="negative numbers"),
        pytest.param("0", "1", "3", "1/3", "1/3", id="thirds"),
        pytest.param("2", "2", "9", "0", "0", id="not moved"),
        pytest.param("2", "9", "9", "1", "1", id="reached"),
    ],
)
def test_progress_towards_a_target(start, current, target, raw, progress):
    way = {"start": Decimal(start), "target": Decimal(target)}
    value = Decimal(current)
    assert measure.raw_progress(**way, value=value) == Fraction(raw)
    reached = measure.key_result_progress(kind="reach", **way, value=value)
    assert reached == Fraction(progress)


@pytest.mark.parametrize(
    ("kind", "value", "progress"),
    [
        pytest.param("reach", None, 0, id="a way without a check-in stands at 0"),
        pytest.param("milestone", None, 0, id="so does a milestone"),
        pytest.param("milestone", 0, 0, id="milestone not done"),
        pytest.param("milestone", 1, 1, id="milestone done"),
        pytest.param("at_most", None, None, id="a line without a check-in is out"),
        pytest.param("at_least", None, None, id="a lower line too"),
        pytest.param("at_most", 1, 1, id="on the upper line"),
        pytest.param("at_most", Decimal("1.0001"), 0, id="above the upper line"),
        pytest.param("at_least", 1, 1, id="on the lower line"),
        pytest.param("at_least", Decimal("0.9999"), 0, id="below the lower line"),
    ],
)
def test_progress_of_each_kind(kind, value, progress):
    value = None if value is None else Decimal(value)
    way = {"start": Decimal(0), "target": Decimal(1)}
    assert measure.key_result_progress(kind=kind, **way, value=value) == progress


def test_a_way_without_a_length_is_refused_raw_and_does_not_count():
    way = {"start": Decimal(5), "target": Decimal("5.0"), "value": Decimal(7)}
    with pytest.raises(ValueError, match="must differ"):
        measure.raw_progress(**way)
    assert measure.key_result_progress(kind="reach", **way) is None


def test_an_unknown_kind_is_refused_everywhere():
    way = {"kind": "grow", "start": Decimal(0), "target": Decimal(1)}
    with pytest.raises(ValueError, match="'grow'"):
        measure.key_result_progress(**way, value=None)
    with pytest.raises(ValueError, match="'grow'"):
        direction(**way, delta=Decimal(1))
    with pytest.raises(ValueError, match="'grow'"):
        expected(kind="grow", day=FIRST)


def test_three_thirds_are_a_third_exactly():
    parts = [(Decimal(1), Fraction(1, 3))] * 3
    assert measure.objective_progress(parts) == Fraction(1, 3)
    assert measure.to_figure(measure.objective_progress(parts)) == 333_333


def test_what_does_not_count_leaves_the_mean_alone():
    parts = [(Decimal(1), Fraction(1, 2)), (Decimal(9), None)]
    assert measure.objective_progress(parts) == Fraction(1, 2)


@pytest.mark.parametrize("parts", [[], [(Decimal(1), None)]])
def test_nothing_to_count_is_no_progress_rather_than_0(parts):
    assert measure.objective_progress(parts) is None


@pytest.mark.parametrize("weight", ["0", "-1"])
def test_a_weight_that_weighs_nothing_is_refused(weight):
    with pytest.raises(ValueError, match="above 0"):
        measure.objective_progress([(Decimal(weight), Fraction(1))])


def test_weights_are_shown_as_shares_of_their_sum():
    quarters = measure.shares([Decimal(1), Decimal(1), Decimal(2)])
    assert quarters == [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)]
    assert measure.shares([]) == []


@pytest.mark.parametrize(
    ("ratio", "figure"),
    [
        (None, None),
        (Fraction(0), 0),
        (Fraction(1, 10**9), 1),
        (Fraction(3, 7), 428_571),
        (Fraction(2, 3), 666_667),
        (Fraction(1, 2_000_000), 1),
        (Fraction(3, 2_000_000), 2),
        (Fraction(999_999_999, 10**9), 999_999),
        (Fraction(1), 1_000_000),
        (Fraction("1.18"), 1_180_000),
        (Fraction("-0.12"), -120_000),
        (Fraction(-3, 2_000_000), -2),
    ],
)
def test_a_ratio_is_rounded_once_to_a_figure(ratio, figure):
    assert measure.to_figure(ratio) == figure


@pytest.mark.parametrize(
    ("own", "total", "weight", "mean", "gap"),
    [
        pytest.param(400_000, 1_200_000, 2, 600_000, -200_000, id="behind"),
        pytest.param(500_000, 1_000_000, 3, 333_333, 166_667, id="ahead, in thirds"),
        pytest.param(None, 700_000, 1, 700_000, None, id="no own progress"),
        pytest.param(700_000, 0, 0, None, None, id="no child with progress"),
        pytest.param(0, 0, 4, 0, 0, id="all stand at 0"),
        pytest.param(1_000_000, 5_999_999, 6, 999_999, 1, id="all but one reached"),
    ],
)
def test_mean_and_gap_come_from_the_figures(own, total, weight, mean, gap):
    assert measure.children_mean(total=total, weight=weight) == mean
    assert measure.target_gap(own=own, total=total, weight=weight) == gap


def test_the_gap_to_one_child():
    assert measure.link_gap(310_000, 660_000) == -350_000
    assert measure.link_gap(None, 1) is measure.link_gap(1, None) is None


@pytest.mark.parametrize(
    ("day", "ratio"),
    [
        pytest.param(date(2026, 6, 1), 0, id="before"),
        pytest.param(FIRST, 0, id="first day"),
        pytest.param(date(2026, 8, 20), Fraction(50, 91), id="day 50 of 91"),
        pytest.param(LAST, 1, id="last day"),
        pytest.param(date(2027, 1, 1), 1, id="after"),
    ],
)
def test_the_line_through_the_cycle(day, ratio):
    assert measure.elapsed(starts_on=FIRST, ends_on=LAST, day=day) == ratio


def test_a_cycle_without_a_length_is_refused():
    with pytest.raises(ValueError, match="end after it starts"):
        measure.elapsed(starts_on=FIRST, ends_on=FIRST, day=FIRST)


def expected(*, kind, day, due_on=None):
    return measure.expected_progress(
        kind=kind, starts_on=FIRST, ends_on=LAST, due_on=due_on, day=day
    )


@pytest.mark.parametrize(
    ("kind", "due_on", "day", "ratio"),
    [
        ("reach", None, date(2026, 8, 20), Fraction(50, 91)),
        ("at_least", None, FIRST, 1),
        ("at_most", None, LAST, 1),
        ("milestone", date(2026, 9, 11), date(2026, 9, 10), 0),
        ("milestone", date(2026, 9, 11), date(2026, 9, 11), 1),
        ("milestone", None, date(2026, 9, 29), 0),
        ("milestone", None, LAST, 1),
    ],
)
def test_expected_progress_of_each_kind(kind, due_on, day, ratio):
    assert expected(kind=kind, due_on=due_on, day=day) == ratio


def test_an_objective_is_expected_where_its_key_results_are():
    parts = [(Decimal(3), Fraction(1, 2)), (Decimal(1), Fraction(0))]
    assert measure.expected_objective(parts) == Fraction(3, 8)
    assert measure.expected_objective([]) is None


def status(progress, expected, *, day=date(2026, 8, 20), measured=True, **more):
    return measure.status(
        progress=progress,
        expected=expected,
        measured=measured,
        day=day,
        ends_on=LAST,
        **more,
    )


@pytest.mark.parametrize(
    ("progress", "expected", "judged"),
    [
        pytest.param(0, 99_999, Status.TOO_EARLY, id="just too early"),
        pytest.param(0, 100_000, Status.AT_RISK, id="early, and short by 10 points"),
        pytest.param(50_000, 100_000, Status.ON_TRACK, id="short by 5 points"),
        pytest.param(450_000, 500_000, Status.ON_TRACK, id="nine tenths"),
        pytest.param(449_999, 500_000, Status.AT_RISK, id="under nine tenths"),
        pytest.param(350_000, 500_000, Status.AT_RISK, id="seven tenths"),
        pytest.param(349_999, 500_000, Status.OFF_TRACK, id="under seven tenths"),
        pytest.param(100_000, 200_000, Status.AT_RISK, id="short by 10 points"),
        pytest.param(99_999, 200_000, Status.OFF_TRACK, id="short by more"),
        pytest.param(900_000, 500_000, Status.ON_TRACK, id="far ahead"),
        pytest.param(999_999, 100_000, Status.ON_TRACK, id="all but reached"),
        pytest.param(1_000_000, 0, Status.ACHIEVED, id="reached, however early"),
        pytest.param(None, 500_000, Status.NOT_STARTED, id="nothing that counts"),
        pytest.param(300_000, None, Status.TOO_EARLY, id="nothing expected"),
    ],
)
def test_status_during_the_cycle(progress, expected, judged):
    assert status(progress, expected) is judged


def test_status_on_the_last_day_is_not_yet_final():
    assert status(0, 1_000_000, day=LAST) is Status.OFF_TRACK


@pytest.mark.parametrize(
    ("progress", "judged"),
    [(999_999, Status.NOT_ACHIEVED), (1_000_000, Status.ACHIEVED)],
)
def test_status_after_the_last_day(progress, judged):
    assert status(progress, 1_000_000, day=date(2026, 10, 1)) is judged


@pytest.mark.parametrize("day", [FIRST, LAST, date(2026, 10, 1)])
def test_without_a_check_in_nothing_has_started(day):
    assert status(0, 500_000, measured=False, day=day) is Status.NOT_STARTED


def test_a_kept_line_is_achieved_only_when_the_cycle_has_ended():
    assert status(1_000_000, 1_000_000, kept=True) is Status.ON_TRACK
    over = date(2026, 10, 1)
    assert status(1_000_000, 1_000_000, kept=True, day=over) is Status.ACHIEVED


def test_thresholds_can_be_set():
    strict = Rules(on_track_percent=100, on_track_short=0, too_early_below=0)
    assert status(499_999, 500_000, rules=strict) is Status.AT_RISK
    assert status(0, 0, rules=strict) is Status.ON_TRACK


@pytest.mark.parametrize(
    ("gap", "reading"),
    [
        (None, ("none", "none")),
        (0, ("inline", "small")),
        (50_000, ("inline", "small")),
        (-50_000, ("inline", "small")),
        (50_001, ("ahead", "medium")),
        (-50_001, ("behind", "medium")),
        (149_999, ("ahead", "medium")),
        (150_000, ("ahead", "large")),
        (-150_000, ("behind", "large")),
    ],
)
def test_gap_bands(gap, reading):
    assert measure.gap_band(gap) == GapReading(*reading)


def test_gap_bands_can_be_set():
    rules = Rules(inline_up_to=0, large_from=20_000)
    assert measure.gap_band(-20_000, rules) == GapReading("behind", "large")
    assert measure.gap_band(10_000, rules) == GapReading("ahead", "medium")


def test_pace_is_what_progress_is_ahead_of_expectation():
    assert measure.pace(progress=313_000, expected=512_000) == -199_000
    assert measure.pace(progress=None, expected=512_000) is None


@pytest.mark.parametrize(
    ("kind", "start", "target", "delta", "word"),
    [
        ("reach", 0, 30, 3, "better"),
        ("reach", 0, 30, -3, "worse"),
        ("reach", 9, 2, -1, "better"),
        ("reach", 9, 2, 1, "worse"),
        ("reach", 5, 5, 1, "same"),
        ("at_most", 0, 4, 1, "worse"),
        ("at_most", 9, 4, -1, "better"),
        ("at_least", 9, 4, 1, "better"),
        ("milestone", 0, 1, 1, "better"),
        ("milestone", 0, 1, -1, "worse"),
        ("reach", 9, 2, 0, "same"),
    ],
)
def test_a_change_is_better_or_worse_for_the_key_result(
    kind, start, target, delta, word
):
    way = {"kind": kind, "start": Decimal(start), "target": Decimal(target)}
    assert direction(**way, delta=Decimal(delta)) == word


@pytest.mark.parametrize(
    ("kind", "start", "target", "value", "left"),
    [
        pytest.param("reach", "0", "30", "14", "16", id="rising"),
        pytest.param("reach", "9.0", "2.0", "4.1", "2.1", id="falling"),
        pytest.param("reach", "0", "30", "33", "-3", id="past the target"),
        pytest.param("reach", "9.0", "2.0", "1.5", "-0.5", id="below a low target"),
        pytest.param("at_most", "0", "4", "3", "1", id="room under the line"),
        pytest.param("at_most", "0", "4", "6", "-2", id="over the line"),
        pytest.param("at_least", "0", "99.5", "99.6", "0.1", id="room above the line"),
        pytest.param("at_least", "0", "99.5", "99", "-0.5", id="under the line"),
        pytest.param("milestone", "0", "1", "0", "1", id="not done"),
    ],
)
def test_distance_to_the_target(kind, start, target, value, left):
    way = {"start": Decimal(start), "target": Decimal(target)}
    assert distance(kind=kind, **way, value=Decimal(value)) == Decimal(left)


@pytest.mark.parametrize(
    ("figure", "whole", "tenth"),
    [
        (0, 0, "0.0"),
        (1, 1, "0.1"),
        (4_999, 1, "0.5"),
        (15_000, 2, "1.5"),
        (14_999, 1, "1.5"),
        (666_667, 67, "66.7"),
        (994_999, 99, "99.5"),
        (995_000, 99, "99.5"),
        (999_999, 99, "99.9"),
        (1_000_000, 100, "100.0"),
        (1_004_999, 100, "100.5"),
        (1_180_000, 118, "118.0"),
        (-120_000, -12, "-12.0"),
        (-1, -1, "-0.1"),
        (-15_000, -2, "-1.5"),
    ],
)
def test_percent_for_the_eye(figure, whole, tenth):
    assert whole_percent(figure) == whole
    assert str(tenth_percent(figure)) == tenth


@pytest.mark.parametrize(
    ("gap", "shown"),
    [(0, 0), (4_999, 0), (5_000, 1), (-5_000, -1), (-4_999, 0), (244_999, 24)],
)
def test_points_for_the_eye(gap, shown):
    assert points(gap) == shown
