"""What must hold of a gap's parts and bounds whatever the numbers are."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from progress import measure
from progress.gap import Bounds, Gap, Side, Standard, apportioned, gap_against_pace

WHOLE = measure.WHOLE
weights = st.integers(1, 10**7).map(lambda units: Decimal(units).scaleb(-4))
ratios = st.fractions(0, 1, max_denominator=10**6)
fresh = st.builds(Standard, weights, st.none() | ratios)
standards = st.builds(Standard, weights, st.none() | ratios, st.booleans())


def sides(of):
    some = st.lists(of, min_size=1, max_size=3).map(tuple)
    children = st.builds(Side, st.integers(1, 1000), some)
    return st.builds(Gap, some, st.lists(children, max_size=3).map(tuple))


gaps = sides(standards)


def exact(parts):
    return [part for part in parts if part is not None]


def with_own(gap, index, ratio):
    """The same gap once this key result has been found at `ratio`."""
    found = replace(gap.own[index], progress=Fraction(ratio))
    return Gap((*gap.own[:index], found, *gap.own[index + 1 :]), gap.children)


def every(gap, own, children):
    """The same gap with stale values found: own ones here, children's there."""

    def put(known, ratio):
        return tuple(
            replace(s, progress=Fraction(ratio)) if s.is_stale else s for s in known
        )

    below = tuple(
        replace(c, standards=put(c.standards, children)) for c in gap.children
    )
    return Gap(put(gap.own, own), below)


def holds(bounds, gap):
    return bounds.low <= gap <= bounds.high


@given(gaps)
def test_the_figure_is_the_target_gap_of_measure(gap):
    figures = [(c.weight, c.figure) for c in gap.children if c.figure is not None]
    assert gap.figure == measure.target_gap(
        own=measure.to_figure(
            measure.objective_progress((s.weight, s.progress) for s in gap.own)
        ),
        total=sum(weight * figure for weight, figure in figures),
        weight=sum(weight for weight, _ in figures),
    )


@given(gaps)
def test_what_the_key_results_make_adds_up_to_own_progress_minus_the_mean(gap):
    assume(gap.figure is not None)
    own = measure.objective_progress((s.weight, s.progress) for s in gap.own)
    mean = Fraction(gap.total, gap.weight * WHOLE)
    assert sum(exact(gap.own_parts())) == own - mean


@given(gaps)
def test_what_the_children_make_adds_up_to_the_gap(gap):
    assume(gap.figure is not None)
    parts = exact(gap.child_parts())
    assert measure.to_figure(sum(parts)) == gap.figure


@given(gaps)
def test_where_there_is_no_gap_nothing_makes_it(gap):
    assume(gap.figure is None)
    assert exact(gap.own_parts()) == []
    assert gap.bounds() is None


@given(gaps, st.sampled_from([100, 1000, WHOLE]))
def test_shown_parts_add_up_to_the_shown_gap_to_the_last_digit(gap, units):
    assume(gap.figure is not None)
    total = measure.rounded(Fraction(gap.figure, WHOLE), parts=units)
    for parts in (gap.own_parts(), gap.child_parts()):
        shown = apportioned(parts, total, units=units)
        assert sum(exact(shown)) == total
        for part, told in zip(parts, shown, strict=True):
            assert (part is None) == (told is None)
            assert part is None or abs(part * units - told) <= 2


@given(st.lists(ratios, min_size=1, max_size=9))
def test_parts_are_shown_within_one_unit_of_what_they_are(parts):
    total = round(sum(parts) * 1000)
    for part, told in zip(parts, apportioned(parts, total, units=1000), strict=True):
        assert abs(part * 1000 - told) < 1


@given(gaps, st.data())
def test_without_one_of_them_the_gap_is_that_of_the_others(gap, data):
    index = data.draw(st.integers(0, len(gap.own) - 1))
    others = Gap(gap.own[:index] + gap.own[index + 1 :], gap.children)
    assert gap.without_own(index) == others.figure
    assume(gap.children)
    index = data.draw(st.integers(0, len(gap.children) - 1))
    others = Gap(gap.own, gap.children[:index] + gap.children[index + 1 :])
    assert gap.without_child(index) == others.figure


@given(gaps, st.data())
def test_the_bounds_of_a_key_result_hold_the_gap_and_are_reached(gap, data):
    assume(gap.figure is not None)
    index = data.draw(st.integers(0, len(gap.own) - 1))
    bounds = gap.bounds_of_own(index)
    assert holds(bounds, gap.figure)
    ends = (with_own(gap, index, 0).figure, with_own(gap, index, 1).figure)
    assert bounds == Bounds(*ends)


@given(gaps, ratios, st.data())
def test_no_value_of_a_key_result_leads_outside_its_bounds(gap, ratio, data):
    assume(gap.figure is not None)
    index = data.draw(st.integers(0, len(gap.own) - 1))
    assert holds(gap.bounds_of_own(index), with_own(gap, index, ratio).figure)


@given(gaps, st.data())
def test_the_bounds_of_a_child_hold_the_gap_and_are_reached(gap, data):
    assume(gap.figure is not None)
    index = data.draw(st.integers(0, len(gap.children) - 1))
    only = tuple(
        child
        if n == index
        else replace(
            child,
            standards=tuple(replace(s, is_stale=False) for s in child.standards),
        )
        for n, child in enumerate(gap.children)
    )
    bounds, alone = gap.bounds_of_child(index), Gap(gap.own, only)
    assert holds(bounds, gap.figure)
    own_known = replace(alone, own=tuple(replace(s, is_stale=False) for s in gap.own))
    assert bounds == own_known.bounds()


@given(gaps)
def test_the_bounds_of_all_stale_values_hold_the_gap_and_are_reached(gap):
    assume(gap.figure is not None)
    bounds = gap.bounds()
    assert holds(bounds, gap.figure)
    assert bounds.low == every(gap, 0, 1).figure
    assert bounds.high == every(gap, 1, 0).figure


@given(gaps)
def test_the_bounds_of_all_hold_those_of_each(gap):
    assume(gap.figure is not None)
    all_of_them = gap.bounds()
    each = [gap.bounds_of_own(n) for n, s in enumerate(gap.own) if s.is_stale]
    each += [gap.bounds_of_child(n) for n, c in enumerate(gap.children) if c.is_stale]
    for one in each:
        assert all_of_them.low <= one.low
        assert one.high <= all_of_them.high


@given(sides(fresh))
def test_where_nothing_is_stale_the_gap_is_sure(gap):
    assume(gap.figure is not None)
    assert gap.bounds() == Bounds(gap.figure, gap.figure)


figures = st.integers(0, WHOLE)
known = st.lists(st.tuples(st.integers(1, 1000), figures, figures), max_size=5)


@given(figures, figures, known)
def test_gap_against_pace_and_gap_of_expectations_make_the_gap(own, expected, children):
    against = gap_against_pace(own=own, expected=expected, children=children)
    weight = sum(weight for weight, _, _ in children)
    plain = measure.target_gap(
        own=own, total=sum(w * figure for w, figure, _ in children), weight=weight
    )
    awaited = measure.target_gap(
        own=expected, total=sum(w * due for w, _, due in children), weight=weight
    )
    assert (against is None) == (plain is None)
    assert plain is None or abs(plain - against - awaited) <= 1


@given(figures, known)
def test_where_all_stand_as_expected_there_is_no_gap_against_pace(own, children):
    assume(children)
    level = [(weight, due, due) for weight, _, due in children]
    assert gap_against_pace(own=own, expected=own, children=level) == 0
