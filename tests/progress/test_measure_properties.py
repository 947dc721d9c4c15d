"""What must hold of the arithmetic whatever the numbers are."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from progress import measure
from progress.change import direction, distance, points, tenth_percent, whole_percent

values = st.integers(-(10**11), 10**11).map(lambda units: Decimal(units).scaleb(-4))
positive = st.integers(1, 10**9).map(lambda units: Decimal(units).scaleb(-4))
ratios = st.fractions(0, 1, max_denominator=10**9)
figures = st.integers(0, measure.WHOLE)
kinds = st.sampled_from(sorted(measure.KINDS))
parts = st.lists(st.tuples(positive, st.none() | ratios), max_size=8)
ways = st.tuples(values, values).filter(lambda way: way[0] != way[1])


def progress(start, target, value):
    return measure.key_result_progress(
        kind="reach", start=start, target=target, value=value
    )


@given(ways, values, positive, values)
def test_scale_and_shift_of_the_unit_change_nothing(way, value, scale, shift):
    start, target = way
    told = measure.raw_progress(start=start, target=target, value=value)
    other = [number * scale + shift for number in (start, target, value)]
    assert progress(*other) == progress(start, target, value)
    assert told == measure.raw_progress(start=other[0], target=other[1], value=other[2])


@given(ways, values)
def test_a_falling_key_result_mirrors_a_rising_one(way, value):
    start, target = way
    assert progress(start, target, value) == progress(-start, -target, -value)


@given(ways, values)
def test_what_is_gone_and_what_is_left_make_the_whole_way(way, value):
    start, target = way
    there = measure.raw_progress(start=start, target=target, value=value)
    back = measure.raw_progress(start=target, target=start, value=value)
    assert there + back == 1


@given(ways, values, values)
def test_progress_is_monotone_in_the_value(way, one, other):
    start, target = way
    worse, better = sorted((one, other), reverse=target < start)
    assert progress(start, target, worse) <= progress(start, target, better)


@given(ways, values, values)
def test_a_better_value_is_never_less_progress_and_never_further_away(way, old, new):
    start, target = way
    word = direction(kind="reach", start=start, target=target, delta=new - old)
    before, after = progress(start, target, old), progress(start, target, new)
    left = [
        distance(kind="reach", start=start, target=target, value=value)
        for value in (old, new)
    ]
    assert (word == "better") == (left[1] < left[0])
    if word == "better":
        assert after >= before
    if word == "same":
        assert after == before


@given(ways, values, values, values)
def test_an_error_hides_a_change_of_its_size_and_turns_none_around(
    way, old, new, error
):
    of = {"kind": "reach", "start": way[0], "target": way[1], "delta": new - old}
    exact, word = direction(**of), direction(**of, error=abs(error))
    hidden = exact != "same" and abs(new - old) <= abs(error)
    assert word == ("within" if hidden else exact)


@given(kinds, values, values, st.none() | values)
def test_progress_is_a_ratio_from_0_to_1_or_does_not_count(kind, start, target, value):
    found = measure.key_result_progress(
        kind=kind, start=start, target=target, value=value
    )
    assert found is None or 0 <= found <= 1


@given(parts, positive)
def test_weights_times_a_constant_change_nothing(given_parts, constant):
    heavier = [(weight * constant, ratio) for weight, ratio in given_parts]
    assert measure.objective_progress(heavier) == measure.objective_progress(
        given_parts
    )


@given(parts, st.randoms())
def test_the_order_of_the_key_results_does_not_matter(given_parts, random):
    shuffled = random.sample(given_parts, len(given_parts))
    assert measure.objective_progress(shuffled) == measure.objective_progress(
        given_parts
    )


@given(parts)
def test_the_mean_lies_between_the_least_and_the_most(given_parts):
    counted = [ratio for _, ratio in given_parts if ratio is not None]
    mean = measure.objective_progress(given_parts)
    assert (mean is None) == (not counted)
    assert mean is None or min(counted) <= mean <= max(counted)


@given(parts, positive)
def test_what_has_no_progress_is_left_out(given_parts, weight):
    with_one_more = [*given_parts, (weight, None)]
    assert measure.objective_progress(with_one_more) == measure.objective_progress(
        given_parts
    )


@given(st.lists(positive, min_size=1, max_size=8))
def test_shares_make_a_whole(weights):
    found = measure.shares(weights)
    assert sum(found) == 1
    assert all(share > 0 for share in found)


@given(ratios)
def test_a_figure_is_off_by_half_a_millionth_or_keeps_an_end_apart(ratio):
    figure = measure.to_figure(ratio)
    assert (figure == 0) == (ratio == 0)
    assert (figure == measure.WHOLE) == (ratio == 1)
    off = abs(Fraction(figure, measure.WHOLE) - ratio) * measure.WHOLE
    assert off <= (1 if figure in {1, measure.WHOLE - 1} else Fraction(1, 2))


@given(ratios, ratios)
def test_rounding_never_turns_an_order_around(one, other):
    low, high = sorted((one, other))
    assert measure.to_figure(low) <= measure.to_figure(high)


@given(st.lists(st.tuples(st.integers(1, 1000), figures), min_size=1, max_size=8))
def test_the_mean_of_figures_lies_between_them(children):
    total = sum(weight * figure for weight, figure in children)
    weight = sum(weight for weight, _ in children)
    mean = measure.children_mean(total=total, weight=weight)
    of = [figure for _, figure in children]
    assert min(of) <= mean <= max(of)


@given(figures, figures)
def test_a_gap_is_antisymmetric(own, child):
    there = measure.target_gap(own=own, total=child, weight=1)
    back = measure.target_gap(own=child, total=own, weight=1)
    assert there == -back == measure.link_gap(own, child) == own - child


@given(figures, st.lists(st.tuples(st.integers(1, 99), figures), min_size=1))
def test_the_gap_is_own_minus_mean_to_a_millionth(own, children):
    total = sum(weight * figure for weight, figure in children)
    weight = sum(weight for weight, _ in children)
    gap = measure.target_gap(own=own, total=total, weight=weight)
    mean = measure.children_mean(total=total, weight=weight)
    assert abs(gap - (own - mean)) <= 1


@given(st.integers(-3 * measure.WHOLE, 3 * measure.WHOLE))
def test_what_the_eye_sees_keeps_the_ends_and_mirrors(figure):
    for shown, whole, step in [
        (whole_percent(figure), 100, 10_000),
        (tenth_percent(figure) * 10, 1000, 1_000),
    ]:
        assert (shown == 0) == (figure == 0)
        assert (shown >= whole) == (figure >= measure.WHOLE)
        assert abs(shown * step - figure) <= step
    assert whole_percent(-figure) == -whole_percent(figure)
    assert points(-figure) == -points(figure)
    assert abs(points(figure) * 10_000 - figure) <= 5_000


@given(st.integers(1, 2000), st.integers(-50, 2050), st.integers(0, 30), kinds)
def test_expectation_never_falls_and_ends_at_1(length, offset, later, kind):
    first = date(2026, 1, 1)
    last = first + timedelta(days=length)

    def at(days):
        return measure.expected_progress(
            kind=kind,
            starts_on=first,
            ends_on=last,
            due_on=None,
            day=first + timedelta(days=days),
        )

    assert 0 <= at(offset) <= at(offset + later) <= 1
    assert at(length) == 1


@given(figures, figures, st.integers(100_000, measure.WHOLE))
def test_more_progress_is_never_a_worse_status(one, other, expected):
    order = ["off_track", "at_risk", "on_track", "achieved"]
    less, more = [
        measure.status(
            progress=figure,
            expected=expected,
            measured=True,
            day=date(2026, 2, 1),
            ends_on=date(2026, 3, 31),
        )
        for figure in sorted((one, other))
    ]
    assert order.index(less) <= order.index(more)
