"""The chart of a gap: what is drawn where, and that it is said in words."""

from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from progress.drawing_gap import GapChart, gap_chart
from progress.drawing_progress import Reached
from progress.measure import WHOLE

JULY, SEPTEMBER, TODAY = date(2026, 7, 1), date(2026, 9, 30), date(2026, 8, 20)
gaps = st.integers(-WHOLE, WHOLE)


def chart(*gap):
    return GapChart(JULY, SEPTEMBER, TODAY, gap)


def parsed(svg):
    return ElementTree.fromstring(svg)


def shape(svg, name):
    return next(node for node in parsed(svg).iter() if node.get("class") == name)


def test_the_line_is_held_up_to_today_and_shaded_from_zero():
    svg = gap_chart(chart(Reached(JULY, 0), Reached(date(2026, 8, 18), -300_000)))
    assert shape(svg, "l-gap").get("points") == "0,25 48,100 50,100"
    assert shape(svg, "a-gap").get("points") == "0,25 48,100 50,100 50,25 0,25"


def test_its_numbers_are_told_with_their_signs():
    svg = gap_chart(chart(Reached(JULY, 40_000), Reached(date(2026, 8, 18), -300_000)))
    told = parsed(svg).find("title").text
    assert told == "Target gap in points: +4 on 1 Jul, −30 on 18 Aug"
    assert shape(svg, "t-end t-own").text == "−30"


def test_five_points_either_way_are_marked_as_in_line():
    band = shape(gap_chart(chart(Reached(JULY, 0))), "in-line")
    assert (band.get("y"), band.get("height")) == ("25%", "50%")


def test_without_a_gap_there_is_an_empty_grid():
    svg = gap_chart(chart())
    assert parsed(svg).find("title").text == "Target gap in points: none yet"
    assert "l-gap" not in svg


@given(st.lists(gaps, min_size=1, max_size=5))
def test_every_point_lies_inside_the_drawing(found):
    days = [date(2026, 7, 1 + number) for number in range(len(found))]
    svg = gap_chart(chart(*map(Reached, days, found)))
    points = shape(svg, "l-gap").get("points").split()
    heights = [float(point.split(",")[1]) for point in points]
    assert all(0 <= height <= 100 for height in heights)
