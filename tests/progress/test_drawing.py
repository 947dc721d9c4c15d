"""Drawings: what is drawn where, and that the numbers are said in words."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from progress import drawing, drawing_dots
from progress.drawing_axes import Days, Values, months_between, nice_step
from progress.drawing_chart import Measured, ValueChart, value_chart
from progress.drawing_large import (
    LABEL,
    Scale,
    apart,
    key_result_track,
    objective_track,
)
from progress.drawing_progress import ProgressChart, Reached, progress_chart

POINT = 10_000
JULY, SEPTEMBER, TODAY = date(2026, 7, 1), date(2026, 9, 30), date(2026, 8, 20)

figures = st.one_of(st.none(), st.integers(-2_000_000, 3_000_000))


def parsed(svg):
    """The drawing as a tree; fails unless it is well-formed."""
    return ElementTree.fromstring(svg)


def title(svg):
    return parsed(svg).find("title").text


def shapes(svg, name):
    return [shape for shape in parsed(svg).iter() if shape.get("class") == name]


# The track


def test_track_of_an_objective_ahead_of_its_children():
    svg = drawing.track(own=67 * POINT, mean=43 * POINT, expected=55 * POINT)

    assert svg == (
        '<svg class="track" width="100%" height="22" role="img">'
        "<title>Own progress 67%, children’s mean 43%, expected today 55%</title>"
        '<rect class="rail" y="7" width="100%" height="8" rx="1"/>'
        '<rect class="own" y="7" width="67%" height="8" rx="1"/>'
        '<rect class="ahead" x="43%" y="7" width="24%" height="8"/>'
        '<use href="#m-pace" x="55%"/><use href="#m-bob" x="43%" y="11"/></svg>'
    )


def test_track_of_an_objective_behind_its_children_is_hatched():
    svg = drawing.track(own=31 * POINT, mean=62 * POINT)

    assert '<rect x="31%" y="7" width="31%" height="8" fill="url(#hatch)"/>' in svg
    assert "ahead" not in svg


@pytest.mark.parametrize("mean", [45, 55])
def test_track_in_line_has_no_blue(mean):
    svg = drawing.track(own=50 * POINT, mean=mean * POINT)

    assert "hatch" not in svg
    assert "ahead" not in svg
    assert "#m-bob" in svg


def test_track_without_progress_draws_what_is_known():
    svg = drawing.track(own=None, mean=30 * POINT)

    assert title(svg) == "No progress yet, children’s mean 30%"
    assert not shapes(svg, "own")


def test_track_is_clamped_but_its_words_are_not():
    svg = drawing.track(own=1_120_000, mean=-80_000)

    assert shapes(svg, "own")[0].get("width") == "100%"
    assert title(svg) == "Own progress 112%, children’s mean −8%"


def test_lengths_have_a_point_in_every_language():
    with translation.override("de"):
        assert 'width="30.7%"' in drawing.track(own=306_500)


def test_words_of_a_label_are_escaped():
    assert "<title>&lt;i&gt;</title>" in drawing.track(own=0, label="<i>")


@given(own=figures, mean=figures, expected=figures)
def test_every_track_is_well_formed_and_inside_its_scale(own, mean, expected):
    svg = drawing.track(own=own, mean=mean, expected=expected)
    large = objective_track(own=own, mean=mean, expected=expected)

    parsed(svg), parsed(large)
    lengths = re.findall(r' (?:x|width)="(-?[\d.]+)%"', svg + large)
    assert all(0 <= float(length) <= 100 for length in lengths)


# The sparkline


def test_spark_runs_from_left_to_right_between_its_extremes():
    svg = drawing.spark([Decimal(9), Decimal(2), Decimal("5.5")])

    assert shapes(svg, "spark")
    assert 'points="2.0,3.0 48.0,21.0 94.0,12.0"' in svg
    assert '<circle cx="94.0" cy="12.0" r="2.5"/>' in svg


def test_spark_of_one_value_says_nothing():
    assert drawing.spark([Decimal(1)]) == '<span class="dim">–</span>'


def test_spark_of_equal_values_is_level():
    assert 'points="2.0,12.0 94.0,12.0"' in drawing.spark([Decimal(3), Decimal(3)])


# The large track


def test_key_result_track_stands_on_its_own_scale():
    scale = Scale(Decimal(9), Decimal(2), "h", 1)
    svg = key_result_track(
        scale=scale, current=Decimal("4.1"), progress=700_000, expected=549_451
    )

    assert title(svg) == "now 4.1\u00a0h, progress 70%; expected 5.2\u00a0h today"
    scales = [text.text for text in shapes(svg, "t-scale")]
    assert scales == ["9.0\u00a0h", "5.5\u00a0h", "2.0\u00a0h"]


@given(one=st.integers(0, 1000), other=st.integers(0, 1000))
def test_two_labels_on_one_line_never_meet(one, other):
    stretches = []
    for place in apart(one, other):
        left = place.x if place.anchor == "start" else place.x - LABEL
        stretches.append((left, left + LABEL))

    first, second = sorted(stretches)
    assert first[1] <= second[0]
    assert first[0] >= 0
    assert second[1] <= 1000


# The charts


def response_time(**changes):
    facts = {
        "name": "First response time",
        "kind": "reach",
        "unit": "h",
        "places": 1,
        "start": Decimal(9),
        "target": Decimal(2),
        "starts_on": JULY,
        "ends_on": SEPTEMBER,
        "today": TODAY,
        "measured": [Measured(date(2026, 8, 10), Decimal("4.1"))],
    }
    return ValueChart(**facts | changes)


def test_value_chart_says_all_its_numbers():
    chart = response_time(missing=[date(2026, 8, 17)])

    assert title(value_chart(chart)) == (
        "First response time: 9.0\u00a0h on 1 Jul, 4.1\u00a0h on 10 Aug; "
        "target 2.0\u00a0h; no value for 17 Aug"
    )


def test_value_chart_draws_each_check_in_and_the_pace():
    svg = value_chart(response_time())

    assert [dot.get("cx") for dot in shapes(svg, "dot")] == ["0%", "44%"]
    assert shapes(svg, "l-own")[0].get("points") == "0,10 40,59"
    assert shapes(svg, "l-pace")[0].get("points") == "0,10 91,80"
    assert shapes(svg, "target")[0].get("y1") == "80%"
    assert shapes(svg, "today")[0].get("x1") == "54.9%"


def test_missing_check_ins_are_squares_and_only_words_with_room_are_written():
    weeks = [date(2026, 7, day) for day in (6, 20, 27)]
    svg = value_chart(response_time(missing=weeks))

    assert len(shapes(svg, "miss")) == 3
    assert "27 Jul missing" in svg
    assert "20 Jul missing" not in svg
    assert "6 Jul missing" in svg


def test_line_to_keep_has_no_start_and_no_pace():
    svg = value_chart(response_time(kind="at_most", measured=[], target=Decimal(4)))

    assert "at most 4.0" in title(svg)
    assert "no check-in yet" in title(svg)
    assert not shapes(svg, "l-pace")
    assert not shapes(svg, "dot")


def test_progress_chart_holds_the_last_figure_up_to_today_and_shades_the_gap():
    own = [Reached(JULY, 0), Reached(date(2026, 8, 18), 310_000)]
    children = [Reached(date(2026, 7, 8), 40_000), Reached(date(2026, 8, 18), 620_000)]
    svg = progress_chart(ProgressChart(JULY, SEPTEMBER, TODAY, own, children))

    assert shapes(svg, "l-own")[0].get("points") == "0,100 48,69 50,69"
    band = shapes(svg, "a-gap")[0].get("points")
    assert band == "7,100 48,69 50,69 50,38 48,38 7,96"
    assert "own 31%" in svg
    assert "children 62%" in svg


def test_progress_chart_without_anything_is_an_empty_grid():
    svg = progress_chart(ProgressChart(JULY, SEPTEMBER, TODAY, own=[]))

    assert title(svg) == "Own progress: none yet"
    assert not shapes(svg, "l-own")


@pytest.mark.parametrize(
    ("known", "places", "low", "high", "step"),
    [
        pytest.param(["9", "2", "4.1"], 1, "0", "10", "2", id="zero is near"),
        pytest.param(["99.20", "99.95"], 2, "99.2", "100", "0.2", id="zero is far"),
        pytest.param(["-20", "-5", "10"], 0, "-20", "10", "10", id="negative"),
        pytest.param(["0", "3"], 0, "0", "3", "1", id="things are not halved"),
        pytest.param(["5", "5"], 0, "5", "6", "1", id="one value"),
    ],
)
def test_scale_of_values(known, places, low, high, step):
    scale = Values.around([Decimal(value) for value in known], places)

    assert (scale.low, scale.high, scale.step) == tuple(map(Decimal, (low, high, step)))


sizes = st.decimals(-(10**11), 10**11, places=4, allow_nan=False)


@given(known=st.lists(sizes, min_size=1, max_size=8))
def test_scale_holds_every_value_in_few_steps(known):
    scale = Values.around(known, 4)

    assert scale.low <= min(known)
    assert scale.high >= max(known)
    assert 2 <= len(scale.ticks) <= 8
    assert all(0 <= scale.permille(value) <= 1000 for value in known)


@given(size=st.decimals("0.0001", 10**12, places=4))
def test_step_is_the_next_one_two_or_five(size):
    step = nice_step(size)

    assert size <= step <= size * Decimal("2.5")
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,)}


def test_names_of_months_are_thinned_out_in_a_long_cycle():
    quarter, year = Days(JULY, SEPTEMBER), Days(date(2026, 1, 1), date(2026, 12, 31))

    assert months_between(quarter) == [date(2026, 8, 1), date(2026, 9, 1)]
    assert [day.month for day in months_between(year)] == [4, 7, 10]


# The dot plot


def test_child_ahead_of_the_objective_is_hatched():
    svg = drawing_dots.child_row(own=310_000, child=660_000, name="One platform")

    assert title(svg) == "One platform: 66%, 35 points ahead of this objective"
    assert 'x="31%" y="50%" width="35%" height="6" fill="url(#hatch)"' in svg


def test_child_behind_the_objective_is_solid():
    svg = drawing_dots.child_row(own=310_000, child=100_000, name="Contact data")

    assert title(svg) == "Contact data: 10%, 21 points behind this objective"
    assert shapes(svg, "ahead")[0].get("width") == "21%"


def test_child_without_progress_has_no_dot():
    svg = drawing_dots.child_row(own=310_000, child=None, name="Later")

    assert title(svg) == "Later: no progress yet"
    assert not shapes(svg, "dot")


@pytest.mark.parametrize(
    ("difference", "shown"), [(350_000, "+35"), (-80_000, "−8"), (0, "0"), (None, "–")]
)
def test_signed_points(difference, shown):
    assert drawing_dots.signed_points(difference) == shown
